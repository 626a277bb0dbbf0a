import type { Emphasis, Explanation, Side } from '../../src/protocol.js';
import type { Arrangement } from '../model/arrangement.js';
import type { Selection } from '../model/selection.js';
import { buildAxis, gapCount, placeAt, placeNear, placeOf, type Axis } from './axis.js';
import { capOf, createColourScale, type Cap, type ColourScale } from './colourScale.js';
import { thinLabels } from './labels.js';
import { EDGE, layOut, type Layout } from './layout.js';
import { createBitmap, paintCells, type CellPainter, type Window } from './paintCells.js';
import { centreOf, paintColumnLabels, paintRowLabels } from './paintLabels.js';
import { paintOverlay } from './paintOverlay.js';
import type { MatrixTheme } from './theme.js';

export interface MatrixContent {
  /** Without pairs the cells are empty, in the places that they will have. */
  explanation: Explanation;
  names: { a: readonly string[]; b: readonly string[] };
  arrangement: Arrangement;
  /** Rows and columns of different groups have a gap between them. */
  groupOf: Record<Side, (token: number) => unknown>;
  /** Units of several words get wider labels. */
  longNames: boolean;
  theme: MatrixTheme;
  /** Whether the tokens of a cell are the same word; asked once a cell. */
  isSame: (a: number, b: number) => boolean;
  /** Writes the value into a cell that is large enough. */
  format: (value: number) => string;
  /** Device pixels a point; those of the screen unless told. */
  pixelRatio?: number;
}

export interface Size {
  width: number;
  height: number;
}

/** Least distance of two labels' centres. */
const LABEL_DISTANCE = 13;

/**
 * The heatmap on two canvases of the size of the view: cells and labels on the lower one, painted
 * again only when something moves; the crosshair on the upper one, painted at every hover.
 */
export class MatrixDrawing {
  readonly scale: ColourScale;
  readonly cap: Cap;
  readonly #content: MatrixContent;
  readonly #painter: CellPainter;
  #layout!: Layout;
  #rows!: Axis;
  #columns!: Axis;
  #labels!: { rows: readonly number[]; columns: readonly number[] };
  #texts!: { rows: readonly string[]; columns: readonly string[] };
  #view!: Window;
  #longest: { rowLabel: number; columnLabel: number } | undefined;

  constructor(
    readonly lower: HTMLCanvasElement,
    readonly upper: HTMLCanvasElement,
    content: MatrixContent,
  ) {
    const { explanation, arrangement, theme, format } = content;
    const { matrix, tokensA, tokensB } = explanation;
    this.#content = content;
    this.cap = matrix ? capOf(matrix, tokensA, tokensB) : { value: 0, beyond: 0 };
    this.scale = createColourScale(theme.ramp, this.cap.value);
    const bitmap = createBitmap(explanation, arrangement, this.scale);
    const isSame = remembered(content.isSame, tokensA.length, tokensB.length);
    this.#painter = { bitmap, explanation, arrangement, scale: this.scale, theme, format, isSame };
  }

  get layout(): Layout {
    return this.#layout;
  }

  get rows(): Axis {
    return this.#rows;
  }

  get columns(): Axis {
    return this.#columns;
  }

  /** Read anew each time: a window may be moved to another screen. */
  get #ratio(): number {
    return this.#content.pixelRatio ?? window.devicePixelRatio;
  }

  /** Lays out for a room and returns the size of the whole matrix with its labels. */
  layOut(room: Size & { zoom: number }): Size {
    const { explanation, names, arrangement } = this.#content;
    const { marginalA, marginalB } = explanation;
    const { rows, columns } = arrangement;
    const { a: rowGroup, b: columnGroup } = this.#content.groupOf;
    const layout = layOut({
      ...room,
      devicePixelRatio: this.#ratio,
      longNames: this.#content.longNames,
      ...(this.#longest ??= this.#measureLabels()),
      rows: rows.length,
      columns: columns.length,
      rowGaps: gapCount(rows, rowGroup),
      columnGaps: gapCount(columns, columnGroup),
    });
    this.#layout = layout;
    this.#rows = buildAxis(rows, rowGroup, layout.cellHeight, layout.gap);
    this.#columns = buildAxis(columns, columnGroup, layout.cellWidth, layout.gap);
    const texts = (axis: Axis, all: readonly string[]) => axis.order.map((i) => all[i] ?? '');
    this.#texts = { rows: texts(this.#rows, names.a), columns: texts(this.#columns, names.b) };
    this.#labels = {
      rows: thin(this.#rows, marginalA, LABEL_DISTANCE),
      columns: thin(this.#columns, marginalB, layout.flatLabels ? 1 : LABEL_DISTANCE),
    };
    return {
      width: layout.gutter + this.#columns.length + EDGE,
      height: layout.header + this.#rows.length,
    };
  }

  /** Where the cells begin on the canvas, right of and below their labels. */
  get origin(): { x: number; y: number } {
    return { x: this.#layout.gutter, y: this.#layout.header };
  }

  /** Paints the part in view; `scroll` is what has been scrolled past. */
  paint(size: Size, scroll: { x: number; y: number }): void {
    const { theme } = this.#content;
    const { gutter, header, flatLabels } = this.#layout;
    const ratio = this.#ratio;
    const snap = (x: number) => Math.round(x * ratio) / ratio;
    this.#view = {
      ...size,
      ratio,
      rows: this.#rows,
      columns: this.#columns,
      left: gutter,
      top: header,
      x: gutter - snap(scroll.x),
      y: header - snap(scroll.y),
    };
    const context = prepareCanvas(this.lower, size, ratio);
    if (!context) return;
    paintCells(context, this.#view, this.#painter);
    const { rows, columns } = this.#texts;
    paintRowLabels(context, this.#view, { texts: rows, chosen: this.#labels.rows }, theme);
    const across = { texts: columns, chosen: this.#labels.columns };
    paintColumnLabels(context, this.#view, across, theme, flatLabels);
  }

  /** Paints what lies over the cells: the selection, and the crosshair of what is emphasised. */
  paintOverlay(emphasis: Emphasis, selection: Selection | null): void {
    const context = prepareCanvas(this.upper, this.#view, this.#ratio);
    if (!context) return;
    const { theme } = this.#content;
    const labels = {
      rows: { texts: this.#texts.rows, chosen: this.#labels.rows },
      columns: { texts: this.#texts.columns, chosen: this.#labels.columns },
      flat: this.#layout.flatLabels,
    };
    paintOverlay(context, this.#view, theme, labels, emphasis, selection);
  }

  /** The tokens at a point of the canvas: a cell's two, one for a label, none elsewhere. */
  hit(x: number, y: number): Emphasis {
    const row = placeAt(this.#rows, y - this.#view.y);
    const column = placeAt(this.#columns, x - this.#view.x);
    const inLabels = { rows: x < this.#view.left, columns: y < this.#view.top };
    const a = row === null || inLabels.columns ? null : (this.#rows.order[row] ?? null);
    const b = column === null || inLabels.rows ? null : (this.#columns.order[column] ?? null);
    if (inLabels.rows || inLabels.columns) return { a, b };
    return a === null || b === null ? { a: null, b: null } : { a, b };
  }

  /** The cell nearest to a point, for a pointer that has left the cells while it drags. */
  nearest(x: number, y: number): { a: number; b: number } | null {
    const row = placeNear(this.#rows, y - this.#view.y);
    const column = placeNear(this.#columns, x - this.#view.x);
    const a = row === null ? undefined : this.#rows.order[row];
    const b = column === null ? undefined : this.#columns.order[column];
    return a === undefined || b === undefined ? null : { a, b };
  }

  /** Where the cell of two tokens is on the canvas, null when one of them is hidden. */
  cellAt(a: number, b: number): (Size & { x: number; y: number }) | null {
    const row = placeOf(this.#rows, a);
    const column = placeOf(this.#columns, b);
    if (row === null || column === null) return null;
    return {
      x: this.#view.x + (this.#columns.starts[column] ?? 0),
      y: this.#view.y + (this.#rows.starts[row] ?? 0),
      width: this.#columns.cell,
      height: this.#rows.cell,
    };
  }

  #measureLabels(): { rowLabel: number; columnLabel: number } {
    const context = this.lower.getContext('2d');
    if (!context) return { rowLabel: 0, columnLabel: 0 };
    context.font = this.#content.theme.font;
    const { names, arrangement } = this.#content;
    const longest = (all: readonly string[], shown: readonly number[]) =>
      shown.reduce((width, i) => Math.max(width, context.measureText(all[i] ?? '').width), 0);
    // Standing labels make the matrix start lower: "[CLS] [SEP]" is no reason to.
    const { tokensB } = this.#content.explanation;
    const own = arrangement.columns.filter((i) => tokensB[i]?.special !== true);
    return {
      rowLabel: longest(names.a, arrangement.rows),
      columnLabel: Math.max(longest(names.b, own), longest(['[CLS]'], [0])),
    };
  }
}

/** Asks at most once for each pair. */
function remembered(ask: (a: number, b: number) => boolean, rows: number, columns: number) {
  const known = new Uint8Array(rows * columns);
  return (a: number, b: number): boolean => {
    const k = a * columns + b;
    if (known[k] === 0) known[k] = ask(a, b) ? 1 : 2;
    return known[k] === 1;
  };
}

function thin(axis: Axis, marginal: Float64Array, distance: number): number[] {
  const centres = axis.order.map((_, place) => centreOf(axis, place));
  const weights = axis.order.map((token) => Math.abs(marginal[token] ?? 0));
  return thinLabels(centres, weights, distance);
}

/** Sizes a canvas for the screen's pixels, clears it, and returns a context in CSS pixels. */
function prepareCanvas(
  canvas: HTMLCanvasElement,
  { width, height }: Size,
  ratio: number,
): CanvasRenderingContext2D | null {
  const pixels = { width: Math.round(width * ratio), height: Math.round(height * ratio) };
  if (canvas.width !== pixels.width || canvas.height !== pixels.height) {
    canvas.width = pixels.width;
    canvas.height = pixels.height;
    canvas.style.setProperty('width', `${String(width)}px`);
    canvas.style.setProperty('height', `${String(height)}px`);
  }
  const context = canvas.getContext('2d');
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  context?.clearRect(0, 0, width, height);
  return context;
}
