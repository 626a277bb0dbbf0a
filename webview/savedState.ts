import { ExplanationView, LevelChoice, parseMessage } from '../src/protocol.js';
import type { Baseline } from './model/derive.js';
import { asEnded } from './model/stage.js';

/** What survives while the panel is hidden: VS Code keeps it as JSON. */
export interface SavedState {
  view: ExplanationView | null;
  showSpecial: boolean;
  level: LevelChoice;
  folded: boolean;
  /** What a person has pinned. */
  baseline: Baseline | null;
}

const VERSION = 2;
/** Larger matrices would make a state of megabytes; the host sends them again on `ready`. */
export const MAX_CELLS = 60_000;
/** Texts beyond this are not worth keeping twice either. */
export const MAX_CHARACTERS = 200_000;

/** Typed arrays do not survive JSON; six digits are more than the panel shows. */
const plain = (values: Float64Array) => Array.from(values, (x) => Number(x.toPrecision(6)));

/** A JSON form of the state. Explanations that are too large are left out. */
export function encodeState({ view, baseline, ...choices }: SavedState): unknown {
  return {
    version: VERSION,
    ...choices,
    view: view && encodeView(view),
    baseline: baseline?.why === 'pin' ? encodeView(baseline.view) : null,
  };
}

function encodeView(view: ExplanationView): unknown {
  const fits =
    (view.explanation.matrix?.length ?? 0) <= MAX_CELLS &&
    view.textA.length + view.textB.length <= MAX_CHARACTERS;
  if (!fits) return null;
  const { explanation } = view;
  return {
    ...view,
    explanation: {
      ...explanation,
      matrix: explanation.matrix && plain(explanation.matrix),
      marginalA: plain(explanation.marginalA),
      marginalB: plain(explanation.marginalB),
    },
  };
}

/** The state that `encodeState` wrote; anything else, and any part that is not valid, is dropped. */
export function decodeState(saved: unknown): SavedState {
  const state = isRecord(saved) && saved.version === VERSION ? saved : {};
  const pinned = isRecord(state.baseline) ? decodeView(state.baseline) : null;
  return {
    showSpecial: state.showSpecial !== false,
    level: parseMessage(LevelChoice, state.level) ?? 'auto',
    folded: state.folded === true,
    view: isRecord(state.view) ? decodeView(state.view) : null,
    baseline: pinned && { view: pinned, why: 'pin' },
  };
}

function decodeView(view: Record<string, unknown>): ExplanationView | null {
  const { explanation } = view;
  if (!isRecord(explanation)) return null;
  const decoded = parseMessage(ExplanationView, {
    ...view,
    explanation: {
      ...explanation,
      matrix: typed(explanation.matrix),
      marginalA: typed(explanation.marginalA),
      marginalB: typed(explanation.marginalB),
    },
  });
  // Nobody is known to work on it any more; the host says so if someone does.
  return decoded && { ...decoded, explanation: asEnded(decoded.explanation) };
}

const typed = (values: unknown): unknown =>
  Array.isArray(values) && values.every((x) => typeof x === 'number')
    ? Float64Array.from(values)
    : values;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
