import type { Explanation } from '../../src/protocol.js';
import type { Arrangement } from '../model/arrangement.js';
import type { Axis, Run } from './axis.js';
import { inkOn, type ColourScale } from './colourScale.js';
import { SNAPPED_FROM } from './layout.js';
import type { MatrixTheme } from './theme.js';

/**
 * What is shown of the matrix as a picture of one pixel a cell, in the order of its rows and columns;
 * drawn enlarged, it is the heatmap. Cells that are not known, or filtered out, look as if nothing
 * were there.
 */
export function createBitmap(
  { matrix, tokensB }: Explanation,
  { rows, columns, filtered }: Arrangement,
  scale: ColourScale,
): HTMLCanvasElement {
  const bitmap = document.createElement('canvas');
  bitmap.width = Math.max(1, columns.length);
  bitmap.height = Math.max(1, rows.length);
  const context = bitmap.getContext('2d');
  if (!context || rows.length * columns.length === 0) return bitmap;
  const image = context.createImageData(bitmap.width, bitmap.height);
  const pixels = new Uint32Array(image.data.buffer).fill(scale.packed(0));
  if (matrix !== null) {
    let at = 0;
    for (const row of rows) {
      const first = row * tokensB.length;
      for (const column of columns) {
        const k = first + column;
        if (!filtered || filtered.kept[k] === 1) pixels[at] = scale.packed(matrix[k] ?? 0);
        at++;
      }
    }
  }
  context.putImageData(image, 0, 0);
  return bitmap;
}

/** The part of the matrix in view: both axes, and where their origins are on the canvas. */
export interface Window {
  rows: Axis;
  columns: Axis;
  x: number;
  y: number;
  /** Device pixels a point. */
  ratio: number;
  /** Of the canvas, in CSS pixels. */
  width: number;
  height: number;
  /** Top left of the area that cells may be drawn on. */
  left: number;
  top: number;
}

export interface CellPainter {
  bitmap: HTMLCanvasElement;
  explanation: Explanation;
  arrangement: Arrangement;
  scale: ColourScale;
  theme: MatrixTheme;
  format: (value: number) => string;
  /** Whether the tokens of a cell are the same word. */
  isSame: (row: number, column: number) => boolean;
}

/** Cells of less than this part of the cap are not worth a mark. */
const SAME_FROM = 0.05;

/** From this cell size on a mark fits, a number can be read. */
const MARK_FROM = 6;
const NUMBER_FROM = { width: 40, height: 18 };
/** Numbers that would read ±0.00 are left out. */
const SHOWN_FROM = 0.005;

/** Draws the cells in view. Cost: one image per run pair, plus lines and marks of visible cells. */
export function paintCells(
  context: CanvasRenderingContext2D,
  view: Window,
  painter: CellPainter,
): void {
  context.save();
  context.beginPath();
  context.rect(view.left, view.top, view.width - view.left, view.height - view.top);
  context.clip();
  context.imageSmoothingEnabled = false;
  for (const rows of view.rows.runs) {
    for (const columns of view.columns.runs) paintBlock(context, view, painter, rows, columns);
  }
  if (Math.min(view.rows.cell, view.columns.cell) >= SNAPPED_FROM) {
    paintLines(context, view, painter);
  }
  if (Math.min(view.rows.cell, view.columns.cell) >= MARK_FROM) paintMarks(context, view, painter);
  context.restore();
}

function paintBlock(
  context: CanvasRenderingContext2D,
  { rows, columns, x, y }: Window,
  { bitmap }: CellPainter,
  down: Run,
  across: Run,
): void {
  const width = across.to - across.from;
  const height = down.to - down.from;
  context.drawImage(
    bitmap,
    across.from,
    down.from,
    width,
    height,
    x + (columns.starts[across.from] ?? 0),
    y + (rows.starts[down.from] ?? 0),
    width * columns.cell,
    height * rows.cell,
  );
}

/** The places of an axis that are on the canvas. */
function* visible(axis: Axis, origin: number, from: number, to: number): Generator<number> {
  for (let place = 0; place < axis.order.length; place++) {
    const start = origin + (axis.starts[place] ?? 0);
    if (start > to) return;
    if (start + axis.cell >= from) yield place;
  }
}

function paintLines(context: CanvasRenderingContext2D, view: Window, { theme }: CellPainter): void {
  const { rows, columns, x, y } = view;
  const line = 1 / view.ratio;
  context.fillStyle = theme.background;
  for (const place of visible(columns, x, view.left, view.width)) {
    const end = x + (columns.starts[place] ?? 0) + columns.cell;
    context.fillRect(end - line, y, line, rows.length);
  }
  for (const place of visible(rows, y, view.top, view.height)) {
    const end = y + (rows.starts[place] ?? 0) + rows.cell;
    context.fillRect(x, end - line, columns.length, line);
  }
}

/**
 * Numbers in large cells, the upper right corner of capped ones, the lower left one of pairs of the same
 * word, a dash on negative ones in high contrast.
 */
function paintMarks(context: CanvasRenderingContext2D, view: Window, painter: CellPainter): void {
  const { rows, columns, x, y } = view;
  const { explanation, arrangement, scale, theme, format } = painter;
  const { matrix, tokensB } = explanation;
  const { filtered } = arrangement;
  if (matrix === null) return;
  const numbers = columns.cell >= NUMBER_FROM.width && rows.cell >= NUMBER_FROM.height;
  context.font = theme.valueFont;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const across = [...visible(columns, x, view.left, view.width)];
  for (const row of visible(rows, y, view.top, view.height)) {
    const first = (rows.order[row] ?? 0) * tokensB.length;
    for (const column of across) {
      const k = first + (columns.order[column] ?? 0);
      if (filtered && filtered.kept[k] !== 1) continue;
      const value = matrix[k] ?? 0;
      const left = x + (columns.starts[column] ?? 0);
      const top = y + (rows.starts[row] ?? 0);
      const capped = Math.abs(value) > scale.cap;
      const shown = numbers && Math.abs(value) >= SHOWN_FROM;
      const dashed = theme.highContrast && value < -0.1 * scale.cap && !numbers;
      const isSame =
        Math.abs(value) >= SAME_FROM * scale.cap &&
        painter.isSame(rows.order[row] ?? 0, columns.order[column] ?? 0);
      if (!capped && !shown && !dashed && !isSame) continue;
      context.fillStyle = `rgb(${inkOn(scale.rgb(value)).join(' ')})`;
      if (shown) context.fillText(format(value), left + columns.cell / 2, top + rows.cell / 2);
      if (dashed) {
        context.fillRect(left + columns.cell / 4, top + rows.cell / 2, columns.cell / 2, 1);
      }
      const size = Math.min(rows.cell, columns.cell, 14) / 2;
      if (capped) paintCorner(context, left + columns.cell, top, -size, size);
      if (isSame) paintCorner(context, left, top + rows.cell, size, -size);
    }
  }
}

/** A triangle in the corner at (x, y), which reaches so far into the cell. */
function paintCorner(
  context: CanvasRenderingContext2D,
  ...[x, y, across, down]: [number, number, number, number]
): void {
  context.beginPath();
  context.moveTo(x + across, y);
  context.lineTo(x, y);
  context.lineTo(x, y + down);
  context.fill();
}
