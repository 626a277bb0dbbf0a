import { h } from '../dom.js';

/** The one hover of the panel, beside whatever it speaks of. */
export interface Tip {
  element: HTMLElement;
  /** Shows `content` below (or above) the anchor, kept inside the window. */
  show(anchor: Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>, content: Node): void;
  hide(): void;
}

const DISTANCE = 8;

/** Pictures what assistive technology is told through labels, so it is hidden from it. */
export function createTip(): Tip {
  const element = h('div', { class: 'tip', 'aria-hidden': 'true', hidden: true });
  const hide = () => {
    element.hidden = true;
  };
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') hide();
  });
  window.addEventListener('scroll', hide, { capture: true, passive: true });
  return {
    element,
    hide,
    show(anchor, content) {
      element.replaceChildren(content);
      element.hidden = false;
      const { width, height } = element.getBoundingClientRect();
      const room = { width: document.documentElement.clientWidth, height: window.innerHeight };
      const left = Math.min(anchor.left, room.width - width - DISTANCE);
      const below = anchor.bottom + DISTANCE;
      const top = below + height <= room.height ? below : anchor.top - DISTANCE - height;
      element.style.setProperty('left', `${String(Math.max(DISTANCE, left))}px`);
      element.style.setProperty('top', `${String(Math.max(0, top))}px`);
    },
  };
}
