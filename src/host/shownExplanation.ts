import * as vscode from 'vscode';
import {
  hasPairs,
  type Emphasis,
  type Explanation,
  type ReadingLevel,
  type Side,
  type TokenBlock,
} from '../protocol.js';
import type { ReadingUnit } from '../reading/groupTokens.js';
import { Ladder } from '../reading/Ladder.js';
import { MOST_UNITS } from '../reading/levels.js';
import { Matches } from '../reading/matches.js';
import { sides, type CurrentExplanation, type ExplainedPair } from './currentExplanation.js';
import type { IsSame } from './highlightPlan.js';
import { tokensOf } from './marginals.js';
import { PlacedUnits } from './placedUnits.js';
import type { ReadingState } from './readingState.js';
import type { TextPlace } from './textPlace.js';

/** The explanation as it is read: with the units of the chosen level for tokens. */
export interface ShownPair {
  readonly explanation: Explanation;
  /** The same with what each unit has of the selected block for its total. */
  readonly painted: Explanation;
  readonly level: ReadingLevel;
  readonly levels: readonly ReadingLevel[];
  /** Whether two units are the same word. */
  readonly isSame: IsSame;
  readonly a: ShownText;
  readonly b: ShownText;
}

export interface ShownText {
  readonly place: TextPlace;
  readonly text: string;
  /** Where the units are. */
  readonly tracked: PlacedUnits;
  readonly units: readonly ReadingUnit[];
}

/** The explanation on screen at the level at which panel and editors read it. */
export class ShownExplanation implements vscode.Disposable {
  private known: { pair: ExplainedPair; shown: ShownPair } | null = null;
  private ladder: { facts: string; ladder: Ladder } | null = null;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable;

  /** What is shown, or where it is, has changed. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly current: CurrentExplanation,
    private readonly reading: ReadingState,
  ) {
    const forget = () => {
      this.known = null;
      this.changed.fire();
    };
    this.subscriptions = vscode.Disposable.from(
      current.onDidChange(() => reading.select(null)),
      current.onDidChange(forget),
      current.onDidRefine(forget),
      current.onDidMove(() => this.changed.fire()),
      current.onDidChangeStaleness(() => this.changed.fire()),
      reading.onDidChangeLevel(forget),
      reading.onDidChangeSelection(forget),
      this.changed,
    );
  }

  get value(): ShownPair | null {
    const pair = this.current.value;
    if (pair === null) return null;
    if (this.known?.pair !== pair) this.known = { pair, shown: this.show(pair) };
    return this.known.shown;
  }

  /** Tokens of the explanation as units on screen. */
  toUnits(tokens: Emphasis): Emphasis {
    const shown = this.value;
    const unit = (side: Side) => {
      const token = tokens[side];
      if (shown === null || token === null) return null;
      const found = shown[side].units.findIndex(({ members }) => members.includes(token));
      return found < 0 ? null : found;
    };
    return { a: unit('a'), b: unit('b') };
  }

  /** Units on screen as the explanation's tokens, each by its first one. */
  toTokens(units: Emphasis): Emphasis {
    const shown = this.value;
    const token = (side: Side) => {
      const unit = units[side];
      return unit === null ? null : (shown?.[side].units[unit]?.members[0] ?? null);
    };
    return { a: token('a'), b: token('b') };
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private show(pair: ExplainedPair): ShownPair {
    const ladder = this.ladderOf(pair);
    const { choice } = this.reading;
    const level = choice === 'auto' ? ladder.fitting(MOST_UNITS) : ladder.nameOf(choice);
    const units = ladder.unitsAt(level);
    const explanation = ladder.explanationAt(pair.explanation, level);
    const text = (side: Side): ShownText => ({
      place: pair[side],
      text: pair[side].text,
      tracked: new PlacedUnits(pair[side].tracked, tokensOf(pair.explanation, side), units[side]),
      units: units[side],
    });
    const { selection } = this.reading;
    const painted = selection === null ? explanation : ofBlock(explanation, units, selection);
    const matches = new Matches(pair.explanation, ladder);
    const isSame: IsSame = (a, b) => {
      const [one, two] = [units.a[a], units.b[b]];
      return one !== undefined && two !== undefined && matches.isSame(one, two);
    };
    const { levels } = ladder;
    return { explanation, painted, level, levels, isSame, a: text('a'), b: text('b') };
  }

  /** Units are found once for all numbers of the same explanation. */
  private ladderOf({ explanation, a, b }: ExplainedPair): Ladder {
    const { tokensA, tokensB } = explanation;
    const facts = JSON.stringify([tokensA, tokensB, ...[a, b].map((x) => [x.text, x.reading])]);
    if (this.ladder?.facts !== facts) {
      const ladder = new Ladder({
        a: { text: a.text, reading: a.reading, tokens: tokensA },
        b: { text: b.text, reading: b.reading, tokens: tokensB },
      });
      this.ladder = { facts, ladder };
    }
    return this.ladder.ladder;
  }
}

/** What the units have of a block of the matrix. */
function ofBlock(
  explanation: Explanation,
  units: Record<Side, readonly ReadingUnit[]>,
  block: TokenBlock,
): Explanation {
  if (!hasPairs(explanation)) return explanation;
  const { matrix } = explanation;
  const inside = (side: Side) => {
    const tokens = block[side] === null ? null : new Set(block[side]);
    return units[side].map(
      ({ members }) => tokens === null || members.some((member) => tokens.has(member)),
    );
  };
  const [rows, columns] = [inside('a'), inside('b')];
  const marginalA = new Float64Array(rows.length);
  const marginalB = new Float64Array(columns.length);
  rows.forEach((isRow, i) => {
    columns.forEach((isColumn, j) => {
      if (!isRow || !isColumn) return;
      const value = matrix[i * columns.length + j] ?? 0;
      marginalA[i] = (marginalA[i] ?? 0) + value;
      marginalB[j] = (marginalB[j] ?? 0) + value;
    });
  });
  return { ...explanation, marginalA, marginalB };
}

/** The side whose place a document shows; both where the texts are in one document. */
export function sidesIn(shown: ShownPair, document: vscode.TextDocument): readonly Side[] {
  return sides.filter((side) => shown[side].place.isIn(document));
}
