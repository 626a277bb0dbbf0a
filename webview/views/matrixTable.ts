import { hasPairs } from '../../src/protocol.js';
import { h } from '../dom.js';
import { isSameWord } from '../model/shownView.js';
import { tokenNames } from '../model/tokenNames.js';
import type { Panel } from '../panelContext.js';

/** More cells are more than anyone reads, and slow to make. */
const MOST_CELLS = 3000;

/** What is shown of the matrix as a plain table, for those who do not read pictures. */
export function matrixTable({ store, arrangement, t, format }: Panel): HTMLElement | null {
  const { view } = store.state;
  const shown = arrangement();
  if (!view || !shown || !hasPairs(view.explanation)) return null;
  const { rows, columns, filtered } = shown;
  if (rows.length * columns.length > MOST_CELLS) {
    return h('p', { class: 'dim' }, t('table.large', format.integer(MOST_CELLS)));
  }
  const { matrix, tokensB } = view.explanation;
  const names = tokenNames(view);
  const cell = (row: number, column: number): HTMLElement => {
    const k = row * tokensB.length + column;
    if (filtered && filtered.kept[k] !== 1) return h('td', {});
    const value = format.signed(matrix[k] ?? 0);
    const isSame = isSameWord(view, row, column);
    return h('td', { class: 'number' }, isSame ? `${value} =` : value);
  };
  return h(
    'div',
    { class: 'matrix-table', tabindex: '0', role: 'region', 'aria-label': t('matrix.label') },
    h(
      'table',
      {},
      h('caption', { class: 'dim' }, t('table.caption')),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('td', {}),
          ...columns.map((column) =>
            h('th', { scope: 'col' }, h('bdi', { class: 'name' }, names.b[column] ?? '')),
          ),
        ),
      ),
      h(
        'tbody',
        {},
        ...rows.map((row) =>
          h(
            'tr',
            {},
            h('th', { scope: 'row' }, h('bdi', { class: 'name' }, names.a[row] ?? '')),
            ...columns.map((column) => cell(row, column)),
          ),
        ),
      ),
    ),
  );
}
