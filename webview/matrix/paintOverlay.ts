import type { Emphasis } from '../../src/protocol.js';
import type { Selection } from '../model/selection.js';
import { placeOf, type Axis, type Run } from './axis.js';
import type { Window } from './paintCells.js';
import { paintActiveLabels, type Labels } from './paintLabels.js';
import type { MatrixTheme } from './theme.js';

interface OverlayLabels {
  rows: Labels;
  columns: Labels;
  flat: boolean;
}

/** Paints the selection, and over it the crosshair with its two labels. */
export function paintOverlay(
  context: CanvasRenderingContext2D,
  view: Window,
  theme: MatrixTheme,
  labels: OverlayLabels,
  emphasis: Emphasis,
  selection: Selection | null,
): void {
  const row = placeOf(view.rows, emphasis.a);
  const column = placeOf(view.columns, emphasis.b);
  if (selection === null && row === null && column === null) return;
  const { left, top, width, height, x, y, rows, columns } = view;
  const right = Math.min(width, x + columns.length);
  const bottom = Math.min(height, y + rows.length);
  context.save();
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
  if (selection) paintSelection(context, view, theme, selection);
  paintCrosshair(context, view, theme, row, column);
  context.restore();
  paintActiveLabels(context, view, theme, { row, column }, labels, labels.flat);
}

/** What is not selected lies under a veil; what is has an outline. */
function paintSelection(
  context: CanvasRenderingContext2D,
  view: Window,
  theme: MatrixTheme,
  { a, b }: Selection,
): void {
  const { rows, columns, x, y } = view;
  context.fillStyle = theme.veil;
  context.fillRect(x, y, columns.length, rows.length);
  context.strokeStyle = theme.crosshair;
  context.lineWidth = 1;
  for (const down of runsOf(rows, a)) {
    for (const across of runsOf(columns, b)) {
      const [from, to] = [edges(columns, across), edges(rows, down)];
      const box = [x + from.start, y + to.start, from.length, to.length] as const;
      context.clearRect(...box);
      context.strokeRect(box[0] + 0.5, box[1] + 0.5, box[2] - 1, box[3] - 1);
    }
  }
}

/** Stretches of neighbouring places that the tokens have; null stands for all tokens. */
function runsOf(axis: Axis, tokens: readonly number[] | null): Run[] {
  const count = axis.order.length;
  if (tokens === null) return count === 0 ? [] : [{ from: 0, to: count }];
  const places = tokens
    .flatMap((token) => placeOf(axis, token) ?? [])
    .sort((first, second) => first - second);
  const runs: Run[] = [];
  for (const place of places) {
    const run = runs[runs.length - 1];
    if (run?.to === place) run.to = place + 1;
    else runs.push({ from: place, to: place + 1 });
  }
  return runs;
}

function edges({ starts, cell }: Axis, { from, to }: Run): { start: number; length: number } {
  const start = starts[from] ?? 0;
  return { start, length: (starts[to - 1] ?? 0) + cell - start };
}

function paintCrosshair(
  context: CanvasRenderingContext2D,
  { rows, columns, x, y }: Window,
  theme: MatrixTheme,
  row: number | null,
  column: number | null,
): void {
  context.fillStyle = theme.band;
  context.strokeStyle = theme.crosshair;
  const rowTop = row === null ? 0 : y + (rows.starts[row] ?? 0);
  const columnLeft = column === null ? 0 : x + (columns.starts[column] ?? 0);
  if (row !== null) {
    band(context, x - 1, rowTop, columns.length + 2, rows.cell, column === null);
  }
  if (column !== null) {
    band(context, columnLeft, y - 1, columns.cell, rows.length + 2, row === null);
  }
  if (row !== null && column !== null) {
    context.clearRect(columnLeft, rowTop, columns.cell, rows.cell);
    context.lineWidth = 2;
    context.strokeRect(columnLeft, rowTop, columns.cell, rows.cell);
  }
}

/** A row's or column's band; outlined too when it stands alone. */
function band(
  context: CanvasRenderingContext2D,
  ...[x, y, width, height, alone]: [number, number, number, number, boolean]
): void {
  context.fillRect(x, y, width, height);
  context.lineWidth = 1;
  if (alone) context.strokeRect(x, y + 0.5, width, height - 1);
}
