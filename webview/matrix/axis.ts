/** A run of neighbouring places that is drawn in one piece; `to` is exclusive. */
export interface Run {
  from: number;
  to: number;
}

/** The rows or the columns of the matrix along one direction, in CSS pixels from its first cell. */
export interface Axis {
  /** Token index at each place, in any order; hidden tokens have no place. */
  order: readonly number[];
  /** Place of each token that has one. */
  places: ReadonlyMap<number, number>;
  /** Where each place starts. */
  starts: Float64Array;
  cell: number;
  length: number;
  runs: readonly Run[];
}

/**
 * Lays tokens out one after the other in the given order, with `gap` between neighbours of different
 * groups (special tokens and the text's own).
 */
export function buildAxis(
  order: readonly number[],
  groupOf: (token: number) => unknown,
  cell: number,
  gap: number,
): Axis {
  const starts = new Float64Array(order.length);
  const places = new Map<number, number>();
  const runs: { from: number; to: number }[] = [];
  let at = 0;
  order.forEach((token, place) => {
    const before = order[place - 1];
    const run = runs[runs.length - 1];
    const changes = before !== undefined && groupOf(before) !== groupOf(token);
    if (changes) at += gap;
    starts[place] = at;
    places.set(token, place);
    at += cell;
    if (run && !changes) run.to = place + 1;
    else runs.push({ from: place, to: place + 1 });
  });
  return { order, places, starts, cell, length: at, runs };
}

/** How many gaps `buildAxis` would leave. */
export function gapCount(order: readonly number[], groupOf: (token: number) => unknown): number {
  return order.filter((token, i) => {
    const before = order[i - 1];
    return before !== undefined && groupOf(before) !== groupOf(token);
  }).length;
}

/** The place at a position, null in a gap or outside. */
export function placeAt({ starts, cell }: Axis, position: number): number | null {
  const place = placeBefore(starts, position);
  const start = starts[place];
  return start !== undefined && position >= start && position < start + cell ? place : null;
}

/** The place nearest to a position; null only on an axis without places. */
export function placeNear({ starts }: Axis, position: number): number | null {
  return starts.length === 0 ? null : placeBefore(starts, position);
}

/** The last place that starts at or before a position, else the first. */
function placeBefore(starts: Float64Array, position: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The place of a token, null when it is hidden. */
export function placeOf({ places }: Axis, token: number | null): number | null {
  return token === null ? null : (places.get(token) ?? null);
}
