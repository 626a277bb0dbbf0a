import type { Axis } from './axis.js';
import { clipLabel } from './labels.js';
import type { Window } from './paintCells.js';
import type { MatrixTheme } from './theme.js';

/** The labels of one direction: what to write at each place, and which places to write. */
export interface Labels {
  texts: readonly string[];
  chosen: readonly number[];
}

const PADDING = 4;

/** Row labels to the left of the cells, right-aligned against them. */
export function paintRowLabels(
  context: CanvasRenderingContext2D,
  view: Window,
  labels: Labels,
  theme: MatrixTheme,
): void {
  context.save();
  // Half a line upwards: the first label stands over the edge of a low row.
  clipTo(context, 0, view.top - 6, view.left, view.height - view.top + 6);
  prepare(context, theme);
  for (const place of labels.chosen) {
    const centre = centreOf(view.rows, place) + view.y;
    if (centre < view.top - 20 || centre > view.height + 20) continue;
    writeRow(context, view, labels.texts[place] ?? '', centre);
  }
  context.restore();
}

/** Column labels above the cells: lying where they fit, else standing and read upwards. */
export function paintColumnLabels(
  context: CanvasRenderingContext2D,
  view: Window,
  labels: Labels,
  theme: MatrixTheme,
  flat: boolean,
): void {
  context.save();
  // Half a line to the left: the first label stands over the edge of a narrow column.
  clipTo(context, view.left - 8, 0, view.width - view.left + 8, view.top);
  prepare(context, theme);
  for (const place of labels.chosen) {
    const centre = centreOf(view.columns, place) + view.x;
    if (centre < view.left - 20 || centre > view.width + 20) continue;
    writeColumn(context, view, labels.texts[place] ?? '', centre, flat);
  }
  context.restore();
}

export const centreOf = (axis: Axis, place: number): number =>
  (axis.starts[place] ?? 0) + axis.cell / 2;

/** The two labels of the crosshair, always written, over whatever stands there. */
export function paintActiveLabels(
  context: CanvasRenderingContext2D,
  view: Window,
  theme: MatrixTheme,
  active: { row: number | null; column: number | null },
  texts: { rows: readonly string[]; columns: readonly string[] },
  flat: boolean,
): void {
  prepare(context, theme);
  if (active.row !== null) {
    const text = texts.rows[active.row] ?? '';
    const centre = centreOf(view.rows, active.row) + view.y;
    const width = Math.min(context.measureText(text).width, view.left - PADDING * 2);
    if (centre > view.top && centre < view.height) {
      plate(context, theme, view.left - width - PADDING * 2, centre - 9, width + PADDING * 2, 18);
      writeRow(context, view, text, centre);
    }
  }
  if (active.column !== null) {
    const text = texts.columns[active.column] ?? '';
    const centre = centreOf(view.columns, active.column) + view.x;
    if (centre <= view.left || centre >= view.width) return;
    const length = Math.min(context.measureText(text).width, view.top - PADDING * 2);
    if (flat) {
      const width = context.measureText(text).width + PADDING * 2;
      plate(context, theme, centre - width / 2, view.top - 20, width, 18);
    } else {
      plate(context, theme, centre - 9, view.top - length - PADDING * 2, 18, length + PADDING * 2);
    }
    writeColumn(context, view, text, centre, flat);
  }
}

function prepare(context: CanvasRenderingContext2D, theme: MatrixTheme): void {
  context.font = theme.font;
  context.fillStyle = theme.label;
  context.textBaseline = 'middle';
}

function plate(
  context: CanvasRenderingContext2D,
  theme: MatrixTheme,
  ...[x, y, width, height]: [number, number, number, number]
): void {
  context.fillStyle = theme.labelBackground;
  context.beginPath();
  context.roundRect(x, y, width, height, 3);
  context.fill();
  context.fillStyle = theme.strongLabel;
}

function writeRow(
  context: CanvasRenderingContext2D,
  view: Window,
  text: string,
  centre: number,
): void {
  context.textAlign = 'right';
  const shown = clipLabel(text, view.left - PADDING * 2, measurer(context));
  context.fillText(shown, view.left - PADDING, centre);
}

function writeColumn(
  context: CanvasRenderingContext2D,
  view: Window,
  text: string,
  centre: number,
  flat: boolean,
): void {
  if (flat) {
    context.textAlign = 'center';
    context.fillText(text, centre, view.top - 11);
    return;
  }
  context.save();
  context.translate(centre, view.top - PADDING);
  context.rotate(-Math.PI / 2);
  context.textAlign = 'left';
  context.fillText(clipLabel(text, view.top - PADDING * 2, measurer(context)), 0, 0);
  context.restore();
}

const measurer = (context: CanvasRenderingContext2D) => (text: string) =>
  context.measureText(text).width;

function clipTo(
  context: CanvasRenderingContext2D,
  ...[x, y, width, height]: [number, number, number, number]
): void {
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
}
