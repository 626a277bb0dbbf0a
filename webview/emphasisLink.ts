import type { Emphasis } from '../src/protocol.js';
import { tokenOfUnit, toUnits, type ShownView } from './model/shownView.js';
import type { Store } from './store.js';

export interface EmphasisLink {
  /** The panel's own pointer or focus is on these units; both null when it has left. */
  point(emphasis: Emphasis): void;
  /** The host says which tokens are emphasised; it is not told back. */
  receive(emphasis: Emphasis): void;
  /** Someone went to these tokens: what the panel pointed at until then no longer counts. */
  visit(emphasis: Emphasis): void;
  /** Another explanation is shown: nobody points at any of its tokens yet. */
  reset(): void;
}

const none: Emphasis = { a: null, b: null };

const same = (x: Emphasis, y: Emphasis) => x.a === y.a && x.b === y.b;

/** Both sides may be at different levels for a moment, so messages name tokens as they came. */
function toTokens(view: ShownView | null, { a, b }: Emphasis): Emphasis {
  return view ? { a: tokenOfUnit(view, 'a', a), b: tokenOfUnit(view, 'b', b) } : none;
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
    const tokens = toTokens(store.state.view, own);
    if (same(tokens, sent)) return;
    sent = tokens;
    send(tokens);
  };
  const showTokens = (emphasis: Emphasis) => {
    show(store.state.view ? toUnits(store.state.view, emphasis) : none);
  };
  return {
    point(emphasis) {
      own = emphasis;
      show(own);
      if (waiting) return;
      waiting = true;
      onNextFrame(flush);
    },
    receive(emphasis) {
      if (same(own, none)) showTokens(emphasis);
    },
    visit(emphasis) {
      own = sent = none;
      showTokens(emphasis);
    },
    reset() {
      own = sent = none;
      show(none);
    },
  };
}
