import { ExplanationView, LevelChoice, parseMessage } from '../src/protocol.js';
import { asEnded } from './model/stage.js';

/** What survives while the panel is hidden: VS Code keeps it as JSON. */
export interface SavedState {
  view: ExplanationView | null;
  showSpecial: boolean;
  level: LevelChoice;
}

const VERSION = 2;
/** Larger matrices would make a state of megabytes; the host sends them again on `ready`. */
export const MAX_CELLS = 60_000;
/** Texts beyond this are not worth keeping twice either. */
export const MAX_CHARACTERS = 200_000;

/** Typed arrays do not survive JSON; six digits are more than the panel shows. */
const plain = (values: Float64Array) => Array.from(values, (x) => Number(x.toPrecision(6)));

/** A JSON form of the state. An explanation that is too large is left out. */
export function encodeState({ view, showSpecial, level }: SavedState): unknown {
  const fits =
    view !== null &&
    (view.explanation.matrix?.length ?? 0) <= MAX_CELLS &&
    view.textA.length + view.textB.length <= MAX_CHARACTERS;
  if (!fits) return { version: VERSION, showSpecial, level, view: null };
  const { explanation } = view;
  return {
    version: VERSION,
    showSpecial,
    level,
    view: {
      ...view,
      explanation: {
        ...explanation,
        matrix: explanation.matrix && plain(explanation.matrix),
        marginalA: plain(explanation.marginalA),
        marginalB: plain(explanation.marginalB),
      },
    },
  };
}

/** The state that `encodeState` wrote; anything else, and any part that is not valid, is dropped. */
export function decodeState(saved: unknown): SavedState {
  const none: SavedState = { view: null, showSpecial: true, level: 'auto' };
  if (!isRecord(saved) || saved.version !== VERSION) return none;
  return {
    showSpecial: saved.showSpecial !== false,
    level: parseMessage(LevelChoice, saved.level) ?? 'auto',
    view: isRecord(saved.view) ? decodeView(saved.view) : null,
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
