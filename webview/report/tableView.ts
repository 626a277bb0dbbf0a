import {
  type Cell,
  type Column,
  type ReportText,
  type Table,
  type TableRow,
  cellValue,
  numberText,
  spreadText,
  tableCsv,
} from '../../src/protocol.js';
import { h } from '../dom.js';
import type { ReportContext } from './mountReport.js';
import { textList } from './textList.js';

/** Rows that are shown at first. */
const SHOWN = 25;

/** A table that can be sorted by any column, with the texts behind each row and a way to keep it. */
export function tableView(
  study: string,
  table: Table,
  texts: readonly ReportText[],
  context: ReportContext,
): HTMLElement {
  const { t, host } = context;
  const { columns } = table;
  const csv = h(
    'button',
    { class: 'button secondary', type: 'button', title: t('report.csv.tip') },
    t('report.csv'),
  );
  csv.addEventListener('click', () => {
    host.save(`${study}-${table.id}.csv`, tableCsv(table, [...texts]));
  });
  const hasTexts = table.rows.some((row) => row.texts.length > 0);
  const body = h('tbody', {});
  let order: { readonly column: number; readonly descending: boolean } | null = null;
  let all = false;
  const heads = columns.map((column, i) =>
    headCell(column, () => sort(i), t('report.sort', column.title)),
  );
  const more = h('button', { class: 'link-button', type: 'button' });
  more.addEventListener('click', () => {
    all = true;
    fill();
  });

  function sort(column: number): void {
    order = { column, descending: order?.column === column ? !order.descending : true };
    heads.forEach((head, i) => {
      if (i === column) {
        head.setAttribute('aria-sort', order?.descending ? 'descending' : 'ascending');
      } else head.removeAttribute('aria-sort');
    });
    fill();
  }

  function fill(): void {
    const rows = sorted(table.rows, order);
    const shown = all ? rows : rows.slice(0, SHOWN);
    body.replaceChildren(
      ...shown.flatMap((row) => rowView(row, columns, hasTexts, texts, context)),
    );
    more.hidden = shown.length === rows.length;
    more.textContent = t('report.more', rows.length);
  }

  fill();
  const defined = columns.filter(({ definition }) => definition !== undefined);
  return h(
    'section',
    { class: 'table' },
    h('div', { class: 'section-heading' }, h('h2', {}, table.title), csv),
    h('p', { class: 'dim' }, table.caption),
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': table.title },
      h(
        'table',
        {},
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ...(hasTexts ? [h('th', { scope: 'col' }, t('report.texts'))] : []),
            ...heads,
          ),
        ),
        body,
      ),
    ),
    more,
    h(
      'details',
      { hidden: defined.length === 0 },
      h('summary', {}, t('report.columns')),
      h(
        'dl',
        {},
        ...defined.flatMap(({ title, definition = '' }) => [
          h('dt', {}, title),
          h('dd', {}, definition),
        ]),
      ),
    ),
  );
}

function headCell(column: Column, sort: () => void, label: string): HTMLElement {
  const button = h(
    'button',
    {
      type: 'button',
      'aria-label': label,
      ...(column.definition === undefined ? {} : { title: column.definition }),
    },
    column.title,
  );
  button.addEventListener('click', sort);
  return h('th', { scope: 'col', class: column.kind === 'text' ? 'words' : 'number' }, button);
}

function sorted(
  rows: readonly TableRow[],
  order: { readonly column: number; readonly descending: boolean } | null,
): readonly TableRow[] {
  if (!order) return rows;
  const { column, descending } = order;
  const sign = descending ? -1 : 1;
  return [...rows].sort((x, y) => {
    const [p, q] = [cellValue(x.cells[column] ?? null), cellValue(y.cells[column] ?? null)];
    // What is missing stays at the end, whichever way.
    if (p === null || q === null) return Number(p === null) - Number(q === null);
    if (typeof p === 'number' && typeof q === 'number') return sign * (p - q);
    return sign * String(p).localeCompare(String(q));
  });
}

function rowView(
  row: TableRow,
  columns: readonly Column[],
  hasTexts: boolean,
  texts: readonly ReportText[],
  context: ReportContext,
): HTMLElement[] {
  const cells = row.cells.map((cell, i) => cellView(cell, columns[i]?.kind ?? 'text'));
  if (!hasTexts) return [h('tr', {}, ...cells)];
  const behind = h('tr', { class: 'behind', hidden: true });
  const toggle = h(
    'button',
    {
      class: 'link-button',
      type: 'button',
      'aria-expanded': 'false',
      title: context.t('report.texts.tip'),
      hidden: row.texts.length === 0,
    },
    String(row.texts.length),
  );
  toggle.addEventListener('click', () => {
    if (behind.childElementCount === 0) {
      const list = textList(row.texts, texts, context);
      behind.append(h('td', { colspan: String(columns.length + 1) }, list));
    }
    behind.hidden = !behind.hidden;
    toggle.setAttribute('aria-expanded', String(!behind.hidden));
  });
  return [h('tr', {}, h('td', { class: 'number' }, toggle), ...cells), behind];
}

function cellView(cell: Cell, kind: Column['kind']): HTMLElement {
  if (cell === null) return h('td', { class: 'dim number' }, '–');
  if (typeof cell === 'string') return h('td', { class: 'words' }, cell);
  if (typeof cell === 'number') return h('td', { class: 'number' }, numberText(cell, kind));
  return h(
    'td',
    { class: 'number' },
    h('span', { class: 'value' }, numberText(cell.value, kind)),
    h('span', { class: 'spread dim' }, spreadText(cell, kind).join(' ')),
  );
}
