import * as vscode from 'vscode';
import type { EngineClient } from '../engine/client.js';
import type {
  Emphasis,
  ExplainOptions,
  Explanation,
  ExplanationWithPairs,
  Side,
} from '../protocol.js';
import type { CurrentExplanation, ExplainedPair } from './currentExplanation.js';
import type { DecorationPainter, Painted } from './decorations.js';
import type { EmphasisState } from './emphasisState.js';
import type { ExplanationHistory } from './history/explanationHistory.js';
import type { HistoryEntry } from './history/historyIndex.js';
import type { ExplanationPanel } from './panel.js';
import { readExplainOptions } from './settings.js';
import type { TextPlace } from './textPlace.js';

/** One text of the explanation on screen. */
export interface PlaceState {
  /** null for typed text. */
  readonly uri: vscode.Uri | null;
  readonly label: string;
  readonly text: string;
  /** Where it is now, UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
  readonly stale: boolean;
}

export interface CurrentState {
  /** Its `stage` says how far it is; pairs may not be known yet. */
  readonly explanation: Explanation;
  readonly a: PlaceState;
  readonly b: PlaceState;
}

/** What `activate` returns: for other extensions and for tests. Grows only by new members. */
export interface HitlightApi {
  readonly version: 1;
  /**
   * Explains two texts without showing anything. Options not given come from the settings. Rejects
   * with an error that has a `stage`; a later request of anyone replaces this one ('cancelled').
   */
  explain(a: string, b: string, options?: Partial<ExplainOptions>): Promise<ExplanationWithPairs>;
  /** The explanation on screen changed or got better; null when there is none any more. */
  readonly onDidExplain: vscode.Event<CurrentState | null>;
  /** The explanation on screen. */
  current(): CurrentState | null;
  /** What is painted, by visible editor. `step` names: positive1 … negative5. */
  painted(): readonly {
    readonly editor: vscode.TextEditor;
    readonly painted: readonly Painted[];
  }[];
  /** The tokens pointed at. */
  emphasis(): Emphasis;
  isPanelOpen(): boolean;
  /** What the history lists, newest first. */
  history(): readonly HistoryEntry[];
}

interface Parts {
  readonly engine: EngineClient;
  readonly current: CurrentExplanation;
  readonly decorations: DecorationPainter;
  readonly emphasis: EmphasisState;
  readonly panel: ExplanationPanel;
  readonly history: ExplanationHistory;
}

export function createApi(parts: Parts): HitlightApi {
  const { engine, current, decorations, emphasis, panel, history } = parts;
  const explained = new vscode.EventEmitter<CurrentState | null>();
  current.onDidChange((pair) => explained.fire(stateOf(pair)));
  current.onDidRefine((pair) => explained.fire(stateOf(pair)));
  return {
    version: 1,
    explain: async (a, b, options = {}) =>
      engine.explain({ a, b, options: { ...readExplainOptions(options.model), ...options } }),
    onDidExplain: explained.event,
    current: () => stateOf(current.value),
    painted: () => decorations.inEditors,
    emphasis: () => emphasis.value,
    isPanelOpen: () => panel.isOpen,
    history: () => history.entries,
  };
}

function stateOf(pair: ExplainedPair | null): CurrentState | null {
  if (pair === null) return null;
  const place = ({ uri, label, text, tracked }: TextPlace): PlaceState => ({
    ...{ uri, label, text },
    ...tracked.span,
    stale: tracked.stale,
  });
  const of = (side: Side) => place(pair[side]);
  return { explanation: pair.explanation, a: of('a'), b: of('b') };
}
