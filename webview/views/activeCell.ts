import { hasPairs } from '../../src/protocol.js';
import { h, uniqueId } from '../dom.js';
import { pairAt, totalSize } from '../../src/reading/pairs.js';
import { tokenNames } from '../model/tokenNames.js';
import type { Panel } from '../panelContext.js';
import { isSameWord, type ShownView } from '../model/shownView.js';

/** The one cell that the grid shows to assistive technology. */
export interface ActiveCell {
  /** Goes into the grid, out of sight. */
  element: HTMLElement;
  tokens(): { a: number; b: number } | null;
  /** Moves to another cell; null when there is none yet. Returns the cell's element id. */
  set(view: ShownView, a: number, b: number): string;
  /** Says what the same cell has in a view with better numbers. */
  refresh(view: ShownView): void;
  /** What it says. */
  text(): string;
  clear(): void;
}

/**
 * Two elements take turns, so that every move changes the id that aria-activedescendant names:
 * screen readers announce a new descendant, but not always a descendant's new text.
 */
export function createActiveCell({ t, format }: Panel): ActiveCell {
  const cells = [0, 1].map(() => h('div', { role: 'gridcell', id: uniqueId('cell') }));
  const rows = cells.map((cell) => h('div', { role: 'row' }, cell));
  const element = h('div', { class: 'visually-hidden', role: 'rowgroup' }, ...rows);
  let tokens: { a: number; b: number } | null = null;
  let turn = 0;
  const textOf = (view: ShownView, a: number, b: number): string => {
    const { explanation } = view;
    const names = tokenNames(view);
    const pair = [names.a[a] ?? '', names.b[b] ?? ''] as const;
    if (!hasPairs(explanation)) return t('matrix.cell.unknown', ...pair);
    const { value, share } = pairAt(explanation, totalSize(explanation.matrix), a, b);
    const part = t('matrix.share', format.percent(share));
    const said = t('matrix.cell', ...pair, format.signed(value), part);
    return isSameWord(view, a, b) ? t('matrix.cell.same', said) : said;
  };
  return {
    element,
    tokens: () => tokens,
    text: () => cells[turn]?.textContent ?? '',
    clear: () => {
      tokens = null;
    },
    set(view, a, b) {
      turn = 1 - turn;
      tokens = { a, b };
      const [row, cell] = [rows[turn], cells[turn]];
      if (!row || !cell) return '';
      row.setAttribute('aria-rowindex', String(a + 1));
      cell.setAttribute('aria-colindex', String(b + 1));
      cell.textContent = textOf(view, a, b);
      return cell.id;
    },
    refresh(view) {
      const cell = cells[turn];
      if (tokens && cell) cell.textContent = textOf(view, tokens.a, tokens.b);
    },
  };
}
