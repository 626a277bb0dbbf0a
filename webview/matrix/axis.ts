import type { Token } from '../../src/protocol.js';

/** A run of neighbouring tokens that is drawn in one piece; `to` is exclusive. Both are places. */
export interface Run {
  from: number;
  to: number;
}

/** The rows or the columns of the matrix along one direction, in CSS pixels from its first cell. */
export interface Axis {
  /** Token index at each place; hidden tokens have no place. */
  order: readonly number[];
  /** Where each place starts. */
  starts: Float64Array;
  cell: number;
  length: number;
  runs: readonly Run[];
}

/** Lays the tokens out one after the other, with `gap` where special tokens meet the text's own. */
export function buildAxis(
  tokens: readonly Token[],
  cell: number,
  gap: number,
  withSpecial: boolean,
): Axis {
  const order = tokens.flatMap((token, i) => (token.special && !withSpecial ? [] : [i]));
  const starts = new Float64Array(order.length);
  const runs: { from: number; to: number }[] = [];
  let at = 0;
  order.forEach((token, place) => {
    const before = order[place - 1];
    const changes = before !== undefined && tokens[before]?.special !== tokens[token]?.special;
    if (changes) at += gap;
    starts[place] = at;
    at += cell;
    const run = runs[runs.length - 1];
    if (run && !changes && before === token - 1) run.to = place + 1;
    else runs.push({ from: place, to: place + 1 });
  });
  return { order, starts, cell, length: at, runs };
}

/** How many gaps `buildAxis` would leave. */
export function gapCount(tokens: readonly Token[], withSpecial: boolean): number {
  if (!withSpecial) return 0;
  return tokens.filter((token, i) => i > 0 && token.special !== tokens[i - 1]?.special).length;
}

/** The place at a position, null in a gap or outside. */
export function placeAt({ starts, cell }: Axis, position: number): number | null {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  const start = starts[low];
  return start !== undefined && position >= start && position < start + cell ? low : null;
}

/** The place of a token, null when it is hidden. */
export function placeOf({ order }: Axis, token: number | null): number | null {
  if (token === null) return null;
  let low = 0;
  let high = order.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const here = order[middle] ?? 0;
    if (here === token) return middle;
    if (here < token) low = middle + 1;
    else high = middle - 1;
  }
  return null;
}
