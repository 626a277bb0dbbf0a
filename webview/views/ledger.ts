import type { ExplanationView } from '../../src/protocol.js';
import { h, icon, uniqueId } from '../dom.js';
import {
  DEFAULT_TOLERANCE,
  ledgerWarnings,
  referenceGap,
  waterfall,
  type Bar,
  type Term,
  type Waterfall,
} from '../model/waterfall.js';
import type { Panel } from '../panelContext.js';

const WARNING = 'M8 1.5 15 14H1L8 1.5ZM8 6v4M8 11.5v1';

/** The score as a running sum of the ledger's terms: bars, numbers, and what each term means. */
export function createLedger(panel: Panel): HTMLElement {
  const title = uniqueId('ledger');
  const body = h('div', {});
  const section = h(
    'section',
    { class: 'ledger', 'aria-labelledby': title },
    h('h2', { id: title }, panel.t('ledger.title')),
    body,
  );
  panel.store.watch(['view'], ({ view }) => {
    body.replaceChildren(...(view ? contents(panel, view) : []));
  });
  return section;
}

function contents(panel: Panel, { explanation }: ExplanationView): Node[] {
  const { t, format } = panel;
  const { ledger, score } = explanation;
  const summary = t(
    'ledger.summary',
    format.signed(ledger.pairs),
    format.plain(score),
    format.signed(referenceGap(ledger)),
    format.signed(ledger.residual),
  );
  const line = h('p', { class: 'ledger-line' }, summary);
  const explain = (text: string | null) => {
    line.textContent = text ?? summary;
  };
  const falls = waterfall(ledger, score);
  const rows = falls.bars.map((bar) => termRow(panel, bar, falls, explain));
  const table = h(
    'table',
    {},
    h(
      'thead',
      { class: 'visually-hidden' },
      h(
        'tr',
        {},
        ...(['ledger.term', 'ledger.value', 'ledger.chart'] as const).map((key) =>
          h('th', { scope: 'col' }, t(key)),
        ),
      ),
    ),
    h('tbody', {}, ...rows),
    h('tfoot', {}, scoreRow(panel, score, falls, explain)),
  );
  table.addEventListener('pointerleave', () => {
    explain(null);
  });
  return [table, line, ...warnings(panel, explanation)];
}

function termRow(
  panel: Panel,
  bar: Bar,
  falls: Waterfall,
  explain: (text: string | null) => void,
): HTMLElement {
  const reference = bar.term !== 'pairs' && bar.term !== 'residual';
  const sign = bar.value < 0 ? 'negative' : 'positive';
  const mark = h('span', {
    class: `bar ${sign} ${reference ? 'of-reference' : `of-${bar.term}`}`,
  });
  return row(panel, bar.term, panel.format.signed(bar.value), explain, [
    place(mark, bar.from, bar.to),
    ...lines(falls),
  ]);
}

function scoreRow(
  panel: Panel,
  score: number,
  falls: Waterfall,
  explain: (text: string | null) => void,
): HTMLElement {
  const mark = h('span', { class: 'bar of-score' });
  const { zero, score: end } = falls;
  return row(panel, 'score', panel.format.plain(score), explain, [
    place(mark, Math.min(zero, end), Math.max(zero, end)),
    ...lines(falls),
  ]);
}

function row(
  { t }: Panel,
  term: Term | 'score',
  value: string,
  explain: (text: string | null) => void,
  chart: readonly Node[],
): HTMLElement {
  const why = t(`ledger.${term}.why`);
  const description = uniqueId('why');
  const name = h(
    'button',
    { type: 'button', class: 'term', 'aria-describedby': description },
    t(`ledger.${term}`),
  );
  const tr = h(
    'tr',
    { title: why },
    h('th', { scope: 'row' }, name, h('span', { id: description, class: 'visually-hidden' }, why)),
    h('td', { class: 'number' }, value),
    h('td', { class: 'chart' }, h('div', { class: 'track', 'aria-hidden': 'true' }, ...chart)),
  );
  tr.addEventListener('pointerenter', () => {
    explain(why);
  });
  name.addEventListener('focus', () => {
    explain(why);
  });
  name.addEventListener('blur', () => {
    explain(null);
  });
  return tr;
}

const lines = ({ zero, score }: Waterfall): Node[] => [
  place(h('span', { class: 'line zero' }), zero, zero),
  place(h('span', { class: 'line end' }), score, score),
];

function place(element: HTMLElement, from: number, to: number): HTMLElement {
  element.style.setProperty('left', `${String(from * 100)}%`);
  element.style.setProperty('width', `${String((to - from) * 100)}%`);
  return element;
}

function warnings(panel: Panel, explanation: ExplanationView['explanation']): Node[] {
  const { t, format } = panel;
  const { ledger, score, tolerance } = explanation;
  const found = ledgerWarnings(ledger, tolerance);
  const texts = [
    ...(found.residual
      ? [
          t(
            'ledger.warning.residual',
            format.signed(ledger.residual),
            format.bound(tolerance ?? DEFAULT_TOLERANCE),
          ),
        ]
      : []),
    ...(found.gap
      ? [
          t(
            'ledger.warning.gap',
            format.signed(referenceGap(ledger)),
            format.signed(ledger.pairs),
            format.plain(score),
          ),
        ]
      : []),
  ];
  return texts.map((text) =>
    h(
      'div',
      { class: 'notice warning', role: 'note', 'aria-label': t('ledger.warning') },
      icon(WARNING),
      h('p', {}, text),
    ),
  );
}
