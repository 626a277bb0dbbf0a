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
/** Across the direction of reading: a label, and the plate behind the crosshair's. */
const LINE = 14;
const PLATE = 18;

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
    const text = labels.texts[place] ?? '';
    // Lying, that of the special tokens may still be wider than its column.
    const fitting = flat ? clipLabel(text, view.columns.cell - 2, measurer(context)) : text;
    writeColumn(context, view, fitting, centre, flat);
  }
  context.restore();
}

export const centreOf = (axis: Axis, place: number): number =>
  (axis.starts[place] ?? 0) + axis.cell / 2;

/** The two labels of the crosshair, always written; labels that they would cut through give way. */
export function paintActiveLabels(
  context: CanvasRenderingContext2D,
  view: Window,
  theme: MatrixTheme,
  active: { row: number | null; column: number | null },
  { rows, columns }: { rows: Labels; columns: Labels },
  flat: boolean,
): void {
  prepare(context, theme);
  if (active.row !== null) {
    const text = rows.texts[active.row] ?? '';
    const centre = centreOf(view.rows, active.row) + view.y;
    for (const other of cutThrough(view.rows, rows.chosen, active.row)) {
      wipe(context, theme, 0, other + view.y - LINE / 2, view.left - 1, LINE);
    }
    const width = Math.min(context.measureText(text).width, view.left - PADDING * 2);
    if (centre > view.top && centre < view.height) {
      plate(
        context,
        theme,
        view.left - width - PADDING * 2,
        centre - PLATE / 2,
        width + PADDING * 2,
        PLATE,
      );
      writeRow(context, view, text, centre);
    }
  }
  if (active.column !== null) {
    const text = columns.texts[active.column] ?? '';
    const centre = centreOf(view.columns, active.column) + view.x;
    if (centre <= view.left || centre >= view.width) return;
    for (const other of flat ? [] : cutThrough(view.columns, columns.chosen, active.column)) {
      wipe(context, theme, other + view.x - LINE / 2, 0, LINE, view.top - 1);
    }
    const length = Math.min(context.measureText(text).width, view.top - PADDING * 2);
    if (flat) {
      const width = context.measureText(text).width + PADDING * 2;
      plate(context, theme, centre - width / 2, view.top - 20, width, PLATE);
    } else {
      plate(
        context,
        theme,
        centre - PLATE / 2,
        view.top - length - PADDING * 2,
        PLATE,
        length + PADDING * 2,
      );
    }
    writeColumn(context, view, text, centre, flat);
  }
}

/** Centres of other labels that the plate behind one would leave half of. */
function cutThrough(axis: Axis, chosen: readonly number[], active: number): number[] {
  const centre = centreOf(axis, active);
  return chosen
    .filter((place) => place !== active)
    .map((place) => centreOf(axis, place))
    .filter((other) => Math.abs(other - centre) < (PLATE + LINE) / 2);
}

function wipe(
  context: CanvasRenderingContext2D,
  theme: MatrixTheme,
  ...box: [x: number, y: number, width: number, height: number]
): void {
  context.fillStyle = theme.background;
  context.fillRect(...box);
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
  if (UPRIGHT.test(text)) {
    stackUp(context, text, centre, view.top - PADDING);
    return;
  }
  context.save();
  context.translate(centre, view.top - PADDING);
  context.rotate(-Math.PI / 2);
  context.textAlign = 'left';
  context.fillText(clipLabel(text, view.top - PADDING * 2, measurer(context)), 0, 0);
  context.restore();
}

/** Scripts that are written downwards with their characters upright. */
const UPRIGHT = /^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}ー]+$/u;

/** A character below the other, the last one on `bottom`; what does not fit is left out at the end. */
function stackUp(
  context: CanvasRenderingContext2D,
  text: string,
  centre: number,
  bottom: number,
): void {
  const characters = [...text].slice(0, Math.max(1, Math.floor(bottom / LINE)));
  context.textAlign = 'center';
  characters.forEach((character, i) => {
    context.fillText(character, centre, bottom - (characters.length - i - 0.5) * LINE);
  });
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
