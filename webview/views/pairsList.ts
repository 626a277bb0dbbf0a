import { hasPairs, type Side } from '../../src/protocol.js';
import { h, uniqueId } from '../dom.js';
import { strongestPairs, type Pair, type PairsAmong } from '../../src/reading/pairs.js';
import { isSelected } from '../model/selection.js';
import { isUnfinished } from '../model/stage.js';
import { tokenNames } from '../model/tokenNames.js';
import type { Panel } from '../panelContext.js';
import { patchChildren } from '../patch.js';
import { reveal } from './revealTokens.js';
import { signClass } from './tipContent.js';
import { isSameWord, type ShownView } from '../model/shownView.js';

const FIRST = 10;
const MORE = 40;

/** The strongest pairs as a table: the matrix in words, and the way in for keyboard and reader. */
export function createPairsList(panel: Panel): HTMLElement {
  const { store, t } = panel;
  const title = uniqueId('pairs');
  const heading = h('h2', { id: title });
  const body = h('div', { class: 'pairs-body' });
  const more = h('button', { type: 'button', class: 'link-button' }, t('pairs.more'));
  let limit = FIRST;
  const draw = () => {
    const { view, selection } = store.state;
    const among = amongShown(panel);
    if (!view || !among) return;
    const { explanation } = view;
    heading.textContent = t(selection ? 'pairs.title.selected' : 'pairs.title');
    // One more than shown tells whether there are more.
    const pairs = hasPairs(explanation) ? strongestPairs(explanation, limit + 1, among) : [];
    // As long as pairs may come it keeps its room.
    const isComing = !hasPairs(explanation) && isUnfinished(explanation);
    more.hidden = pairs.length <= limit && !isComing;
    more.classList.toggle('invisible', isComing);
    const focused = focusedPair(body);
    patchChildren(body, [content(panel, view, pairs.slice(0, limit), among)]);
    keepFocus(body, focused);
    mark(body, store.state.emphasis);
  };
  more.addEventListener('click', () => {
    const next = limit;
    limit += MORE;
    draw();
    // The button may be gone: focus goes on with the first row it brought.
    body.querySelectorAll('tbody tr')[next]?.querySelector('button')?.focus();
  });
  attach(panel, body);
  store.watch(['view', 'showSpecial', 'filter', 'selection', 'focus'], draw);
  store.watch(['emphasis'], ({ emphasis }) => {
    mark(body, emphasis);
  });
  return h(
    'section',
    { class: 'pairs', 'aria-labelledby': title },
    heading,
    body,
    more,
    h('p', { class: 'dim note' }, t('pairs.same.note'), ' ', t('pairs.share.note')),
  );
}

/** Rows and columns on screen, without those that a selection leaves out. */
function amongShown({ store, arrangement }: Panel): PairsAmong | null {
  const shown = arrangement();
  const { selection } = store.state;
  if (!shown) return null;
  const inside = (tokens: readonly number[], side: Side) =>
    selection ? tokens.filter((token) => isSelected(selection, side, token)) : tokens;
  return {
    rows: inside(shown.rows, 'a'),
    columns: inside(shown.columns, 'b'),
    kept: shown.filtered?.kept,
  };
}

function content(
  panel: Panel,
  view: ShownView,
  pairs: readonly Pair[],
  among: PairsAmong,
): HTMLElement {
  const { t } = panel;
  const { explanation } = view;
  if (pairs.length > 0) {
    const largest = pairs[0]?.share ?? 1;
    return table(
      panel,
      pairs.map((pair) => row(panel, view, pair, largest)),
    );
  }
  if (hasPairs(explanation)) return h('p', {}, t('pairs.none'));
  if (!isUnfinished(explanation)) return h('p', { class: 'dim' }, t('matrix.notComputed'));
  const count = Math.min(FIRST, among.rows.length * among.columns.length);
  const rows = Array.from({ length: count }, emptyRow);
  const element = table(panel, rows);
  element.classList.add('pending-rows');
  // What is coming is said at the matrix.
  element.setAttribute('aria-hidden', 'true');
  return element;
}

/** Pointer, focus and clicks on rows: one listener each, for rows are rewritten. */
function attach(panel: Panel, body: HTMLElement): void {
  const { link } = panel;
  const point = ({ target }: Event) => {
    link.point(pairAtElement(target) ?? { a: null, b: null });
  };
  const leave = () => {
    link.point({ a: null, b: null });
  };
  body.addEventListener('pointerover', point);
  body.addEventListener('focusin', point);
  body.addEventListener('pointerleave', leave);
  body.addEventListener('focusout', leave);
  body.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('button[data-side]') : null;
    const pair = pairAtElement(button);
    if (!button || !pair) return;
    const isA = button.getAttribute('data-side') === 'a';
    reveal(panel, isA ? { a: pair.a, b: null } : { a: null, b: pair.b });
  });
}

function pairAtElement(target: EventTarget | null): { a: number; b: number } | null {
  const tr = target instanceof Element ? target.closest('tr[data-a]') : null;
  return tr && { a: Number(tr.getAttribute('data-a')), b: Number(tr.getAttribute('data-b')) };
}

/** How to find the focused button again; null when focus is elsewhere. */
function focusedPair(body: HTMLElement): string | null {
  const pair = body.contains(document.activeElement) ? pairAtElement(document.activeElement) : null;
  const side = document.activeElement?.getAttribute('data-side') ?? 'a';
  return pair && `tr[data-a="${String(pair.a)}"][data-b="${String(pair.b)}"] [data-side=${side}]`;
}

/** A pair that has got another rank takes the focus along. */
function keepFocus(body: HTMLElement, selector: string | null): void {
  const button = selector === null ? null : body.querySelector<HTMLElement>(selector);
  if (button && button !== document.activeElement) button.focus({ preventScroll: true });
}

function table({ t }: Panel, rows: readonly HTMLElement[]): HTMLElement {
  const head = (key: 'pairs.a' | 'pairs.b' | 'pairs.value' | 'pairs.share', className: string) =>
    h('th', { scope: 'col', class: className }, t(key));
  return h(
    'table',
    {},
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        head('pairs.a', 'left'),
        h('td', { class: 'link', 'aria-hidden': 'true' }),
        head('pairs.b', ''),
        head('pairs.value', 'number'),
        head('pairs.share', 'number'),
      ),
    ),
    h('tbody', {}, ...rows),
  );
}

/** As high as a row with a pair. */
function emptyRow(): HTMLElement {
  const bar = () => h('span', { class: 'token-button' }, '\u00a0');
  return h(
    'tr',
    {},
    h('td', { class: 'left' }, bar()),
    h('td', { class: 'link' }),
    h('td', {}, bar()),
    h('td', { class: 'number' }),
    h('td', { class: 'number share' }),
  );
}

function row(panel: Panel, view: ShownView, pair: Pair, largest: number): HTMLElement {
  const { format } = panel;
  const meter = h('span', { class: `meter ${pair.value < 0 ? 'negative' : 'positive'}` });
  meter.style.setProperty('width', `${String((pair.share / largest) * 100)}%`);
  return h(
    'tr',
    { 'data-a': String(pair.a), 'data-b': String(pair.b) },
    h('td', { class: 'left' }, tokenButton(panel, view, 'a', pair.a)),
    linkCell(panel, view, pair),
    h('td', {}, tokenButton(panel, view, 'b', pair.b)),
    h('td', { class: `number ${signClass(pair.value)}` }, format.signed(pair.value)),
    h(
      'td',
      { class: 'number share' },
      format.percent(pair.share),
      h('span', { class: 'meter-box', 'aria-hidden': 'true' }, meter),
    ),
  );
}

/** Between the two names: whether they are the same word. */
function linkCell({ t }: Panel, view: ShownView, { a, b }: Pair): HTMLElement {
  if (!isSameWord(view, a, b)) return h('td', { class: 'link', 'aria-hidden': 'true' }, '↔');
  return h(
    'td',
    { class: 'link same', title: t('pairs.same') },
    h('span', { 'aria-hidden': 'true' }, '='),
    h('span', { class: 'visually-hidden' }, t('pairs.same')),
  );
}

function tokenButton({ t }: Panel, view: ShownView, side: Side, token: number) {
  const name = tokenNames(view)[side][token] ?? '';
  const attributes = { type: 'button', class: 'token-button', 'data-side': side };
  return h('button', { ...attributes, title: t('pairs.reveal', name) }, h('bdi', {}, name));
}

function mark(body: HTMLElement, { a, b }: { a: number | null; b: number | null }): void {
  for (const element of body.querySelectorAll('tr[data-a]')) {
    const same = (name: string, token: number | null) =>
      token === null || element.getAttribute(name) === String(token);
    const active = (a !== null || b !== null) && same('data-a', a) && same('data-b', b);
    element.classList.toggle('emphasised', active);
  }
}
