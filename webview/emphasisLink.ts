import type { Emphasis, ExplanationView } from '../src/protocol.js';
import type { Store } from './store.js';

export interface EmphasisLink {
  /** The panel's own pointer or focus is on these tokens; both null when it has left. */
  point(emphasis: Emphasis): void;
  /** The host says what is emphasised; it is not told back. */
  receive(emphasis: Emphasis): void;
  /** Another explanation is shown: nobody points at any of its tokens yet. */
  reset(): void;
}

const none: Emphasis = { a: null, b: null };

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
 * animation frame and only when it has changed. While the panel itself points at something, what
 * the host says is not shown: it is mostly the answer to an earlier message, and the pointer would
 * seem to jump back.
 */
export function createEmphasisLink(
  store: Store,
  send: (emphasis: Emphasis) => void,
  onNextFrame: (run: () => void) => void,
): EmphasisLink {
  let own = none;
  let sent = none;
  let waiting = false;
  const show = (emphasis: Emphasis) => {
    if (!same(store.state.emphasis, emphasis)) store.update({ emphasis });
  };
  const flush = () => {
    waiting = false;
    if (same(own, sent)) return;
    sent = own;
    send(own);
  };
  return {
    point(emphasis) {
      own = within(store.state.view, emphasis);
      show(own);
      if (waiting) return;
      waiting = true;
      onNextFrame(flush);
    },
    receive(emphasis) {
      if (same(own, none)) show(within(store.state.view, emphasis));
    },
    reset() {
      own = sent = none;
      show(none);
    },
  };
}
