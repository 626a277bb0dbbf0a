import type { Emphasis } from '../../src/protocol.js';
import { blockBetween, sameSelection, type Selection } from '../model/selection.js';
import type { Panel } from '../panelContext.js';
import type { ActiveCell } from './activeCell.js';
import type { MatrixFrame } from './MatrixFrame.js';
import { showCellTip, showLabelTip } from './matrixTip.js';
import { zoomInto } from '../readingLevel.js';
import { reveal } from './revealTokens.js';
import { announceSelection } from './selectionLine.js';

const nothing: Emphasis = { a: null, b: null };

/** A press becomes a drag when the pointer has moved so far. */
const DRAG_FROM = 4;
/** Of a wheel's delta, what makes the matrix grow to e times its size. */
const WHEEL_UNIT = 300;

const LEFT = 0;
const MIDDLE = 1;

interface Press {
  a: number;
  b: number;
  x: number;
  y: number;
  dragged: boolean;
}

/**
 * The crosshair follows the pointer; a click goes to the tokens in their editors, on a label it
 * selects the row or column as well; a double click zooms into the units of a cell; dragging selects a
 * block, with the middle button it moves the matrix; the wheel scrolls, with Ctrl it zooms.
 */
export function attachPointer(panel: Panel, frame: MatrixFrame, active: ActiveCell): void {
  const { grid } = frame;
  const { store } = panel;
  let press: Press | null = null;
  let panning = false;
  const order = () => ({
    a: frame.drawing?.rows.order ?? [],
    b: frame.drawing?.columns.order ?? [],
  });
  const leave = () => {
    panel.link.point(nothing);
    panel.tip.hide();
  };

  grid.addEventListener('pointerdown', (event) => {
    const { a, b } = frame.tokensAt(event);
    panning = event.button === MIDDLE;
    press = null;
    if (panning) grid.setPointerCapture(event.pointerId);
    // Else the browser shows its own way to scroll.
    if (panning) event.preventDefault();
    if (event.button !== LEFT || a === null || b === null) return;
    press = { a, b, x: event.clientX, y: event.clientY, dragged: false };
  });
  grid.addEventListener('pointermove', (event) => {
    if (panning) {
      frame.panBy(-event.movementX, -event.movementY);
      return;
    }
    if (press) {
      const far = Math.hypot(event.clientX - press.x, event.clientY - press.y) >= DRAG_FROM;
      if (far && !press.dragged) {
        press.dragged = true;
        grid.setPointerCapture(event.pointerId);
        leave();
      }
      const cell = press.dragged ? frame.cellNear(event) : null;
      if (cell) store.update({ selection: blockBetween(order(), press, cell) });
      if (press.dragged) return;
    }
    const tokens = frame.tokensAt(event);
    panel.link.point(tokens);
    if (!showCellTip(panel, frame, tokens)) showLabelTip(panel, event, tokens);
  });
  const end = () => {
    panning = false;
    if (press?.dragged) announceSelection(panel);
  };
  grid.addEventListener('pointerup', end);
  grid.addEventListener('pointercancel', () => {
    end();
    press = null;
  });
  grid.addEventListener('pointerleave', leave);
  grid.addEventListener('click', (event) => {
    // A drag ends with a click, too.
    if (press?.dragged) {
      press = null;
      return;
    }
    const { a, b } = frame.tokensAt(event);
    const { view } = store.state;
    if (!view || (a === null && b === null)) return;
    if (a !== null && b !== null) {
      const from = active.tokens();
      if (event.shiftKey && from) {
        store.update({ selection: blockBetween(order(), from, { a, b }) });
      }
      active.set(view, a, b);
    } else {
      toggle(panel, a === null ? { a: null, b: [b ?? 0] } : { a: [a], b: null });
    }
    reveal(panel, { a, b });
  });
  grid.addEventListener('dblclick', (event) => {
    const { a, b } = frame.tokensAt(event);
    const { view } = store.state;
    // At the finest level there is nothing to zoom into.
    if (!view || a === null || b === null || view.level === view.levels[0]) return;
    zoomInto(panel, { a: [a], b: [b] });
  });
  grid.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1;
      frame.zoomBy(Math.exp((-event.deltaY * lines) / WHEEL_UNIT), event);
    },
    { passive: false },
  );
}

/** Selects, or gives up what is selected already. */
function toggle(panel: Panel, selection: Selection): void {
  const isSame = sameSelection(panel.store.state.selection, selection);
  panel.store.update({ selection: isSame ? null : selection });
  announceSelection(panel);
}
