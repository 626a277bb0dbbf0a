import type { Explanation } from '../../src/protocol.js';
import type { MatchSums } from '../../src/reading/matches.js';
import { h, icon, uniqueId } from '../dom.js';
import {
  DEFAULT_TOLERANCE,
  ledgerWarnings,
  referenceGap,
  terms,
  waterfall,
  type Bar,
  type Term,
  type Waterfall,
} from '../model/waterfall.js';
import type { ShownView } from '../model/shownView.js';
import type { Panel } from '../panelContext.js';
import { patchChildren } from '../patch.js';

const WARNING = 'M8 1.5 15 14H1L8 1.5ZM8 6v4M8 11.5v1';

/** The score as a running sum of the ledger's terms: bars, numbers, and what each term means. */
export function createLedger(panel: Panel): HTMLElement {
  const title = uniqueId('ledger');
  const body = h('div', {});
  const heading = h('h2', { id: title });
  const section = h('section', { class: 'ledger', 'aria-labelledby': title }, heading, body);
  /** The term that the line below the table explains; the summary when there is none. */
  let explained: string | null = null;
  const draw = () => {
    const { view } = panel.store.state;
    heading.textContent = panel.t(view?.contrast ? 'ledger.title.difference' : 'ledger.title');
    patchChildren(body, view ? contents(panel, view, explained) : []);
  };
  const explain = (term: string | null) => {
    if (term === explained) return;
    explained = term;
    draw();
  };
  body.addEventListener('pointerover', ({ target }) => {
    explain(termAt(target) ?? explained);
  });
  body.addEventListener('pointerleave', () => {
    explain(null);
  });
  body.addEventListener('focusin', ({ target }) => {
    explain(termAt(target));
  });
  body.addEventListener('focusout', () => {
    explain(null);
  });
  panel.store.watch(['view'], draw);
  return section;
}

/** Of a difference both explanations stand before it. */
const headings = (isDifference: boolean) =>
  isDifference
    ? (['ledger.term', 'compare.here', 'compare.there', 'compare.change', 'ledger.chart'] as const)
    : (['ledger.term', 'ledger.value', 'ledger.chart'] as const);

function termAt(target: EventTarget | null): string | null {
  const row = target instanceof Element ? target.closest('tr[data-term]') : null;
  return row?.getAttribute('data-term') ?? null;
}

function contents(
  panel: Panel,
  { explanation, matches, contrast }: ShownView,
  explained: string | null,
): Node[] {
  const { t } = panel;
  const { ledger, score } = explanation;
  const term = [...terms, 'score' as const].find((each) => each === explained);
  const overall = contrast ? t('compare.summary') : summary(panel, explanation);
  const text = term ? t(`ledger.${term}.why`) : overall;
  const falls = waterfall(ledger, score);
  const both = contrast && [contrast.one.explanation, contrast.other.explanation];
  const columns = (of: (explanation: Explanation) => number) =>
    (both ?? []).map((each) => panel.format.signed(of(each)));
  const rows = falls.bars.map((bar) =>
    termRow(
      panel,
      bar,
      falls,
      columns(({ ledger: own }) => own[bar.term]),
    ),
  );
  const table = h(
    'table',
    {},
    h(
      'thead',
      both ? {} : { class: 'visually-hidden' },
      h('tr', {}, ...headings(both !== null).map((key) => h('th', { scope: 'col' }, t(key)))),
    ),
    h('tbody', {}, ...rows),
    h(
      'tfoot',
      {},
      scoreRow(
        panel,
        score,
        falls,
        columns((each) => each.score),
      ),
    ),
  );
  return [
    table,
    h('p', { class: 'ledger-line' }, text),
    split(panel, matches.sums()),
    // Either explanation warns of itself.
    ...(contrast ? [] : warnings(panel, explanation)),
  ];
}

/** What of the pairs is between the same words; as long as nothing is known, its place. */
function split({ t, format }: Panel, sums: MatchSums | null): HTMLElement {
  const [same, meaning] = [format.signed(sums?.same ?? 0.1), format.signed(sums?.meaning ?? 0.1)];
  const attributes = sums
    ? { class: 'ledger-split dim' }
    : { class: 'ledger-split invisible', 'aria-hidden': 'true' };
  return h('p', attributes, t('ledger.split', same, meaning));
}

function summary({ t, format }: Panel, { ledger, score }: Explanation): string {
  return t(
    'ledger.summary',
    format.signed(ledger.pairs),
    format.plain(score),
    format.signed(referenceGap(ledger)),
    format.signed(ledger.residual),
  );
}

function termRow(
  panel: Panel,
  bar: Bar,
  falls: Waterfall,
  columns: readonly string[],
): HTMLElement {
  const reference = bar.term !== 'pairs' && bar.term !== 'residual';
  const sign = bar.value < 0 ? 'negative' : 'positive';
  const mark = h('span', {
    class: `bar ${sign} ${reference ? 'of-reference' : `of-${bar.term}`}`,
  });
  return row(
    panel,
    bar.term,
    [...columns, panel.format.signed(bar.value)],
    [place(mark, bar.from, bar.to), ...lines(falls)],
  );
}

function scoreRow(
  panel: Panel,
  score: number,
  falls: Waterfall,
  columns: readonly string[],
): HTMLElement {
  const mark = h('span', { class: 'bar of-score' });
  const { zero, score: end } = falls;
  const value = columns.length > 0 ? panel.format.signed(score) : panel.format.plain(score);
  return row(
    panel,
    'score',
    [...columns, value],
    [place(mark, Math.min(zero, end), Math.max(zero, end)), ...lines(falls)],
  );
}

function row(
  { t }: Panel,
  term: Term | 'score',
  values: readonly string[],
  chart: readonly Node[],
): HTMLElement {
  const why = t(`ledger.${term}.why`);
  const description = `why-${term}`;
  const name = h(
    'button',
    { type: 'button', class: 'term', 'aria-describedby': description },
    t(`ledger.${term}`),
  );
  return h(
    'tr',
    { title: why, 'data-term': term },
    h('th', { scope: 'row' }, name, h('span', { id: description, class: 'visually-hidden' }, why)),
    ...values.map((value, i) =>
      h('td', { class: i < values.length - 1 ? 'number dim' : 'number' }, value),
    ),
    h('td', { class: 'chart' }, h('div', { class: 'track', 'aria-hidden': 'true' }, ...chart)),
  );
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

function warnings(panel: Panel, explanation: Explanation): Node[] {
  const { t, format } = panel;
  const { ledger, score, stage, error, tolerance } = explanation;
  const found = ledgerWarnings(explanation);
  const bound = format.bound(tolerance ?? DEFAULT_TOLERANCE);
  // Until it is done its label says how exact it is.
  const isFinal = stage === 'done';
  const texts = [
    ...(found.residual && isFinal
      ? [t('ledger.warning.residual', format.signed(ledger.residual), bound)]
      : []),
    ...(found.row && isFinal ? [t('ledger.warning.row', format.error(error), bound)] : []),
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
