import type { Emphasis, Side } from '../../src/protocol.js';
import { h, uniqueId } from '../dom.js';
import type { Panel } from '../panelContext.js';
import { reveal } from './revealTokens.js';
import { markTokens } from './markTokens.js';
import { apartRow, heading, rewriteTotals, strip, stripText } from './stripContent.js';
import { createTextEditor } from './textEditor.js';
import { partnersText, tokenTip } from './tipContent.js';
import type { ShownView } from '../model/shownView.js';

/** What is on screen now: the explanation, and its tokens' elements by index, in reading order. */
interface Shown {
  view: ShownView;
  question: number;
  tokens: Map<number, HTMLElement>;
}

/** A text with its tokens coloured by what they add to the score; every token can be reached. */
export function createTextStrip(panel: Panel, side: Side): HTMLElement {
  const { store, t } = panel;
  const title = uniqueId('text');
  const area = h('div', { class: 'text-body' });
  const section = h('section', { class: `text text-${side}`, 'aria-labelledby': title });
  const stale = h('span', { class: 'badge stale', title: t('text.stale.tip') }, t('text.stale'));
  const edit = createTextEditor(panel, side);
  const head = h('div', {});
  section.append(head, edit.box, area);
  let shown: Shown | null = null;
  store.watch(['view', 'selection'], ({ view, question, selection }) => {
    if (!view) {
      shown = null;
      return;
    }
    const text = stripText(view, side, selection);
    if (shown?.question === question) {
      shown = { ...shown, view };
      rewriteTotals(panel, text, shown.tokens, section);
      return;
    }
    const tokens = new Map<number, HTMLElement>();
    shown = { view, question, tokens };
    area.replaceChildren(strip(panel, text, tokens, title));
    const apart = apartRow(panel, text, tokens);
    if (apart) area.append(apart);
    head.replaceChildren(heading(panel, text, title, stale, edit.button));
  });
  store.watch(['stale'], (state) => {
    stale.hidden = !state.stale[side];
    section.classList.toggle('is-stale', state.stale[side]);
  });
  store.watch(['view', 'emphasis'], ({ view, emphasis }) => {
    if (view && shown) markTokens(view, side, emphasis, shown.tokens);
  });
  attach(panel, side, area, () => shown);
  return section;
}

/** Pointer, focus and keys on tokens: one listener each for all of them. */
function attach(panel: Panel, side: Side, area: HTMLElement, current: () => Shown | null): void {
  const unit = (token: number | null): Emphasis =>
    side === 'a' ? { a: token, b: null } : { a: null, b: token };
  const point = (token: number | null) => {
    panel.link.point(unit(token));
    if (token === null) {
      panel.tip.hide();
      return;
    }
    // The first line of a token that is broken over two.
    const anchor = () => current()?.tokens.get(token)?.getClientRects()[0] ?? null;
    panel.tip.show(anchor, (view) => tokenTip(panel, view, side, token));
  };
  area.addEventListener('pointerover', (event) => {
    point(tokenAt(event));
  });
  area.addEventListener('pointerleave', () => {
    point(null);
  });
  area.addEventListener('click', (event) => {
    const token = tokenAt(event);
    if (token !== null) reveal(panel, unit(token));
  });
  area.addEventListener('focusin', (event) => {
    const token = tokenAt(event);
    const shown = current();
    if (token === null || !shown) return;
    // One stop for the Tab key; the arrow keys go from token to token.
    for (const element of shown.tokens.values()) element.tabIndex = -1;
    const element = shown.tokens.get(token);
    if (element) element.tabIndex = 0;
    if (!element?.matches(':focus-visible')) return;
    point(token);
    panel.announce(partnersText(panel, shown.view, side, token));
  });
  area.addEventListener('focusout', () => {
    point(null);
  });
  area.addEventListener('keydown', (event) => {
    const token = tokenAt(event);
    if (token === null) return;
    const order = [...(current()?.tokens.values() ?? [])];
    const to = nextPlace(event.key, order.indexOf(event.target as HTMLElement), order.length);
    if (to !== null) order[to]?.focus();
    else if (event.key === 'Enter' || event.key === ' ') reveal(panel, unit(token));
    else return;
    event.preventDefault();
  });
}

function tokenAt(event: Event): number | null {
  const element = event.target instanceof Element ? event.target.closest('[data-token]') : null;
  return element ? Number(element.getAttribute('data-token')) : null;
}

function nextPlace(key: string, at: number, count: number): number | null {
  if (key === 'ArrowRight' || key === 'ArrowDown') return Math.min(count - 1, at + 1);
  if (key === 'ArrowLeft' || key === 'ArrowUp') return Math.max(0, at - 1);
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return null;
}
