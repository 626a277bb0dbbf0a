import { hasPairs } from '../../src/protocol.js';
import { h } from '../dom.js';
import { isFiltering, noFilter, type PairFilter } from '../model/pairFilter.js';
import { totalSize } from '../../src/reading/pairs.js';
import type { Panel } from '../panelContext.js';
import { choice } from './field.js';

/** How many pairs may be asked for; the value of the list's first entry stands for all. */
const TOPS = [10, 25, 50, 100, 250] as const;

/** Which pairs are shown and how rows and columns follow each other. */
export function createMatrixControls(panel: Panel): HTMLElement {
  const { store, t, format } = panel;
  const change = (part: Partial<PairFilter>) => {
    store.update({ filter: { ...store.state.filter, ...part } });
  };
  const top = choice(
    t('filter.top'),
    [
      ['all', t('filter.top.all')],
      ...TOPS.map((n) => [String(n), t('filter.top.some', format.integer(n))] as const),
    ],
    (value) => {
      change({ top: value === 'all' ? null : Number(value) });
    },
  );
  const sign = choice(
    t('filter.sign'),
    [
      ['all', t('filter.sign.all')],
      ['for', t('filter.sign.for')],
      ['against', t('filter.sign.against')],
    ],
    (value) => {
      change({ sign: value });
    },
  );
  const kind = choice(
    t('filter.kind'),
    [
      ['all', t('filter.kind.all')],
      ['same', t('filter.kind.same')],
      ['meaning', t('filter.kind.meaning')],
    ],
    (value) => {
      change({ kind: value });
    },
  );
  const least = h('input', { type: 'range', min: '0', max: '1', step: '0.01', class: 'slider' });
  const bound = h('output', { class: 'number' });
  least.addEventListener('input', () => {
    change({ least: Number(least.value) });
  });
  const order = choice(
    t('order.title'),
    [
      ['text', t('order.text')],
      ['strength', t('order.strength')],
    ],
    (value) => {
      store.update({ order: value });
    },
  );
  const count = h('span', { class: 'dim' });
  const clear = h('button', { type: 'button', class: 'link-button' }, t('filter.clear'));
  clear.addEventListener('click', () => {
    store.update({ filter: noFilter });
    top.select.focus();
  });
  const state = h('span', { class: 'filter-state' }, count, ' ', clear);
  store.watch(['view', 'filter', 'order', 'showSpecial', 'focus'], () => {
    const { view, filter } = store.state;
    top.set(filter.top === null ? 'all' : String(filter.top));
    sign.set(filter.sign);
    kind.set(filter.kind);
    order.set(store.state.order);
    least.value = String(filter.least);
    bound.textContent = format.percent(filter.least);
    const filtered = panel.arrangement()?.filtered;
    state.hidden = !isFiltering(filter);
    if (!filtered || !view || !hasPairs(view.explanation)) return;
    const total = totalSize(view.explanation.matrix);
    count.textContent = t(
      'filter.count',
      format.integer(filtered.count),
      format.integer(filtered.of),
      format.signed(filtered.sum),
      format.percent(total > 0 ? filtered.size / total : 0),
    );
  });
  return h(
    'div',
    { class: 'matrix-controls', role: 'group', 'aria-label': t('filter.title') },
    top.element,
    sign.element,
    kind.element,
    h('label', { class: 'field' }, h('span', { class: 'dim' }, t('filter.least')), least, bound),
    order.element,
    state,
  );
}
