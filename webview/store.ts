import type {
  Controls,
  Emphasis,
  ExplanationView,
  LevelChoice,
  Side,
  Verification,
} from '../src/protocol.js';
import type { Order } from './model/arrangement.js';
import { noFilter, type PairFilter } from './model/pairFilter.js';
import type { Selection } from './model/selection.js';
import type { Baseline } from './model/derive.js';
import type { ShownView } from './model/shownView.js';

export type Focus = Record<Side, ReadonlySet<number> | null>;

export const noFocus: Focus = { a: null, b: null };

export interface PanelState {
  /** As it came from the host. */
  current: ExplanationView | null;
  /** What is on screen of it: read at a level, folded or compared. */
  view: ShownView | null;
  /** Changes with the view unless it only brings better numbers of the same: then all stays put. */
  question: number;
  /** Texts edited since they were explained. */
  stale: { a: boolean; b: boolean };
  busy: { message: string; fraction: number | null } | null;
  /** `partial`: what is shown was found before. */
  failure: { message: string; advice: string; partial: boolean } | null;
  /** Units under the pointer, the keyboard focus or an editor's cursor. */
  emphasis: Emphasis;
  /** The units of a pair that a command has gone to. */
  visited: { a: number; b: number } | null;
  showSpecial: boolean;
  /** The matrix as a plain table. */
  asTable: boolean;
  /** Of rows and columns. */
  order: Order;
  filter: PairFilter;
  /** A block of the matrix that the texts show by itself. */
  selection: Selection | null;
  level: LevelChoice;
  /** Of the explanation on screen. */
  verification: Verification | null;
  /** How explanations are computed, as the host says; null before it has. */
  controls: Controls | null;
  /** Reference terms are spread over the pairs. */
  folded: boolean;
  /** What `current` can be compared with. */
  baseline: Baseline | null;
  /** The difference to the baseline is on screen. */
  comparing: boolean;
  /** Tokens, as they came, that the matrix is about; null: all of that text. */
  focus: Focus;
}

export const emptyState: PanelState = {
  current: null,
  view: null,
  question: 0,
  stale: { a: false, b: false },
  busy: null,
  failure: null,
  emphasis: { a: null, b: null },
  visited: null,
  showSpecial: true,
  asTable: false,
  order: 'text',
  filter: noFilter,
  selection: null,
  level: 'auto',
  verification: null,
  controls: null,
  folded: false,
  baseline: null,
  comparing: false,
  focus: noFocus,
};

/** The panel's state. Views subscribe to the parts they show and are told only about those. */
export class Store {
  #state: PanelState;
  readonly #listeners: { keys: readonly (keyof PanelState)[]; run: (state: PanelState) => void }[] =
    [];

  constructor(initial: PanelState = emptyState) {
    this.#state = initial;
  }

  get state(): Readonly<PanelState> {
    return this.#state;
  }

  /** Calls `run` now and whenever one of `keys` has changed. */
  watch(keys: readonly (keyof PanelState)[], run: (state: PanelState) => void): void {
    this.#listeners.push({ keys, run });
    run(this.#state);
  }

  update(change: Partial<PanelState>): void {
    const before = this.#state;
    const after = { ...before, ...change };
    const changed = (Object.keys(change) as (keyof PanelState)[]).filter(
      (key) => before[key] !== after[key],
    );
    if (changed.length === 0) return;
    this.#state = after;
    for (const { keys, run } of this.#listeners) {
      if (keys.some((key) => changed.includes(key))) run(after);
    }
  }
}
