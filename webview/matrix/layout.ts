/** Sizes in CSS pixels that the matrix is laid out from. */
export interface Room {
  /** Of the scrolling area. */
  width: number;
  /** What the matrix should at most be high. */
  height: number;
  devicePixelRatio: number;
  /** The longest label of either direction. */
  rowLabel: number;
  columnLabel: number;
  rows: number;
  columns: number;
  rowGaps: number;
  columnGaps: number;
  /** Units of several words. */
  longNames?: boolean;
  /** 1 fits the width. */
  zoom: number;
}

export interface Layout {
  /** Width of the row labels, height of the column labels. */
  gutter: number;
  header: number;
  cellWidth: number;
  cellHeight: number;
  gap: number;
  /** Column labels fit lying; else they stand. */
  flatLabels: boolean;
}

/** Large enough to write the value into. */
export const LARGEST = { width: 54, height: 28 };
/** Rows of narrow cells are at most as high as a label needs, or as this many widths. */
const TALLEST = { label: 18, widths: 1.5 };
/** A cell of less could not be pointed at. */
const SMALLEST = 2;
/** Rows are made lower so that all are seen at once, down to this height … */
const OVERVIEW_FROM = 8;
/** … else they scroll, with room for a label while columns are that wide too. */
const LABEL_LINE = 14;
const GAP = 6;
/** To the right of the cells: the last label stands over the edge of a narrow column. */
export const EDGE = 8;
/** From this size on cells have lines between them. */
export const SNAPPED_FROM = 6;
const PADDING = 8;
const MAX_LABEL = { row: 150, longRow: 300, column: 104 };

/**
 * Cell sizes that fit the width; what does not fit even so scrolls. Cells that have lines between
 * them are whole device pixels, so that all are equally large and crisp; for smaller ones that
 * would waste much of the width.
 */
export function layOut(room: Room): Layout {
  const whole = (length: number) =>
    Math.ceil(length * room.devicePixelRatio) / room.devicePixelRatio;
  const cell = (length: number) =>
    length < SNAPPED_FROM
      ? length
      : Math.floor(length * room.devicePixelRatio) / room.devicePixelRatio;
  const gap = whole(GAP);
  const most = room.longNames === true ? MAX_LABEL.longRow : MAX_LABEL.row;
  const gutter = whole(Math.min(room.rowLabel, most, room.width * 0.3) + PADDING);
  const wide = (room.width - gutter - EDGE - room.columnGaps * gap) / Math.max(1, room.columns);
  const fitWidth = clamp(wide, SMALLEST, LARGEST.width);
  const standing = Math.min(room.columnLabel, MAX_LABEL.column) + PADDING;
  const high = (room.height - standing - room.rowGaps * gap) / Math.max(1, room.rows);
  const tallest = Math.min(LARGEST.height, Math.max(TALLEST.label, fitWidth * TALLEST.widths));
  const fitHeight =
    high >= OVERVIEW_FROM
      ? Math.min(high, tallest)
      : Math.max(SMALLEST, Math.min(fitWidth, LABEL_LINE));
  const cellWidth = cell(Math.min(LARGEST.width, fitWidth * room.zoom));
  const cellHeight = cell(Math.min(LARGEST.height, fitHeight * room.zoom));
  const flatLabels = room.columnLabel + 4 <= cellWidth;
  return {
    gutter,
    header: whole(flatLabels ? LABEL_LINE + PADDING : standing),
    cellWidth,
    cellHeight,
    gap,
    flatLabels,
  };
}

/** Whether zooming in would still change anything. */
export const canGrow = ({ cellWidth, cellHeight }: Layout): boolean =>
  cellWidth < LARGEST.width - 1 || cellHeight < LARGEST.height - 1;

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
