import type { ExplanationView, Side } from '../../src/protocol.js';
import { h, uniqueId } from '../dom.js';
import { strongestPairs, type Pair } from '../model/pairs.js';
import { tokenNames } from '../model/tokenNames.js';
import type { Panel } from '../panelContext.js';
import { signClass } from './tipContent.js';

const FIRST = 10;
const MORE = 40;

/** The strongest pairs as a table: the matrix in words, and the way in for keyboard and reader. */
export function createPairsList(panel: Panel): HTMLElement {
  const { store, t } = panel;
  const title = uniqueId('pairs');
  const body = h('div', {});
  const more = h('button', { type: 'button', class: 'link-button' }, t('pairs.more'));
  let limit = FIRST;
  const draw = () => {
    const { view, showSpecial } = store.state;
    if (!view) return;
    // One more than shown tells whether there are more.
    const pairs = strongestPairs(view.explanation, limit + 1, showSpecial);
    more.hidden = pairs.length <= limit;
    body.replaceChildren(
      pairs.length > 0 ? table(panel, view, pairs.slice(0, limit)) : h('p', {}, t('pairs.none')),
    );
    mark(body, store.state.emphasis);
  };
  more.addEventListener('click', () => {
    const next = limit;
    limit += MORE;
    draw();
    // The button may be gone: focus goes on with the first row it brought.
    body.querySelectorAll('tbody tr')[next]?.querySelector('button')?.focus();
  });
  store.watch(['view', 'showSpecial'], draw);
  store.watch(['emphasis'], ({ emphasis }) => {
    mark(body, emphasis);
  });
  return h(
    'section',
    { class: 'pairs', 'aria-labelledby': title },
    h('h2', { id: title }, t('pairs.title')),
    body,
    more,
    h('p', { class: 'dim note' }, t('pairs.share.note')),
  );
}

function table(panel: Panel, view: ExplanationView, pairs: readonly Pair[]): HTMLElement {
  const { t, link } = panel;
  const largest = pairs[0]?.share ?? 1;
  const head = (key: 'pairs.a' | 'pairs.b' | 'pairs.value' | 'pairs.share', className: string) =>
    h('th', { scope: 'col', class: className }, t(key));
  const element = h(
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
    h('tbody', {}, ...pairs.map((pair) => row(panel, view, pair, largest))),
  );
  const leave = () => {
    link.point({ a: null, b: null });
  };
  element.addEventListener('pointerleave', leave);
  element.addEventListener('focusout', leave);
  return element;
}

function row(panel: Panel, view: ExplanationView, pair: Pair, largest: number): HTMLElement {
  const { format, link } = panel;
  const meter = h('span', { class: `meter ${pair.value < 0 ? 'negative' : 'positive'}` });
  meter.style.setProperty('width', `${String((pair.share / largest) * 100)}%`);
  const tr = h(
    'tr',
    { 'data-a': String(pair.a), 'data-b': String(pair.b) },
    h('td', { class: 'left' }, tokenButton(panel, view, 'a', pair.a)),
    h('td', { class: 'link', 'aria-hidden': 'true' }, '↔'),
    h('td', {}, tokenButton(panel, view, 'b', pair.b)),
    h('td', { class: `number ${signClass(pair.value)}` }, format.signed(pair.value)),
    h(
      'td',
      { class: 'number share' },
      format.percent(pair.share),
      h('span', { class: 'meter-box', 'aria-hidden': 'true' }, meter),
    ),
  );
  const point = () => {
    link.point({ a: pair.a, b: pair.b });
  };
  tr.addEventListener('pointerenter', point);
  tr.addEventListener('focusin', point);
  return tr;
}

function tokenButton({ t, host }: Panel, view: ExplanationView, side: Side, token: number) {
  const name = tokenNames(view)[side][token] ?? '';
  const button = h(
    'button',
    { type: 'button', class: 'token-button', title: t('pairs.reveal', name) },
    h('bdi', {}, name),
  );
  button.addEventListener('click', () => {
    host.send({ kind: 'reveal', side, token });
  });
  return button;
}

function mark(body: HTMLElement, { a, b }: { a: number | null; b: number | null }): void {
  for (const element of body.querySelectorAll('tr[data-a]')) {
    const same = (name: string, token: number | null) =>
      token === null || element.getAttribute(name) === String(token);
    const active = (a !== null || b !== null) && same('data-a', a) && same('data-b', b);
    element.classList.toggle('emphasised', active);
  }
}
