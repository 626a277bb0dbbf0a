import type { Emphasis, ExplanationView } from '../src/protocol.js';
import type { Store } from './store.js';

export interface EmphasisLink {
  /** The panel's own pointer or focus is on these tokens. */
  point(emphasis: Emphasis): void;
  /** The host says so; it is not told back. */
  receive(emphasis: Emphasis): void;
}

const same = (x: Emphasis, y: Emphasis) => x.a === y.a && x.b === y.b;

/** Indices the explanation does not have are nobody's token. */
function within(view: ExplanationView | null, { a, b }: Emphasis): Emphasis {
  const known = (index: number | null, count: number) =>
    index !== null && index < count ? index : null;
  return {
    a: known(a, view?.explanation.tokensA.length ?? 0),
    b: known(b, view?.explanation.tokensB.length ?? 0),
  };
}

/**
 * Keeps the emphasis of panel and editors the same: at once on screen, to the host at most once an
 * animation frame and only when it differs from what the host knows.
 */
export function createEmphasisLink(
  store: Store,
  send: (emphasis: Emphasis) => void,
  onNextFrame: (run: () => void) => void,
): EmphasisLink {
  let hostKnows: Emphasis = { a: null, b: null };
  let waiting = false;
  const show = (emphasis: Emphasis) => {
    if (!same(store.state.emphasis, emphasis)) store.update({ emphasis });
  };
  const flush = () => {
    waiting = false;
    const { emphasis } = store.state;
    if (same(emphasis, hostKnows)) return;
    hostKnows = emphasis;
    send(emphasis);
  };
  return {
    point(emphasis) {
      show(within(store.state.view, emphasis));
      if (waiting) return;
      waiting = true;
      onNextFrame(flush);
    },
    receive(emphasis) {
      hostKnows = within(store.state.view, emphasis);
      show(hostKnows);
    },
  };
}
