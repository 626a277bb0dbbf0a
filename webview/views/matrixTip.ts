import type { Emphasis } from '../../src/protocol.js';
import type { Panel } from '../panelContext.js';
import type { MatrixFrame } from './MatrixFrame.js';
import { cellTip, tokenTip } from './tipContent.js';

/** Shows value and share of a cell beside it; false where there is none. */
export function showCellTip(panel: Panel, frame: MatrixFrame, { a, b }: Emphasis): boolean {
  if (a === null || b === null) return false;
  const beside = () => {
    const cell = frame.cellRect(a, b);
    return cell && { left: cell.right, right: cell.right, top: cell.top, bottom: cell.bottom };
  };
  if (!beside()) return false;
  panel.tip.show(beside, (view) => cellTip(panel, view, a, b));
  return true;
}

/** Over a label there is one token, and the pointer itself is the anchor. */
export function showLabelTip(panel: Panel, event: PointerEvent, { a, b }: Emphasis): void {
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
