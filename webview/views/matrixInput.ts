import { hasPairs, type Emphasis } from '../../src/protocol.js';
import { placeOf } from '../matrix/axis.js';
import { moveCell } from '../matrix/gridKeys.js';
import { strongestPairs } from '../model/pairs.js';
import type { Panel } from '../panelContext.js';
import type { ActiveCell } from './activeCell.js';
import type { MatrixFrame } from './MatrixFrame.js';
import { cellTip, tokenTip } from './tipContent.js';

const nothing: Emphasis = { a: null, b: null };

/** Pointer: the crosshair follows it, a click goes to the tokens in their editors. */
export function attachPointer(panel: Panel, frame: MatrixFrame, active: ActiveCell): void {
  const { grid } = frame;
  grid.addEventListener('pointermove', (event) => {
    const tokens = frame.tokensAt(event);
    panel.link.point(tokens);
    if (!showCellTip(panel, frame, tokens)) showLabelTip(panel, event, tokens);
  });
  grid.addEventListener('pointerleave', () => {
    panel.link.point(nothing);
    panel.tip.hide();
  });
  grid.addEventListener('click', (event) => {
    const tokens = frame.tokensAt(event);
    reveal(panel, tokens);
    const { view } = panel.store.state;
    if (view && tokens.a !== null && tokens.b !== null) active.set(view, tokens.a, tokens.b);
  });
}

/** Keys: an ARIA grid. Focus starts at the strongest pair, or where it was left. */
export function attachKeyboard(panel: Panel, frame: MatrixFrame, active: ActiveCell): void {
  const { grid } = frame;
  const moveTo = (a: number, b: number) => {
    const { view } = panel.store.state;
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
    const { rows, columns } = drawing;
    const size = { rows: rows.order.length, columns: columns.order.length };
    const from = { row: placeOf(rows, cell.a) ?? 0, column: placeOf(columns, cell.b) ?? 0 };
    const to = moveCell(from, size, event.key, event.ctrlKey || event.metaKey);
    if (to) moveTo(rows.order[to.row] ?? 0, columns.order[to.column] ?? 0);
    else if (event.key === 'Enter') reveal(panel, cell);
    else if (event.key === 'Escape') panel.link.point(nothing);
    else return;
    event.preventDefault();
  });
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
  if (left && placeOf(rows, left.a) !== null && placeOf(columns, left.b) !== null) return left;
  if (hasPairs(view.explanation)) {
    const [strongest] = strongestPairs(view.explanation, 1, showSpecial);
    if (strongest) return strongest;
  }
  const [a, b] = [rows.order[0], columns.order[0]];
  return a === undefined || b === undefined ? null : { a, b };
}

function reveal({ host }: Panel, { a, b }: Emphasis): void {
  if (a !== null) host.send({ kind: 'reveal', side: 'a', token: a });
  if (b !== null) host.send({ kind: 'reveal', side: 'b', token: b });
}

function showCellTip(panel: Panel, frame: MatrixFrame, { a, b }: Emphasis): boolean {
  if (a === null || b === null) return false;
  const cell = frame.cellRect(a, b);
  if (!cell) return false;
  const beside = { left: cell.right, right: cell.right, top: cell.top, bottom: cell.bottom };
  panel.tip.show(beside, (view) => cellTip(panel, view, a, b));
  return true;
}

/** Over a label there is one token, and the pointer itself is the anchor. */
function showLabelTip(panel: Panel, event: PointerEvent, { a, b }: Emphasis): void {
  const token = a ?? b;
  if (token === null) {
    panel.tip.hide();
    return;
  }
  const { clientX: x, clientY: y } = event;
  const side = a === null ? 'b' : 'a';
  panel.tip.show({ left: x + 8, right: x, top: y, bottom: y + 8 }, (view) =>
    tokenTip(panel, view, side, token),
  );
}
