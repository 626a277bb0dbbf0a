import type { Side } from '../../src/protocol.js';
import type { PanelState, Store } from '../store.js';
import { arrange, type Arrangement } from './arrangement.js';
import { isSameWord, unitsOfTokens } from './shownView.js';

/** What the state says of the matrix's rows and columns. */
const keys = ['view', 'showSpecial', 'order', 'filter', 'focus'] as const;

/** The arrangement of the explanation on screen; worked out once for all views that ask. */
export function createArrangement(store: Store): () => Arrangement | null {
  let of: PanelState | null = null;
  let known: Arrangement | null = null;
  return () => {
    const { state } = store;
    const before = of;
    if (before === null || keys.some((key) => before[key] !== state[key])) {
      const { view, showSpecial: withSpecial, order, filter } = state;
      const unitsOf = (side: Side) => {
        const tokens = state.focus[side];
        return view && tokens && new Set(unitsOfTokens(view, side, tokens));
      };
      const focus = { a: unitsOf('a'), b: unitsOf('b') };
      known =
        view &&
        arrange(view.explanation, { withSpecial, order, filter, focus }, (a, b) =>
          isSameWord(view, a, b),
        );
      of = state;
    }
    return known;
  };
}
