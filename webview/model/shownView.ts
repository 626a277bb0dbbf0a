import type {
  Emphasis,
  ExplanationView,
  LevelChoice,
  ReadingLevel,
  Side,
} from '../../src/protocol.js';
import type { Contrast } from '../../src/reading/contrast.js';
import type { ReadingUnit } from '../../src/reading/groupTokens.js';
import { Ladder } from '../../src/reading/Ladder.js';
import { MOST_UNITS, rankOf } from '../../src/reading/levels.js';
import { Matches } from '../../src/reading/matches.js';

/** An explanation as it is on screen: at some level, with the units of that level for tokens. */
export interface ShownView extends ExplanationView {
  /** As it came. */
  readonly base: ExplanationView;
  readonly level: ReadingLevel;
  /** Where the texts are at different levels, that of each. */
  readonly sideLevels: Record<Side, ReadingLevel>;
  /** Levels that can be chosen. */
  readonly levels: readonly ReadingLevel[];
  /** What the tokens of `explanation` are made of. */
  readonly units: Record<Side, readonly ReadingUnit[]>;
  /** Which pairs are of the same word. */
  readonly matches: Matches;
  /** It is the difference of two explanations. */
  readonly contrast: ShownContrast | null;
}

export interface ShownContrast extends Contrast {
  readonly one: ExplanationView;
  readonly other: ExplanationView;
}

/** The view at a level. `before`: an earlier one, whose units are used again where tokens are the same. */
export function showAt(
  base: ExplanationView,
  choice: LevelChoice,
  before: ShownView | null = null,
  contrast: ShownContrast | null = null,
): ShownView {
  const ladder = ladderOf(base, before?.base ?? null);
  const level = choice === 'auto' ? ladder.fitting(MOST_UNITS) : ladder.nameOf(choice);
  return {
    ...base,
    base,
    level,
    sideLevels: ladder.sideLevels(level),
    levels: ladder.levels,
    units: ladder.unitsAt(level),
    explanation: ladder.explanationAt(base.explanation, level),
    matches: new Matches(base.explanation, ladder),
    contrast,
  };
}

const ladders = new WeakMap<ExplanationView, Ladder>();

function ladderOf(base: ExplanationView, before: ExplanationView | null): Ladder {
  const alike = before !== null && isReadAlike(base, before) ? before : base;
  const ladder = ladders.get(alike) ?? new Ladder(textsOf(base));
  ladders.set(base, ladder);
  return ladder;
}

/** Whether the units of two views are the same. */
function isReadAlike(x: ExplanationView, y: ExplanationView): boolean {
  const facts = ({ textA, textB, readingA, readingB, explanation: e }: ExplanationView) =>
    JSON.stringify([textA, textB, readingA, readingB, e.tokensA, e.tokensB]);
  return facts(x) === facts(y);
}

function textsOf({ textA, textB, readingA, readingB, explanation }: ExplanationView) {
  const prose = { kind: 'prose' } as const;
  return {
    a: { text: textA, reading: readingA ?? prose, tokens: explanation.tokensA },
    b: { text: textB, reading: readingB ?? prose, tokens: explanation.tokensB },
  };
}

/** Units of several words, which need room for their names. */
export const hasLongNames = ({ sideLevels }: ShownView): boolean =>
  [sideLevels.a, sideLevels.b].some((level) => rankOf(level) >= rankOf('statement'));

/** Whether a pair of units is one of the same word. */
export function isSameWord({ matches, units }: ShownView, a: number, b: number): boolean {
  const [row, column] = [units.a[a], units.b[b]];
  return row !== undefined && column !== undefined && matches.isSame(row, column);
}

/**
 * The token that stands for a unit in messages to the host; null for no unit, and for those of a text
 * that is only compared with.
 */
export function tokenOfUnit(view: ShownView, side: Side, unit: number | null): number | null {
  const token = unit === null ? null : (view.units[side][unit]?.members[0] ?? null);
  return token !== null && isHosts(view, side, token) ? token : null;
}

/** Whether the host knows a token: it is one of the explanation that it has sent last. */
export const isHosts = ({ contrast }: ShownView, side: Side, token: number): boolean =>
  contrast === null || token < contrast.own[side];

/** The unit that a token of the explanation as it came is in; null where there is no such token. */
export function unitOfToken(view: ShownView, side: Side, token: number | null): number | null {
  if (token === null) return null;
  const unit = view.units[side].findIndex(({ members }) => members.includes(token));
  return unit < 0 ? null : unit;
}

/** The units that hold these tokens; indices the explanation does not have are nobody's token. */
export const toUnits = (view: ShownView, { a, b }: Emphasis): Emphasis => ({
  a: unitOfToken(view, 'a', a),
  b: unitOfToken(view, 'b', b),
});

/** Tokens of the explanation as it came that units are made of, ascending. */
export function tokensOfUnits(view: ShownView, side: Side, units: readonly number[]): number[] {
  return units.flatMap((unit) => view.units[side][unit]?.members ?? []).sort((x, y) => x - y);
}

/** The units that hold any of these tokens, ascending. */
export function unitsOfTokens(view: ShownView, side: Side, tokens: ReadonlySet<number>): number[] {
  return view.units[side].flatMap(({ members }, unit) =>
    members.some((token) => tokens.has(token)) ? [unit] : [],
  );
}
