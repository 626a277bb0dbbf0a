import { hasPairs, type Emphasis } from '../../src/protocol.js';
import { placeOf } from '../matrix/axis.js';
import { moveCell } from '../matrix/gridKeys.js';
import { pairsOf, strongestPairs } from '../../src/reading/pairs.js';
import { blockBetween, type Selection } from '../model/selection.js';
import type { Panel } from '../panelContext.js';
import { leaveFocus, zoomInto } from '../readingLevel.js';
import type { ActiveCell } from './activeCell.js';
import type { MatrixFrame } from './MatrixFrame.js';
import { showCellTip } from './matrixTip.js';
import { reveal } from './revealTokens.js';
import { announceSelection } from './selectionLine.js';

const nothing: Emphasis = { a: null, b: null };
const ZOOM_STEP = 1.5;

/**
 * Keys of an ARIA grid. Focus starts at the strongest pair, or where it was left; with Shift the
 * arrow keys select a block, Shift+Space selects the row, Ctrl+Space the column.
 */
export function attachKeyboard(panel: Panel, frame: MatrixFrame, active: ActiveCell): void {
  const { grid } = frame;
  const { store } = panel;
  /** Where a block that is being selected begins. */
  let anchor: { a: number; b: number } | null = null;
  const select = (selection: Selection | null) => {
    store.update({ selection });
    announceSelection(panel);
  };
  const moveTo = (a: number, b: number) => {
    const { view } = store.state;
    if (!view) return;
    grid.setAttribute('aria-activedescendant', active.set(view, a, b));
    frame.reveal(a, b);
    panel.link.point({ a, b });
    showCellTip(panel, frame, { a, b });
  };
  grid.addEventListener('focus', () => {
    if (!grid.matches(':focus-visible')) return;
    const start = startCell(panel, frame, active);
    if (start) moveTo(start.a, start.b);
  });
  grid.addEventListener('blur', () => {
    panel.link.point(nothing);
    panel.tip.hide();
  });
  grid.addEventListener('keydown', (event) => {
    const { drawing } = frame;
    const cell = active.tokens() ?? startCell(panel, frame, active);
    if (!drawing || !cell) return;
    const { key, shiftKey } = event;
    const control = event.ctrlKey || event.metaKey;
    const { rows, columns } = drawing;
    const size = { rows: rows.order.length, columns: columns.order.length };
    const from = { row: placeOf(rows, cell.a) ?? 0, column: placeOf(columns, cell.b) ?? 0 };
    const to = moveCell(from, size, key, control);
    if (to) {
      const next = { a: rows.order[to.row] ?? 0, b: columns.order[to.column] ?? 0 };
      anchor = shiftKey ? (anchor ?? cell) : null;
      moveTo(next.a, next.b);
      if (anchor) select(blockBetween({ a: rows.order, b: columns.order }, anchor, next));
    } else if (key === ' ' && shiftKey) select({ a: [cell.a], b: null });
    else if (key === ' ' && control) select({ a: null, b: [cell.b] });
    else if (key === ' ') select({ a: [cell.a], b: [cell.b] });
    else if (key === 'Enter') reveal(panel, cell);
    else if (key === 'z' && !control) {
      zoomInto(panel, store.state.selection ?? { a: [cell.a], b: [cell.b] });
    } else if (key === 'Escape') {
      const { focus } = store.state;
      if (store.state.selection) select(null);
      else if (focus.a !== null || focus.b !== null) leaveFocus(panel);
      else panel.link.point(nothing);
    } else if (!zoomByKey(frame, key, control)) return;
    event.preventDefault();
  });
}

function zoomByKey(frame: MatrixFrame, key: string, control: boolean): boolean {
  // With Ctrl these are VS Code's own zoom.
  if (control) return false;
  if (key === '+' || key === '=') frame.zoomBy(ZOOM_STEP);
  else if (key === '-') frame.zoomBy(1 / ZOOM_STEP);
  else if (key === '0') frame.zoomBy(0);
  else return false;
  return true;
}

function startCell(
  { store }: Panel,
  { drawing }: MatrixFrame,
  active: ActiveCell,
): { a: number; b: number } | null {
  const { view, showSpecial } = store.state;
  const left = active.tokens();
  if (!view || !drawing) return null;
  const { rows, columns } = drawing;
  const isShown = ({ a, b }: { a: number; b: number }) =>
    placeOf(rows, a) !== null && placeOf(columns, b) !== null;
  if (left && isShown(left)) return left;
  if (hasPairs(view.explanation)) {
    const [strongest] = strongestPairs(view.explanation, 1, pairsOf(view.explanation, showSpecial));
    if (strongest && isShown(strongest)) return strongest;
  }
  const [a, b] = [rows.order[0], columns.order[0]];
  return a === undefined || b === undefined ? null : { a, b };
}
