import { h } from '../dom.js';
import type { Store } from '../store.js';
import type { ShownView } from '../model/shownView.js';

/** The one hover of the panel, beside whatever it speaks of. */
export interface Tip {
  element: HTMLElement;
  /**
   * Shows `content` below (or above) the anchor, kept inside the window; anew when what is shown
   * gets better numbers. An anchor that can be asked where it is takes the hover along when it scrolls
   * (focus that comes by keyboard scrolls, too); any other loses it.
   */
  show(anchor: Anchor | (() => Anchor | null), content: (view: ShownView) => Node): void;
  hide(): void;
}

type Anchor = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>;

const DISTANCE = 8;

/** Pictures what assistive technology is told through labels, so it is hidden from it. */
export function createTip(store: Store): Tip {
  const element = h('div', { class: 'tip', 'aria-hidden': 'true', hidden: true });
  let shown: {
    anchor: Anchor | (() => Anchor | null);
    content: (view: ShownView) => Node;
  } | null = null;
  const hide = () => {
    element.hidden = true;
    shown = null;
  };
  const draw = () => {
    const { view } = store.state;
    const anchor = typeof shown?.anchor === 'function' ? shown.anchor() : shown?.anchor;
    if (!shown || !view || !anchor) {
      hide();
      return;
    }
    element.replaceChildren(shown.content(view));
    element.hidden = false;
    place(element, anchor);
  };
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') hide();
  });
  const scrolled = () => {
    if (typeof shown?.anchor === 'function') draw();
    else hide();
  };
  window.addEventListener('scroll', scrolled, { capture: true, passive: true });
  store.watch(['question'], hide);
  store.watch(['view'], draw);
  return {
    element,
    hide,
    show(anchor, content) {
      shown = { anchor, content };
      draw();
    },
  };
}

function place(element: HTMLElement, anchor: Anchor): void {
  const { width, height } = element.getBoundingClientRect();
  const room = { width: document.documentElement.clientWidth, height: window.innerHeight };
  const left = Math.min(anchor.left, room.width - width - DISTANCE);
  const below = anchor.bottom + DISTANCE;
  const top = below + height <= room.height ? below : anchor.top - DISTANCE - height;
  element.style.setProperty('left', `${String(Math.max(DISTANCE, left))}px`);
  element.style.setProperty('top', `${String(Math.max(0, top))}px`);
}
