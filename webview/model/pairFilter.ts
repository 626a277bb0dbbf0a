import type { ExplanationWithPairs } from '../../src/protocol.js';

/** Which pairs are shown; the others are hidden, not left out of any sum. */
export interface PairFilter {
  /** Only so many, of largest |value|; null: all. */
  top: number | null;
  /** Least |value| as a part of the largest one, 0 to 1. */
  least: number;
  sign: 'all' | 'for' | 'against';
  kind: 'all' | 'same' | 'meaning';
}

export const noFilter: PairFilter = { top: null, least: 0, sign: 'all', kind: 'all' };

/** Tells pairs of the same word. */
export type IsSame = (a: number, b: number) => boolean;

export const isFiltering = ({ top, least, sign, kind }: PairFilter): boolean =>
  top !== null || least > 0 || sign !== 'all' || kind !== 'all';

/** The pairs that a filter lets through. */
export interface FilteredPairs {
  /** One byte a cell, in the matrix's order: 1 for those let through. */
  kept: Uint8Array;
  count: number;
  /** Of all, special tokens aside where they are not shown. */
  of: number;
  sum: number;
  /** Σ|value| of those kept. */
  size: number;
}

/**
 * Applies a filter to the pairs of the given rows and columns. Cost: three passes over the cells, and
 * a sort of what passes sign and threshold where only the strongest are wanted.
 */
export function filterPairs(
  { matrix, tokensB }: ExplanationWithPairs,
  rows: readonly number[],
  columns: readonly number[],
  { top, least, sign, kind }: PairFilter,
  isSame: IsSame,
): FilteredPairs {
  const width = tokensB.length;
  let largest = 0;
  for (const row of rows) {
    for (const column of columns) {
      largest = Math.max(largest, Math.abs(matrix[row * width + column] ?? 0));
    }
  }
  const bound = least * largest;
  const passes = (value: number, row: number, column: number) =>
    value !== 0 &&
    Math.abs(value) >= bound &&
    (sign === 'all' || value > 0 === (sign === 'for')) &&
    (kind === 'all' || isSame(row, column) === (kind === 'same'));
  const floor = top === null ? 0 : sizeOfRank(top, matrix, rows, columns, width, passes);
  const kept = new Uint8Array(matrix.length);
  const found = { count: 0, sum: 0, size: 0 };
  // Of equals at the floor, only as many as there is room for.
  let room = top ?? Infinity;
  for (const strict of [true, false]) {
    for (const row of rows) {
      for (const column of columns) {
        const k = row * width + column;
        const value = matrix[k] ?? 0;
        const isAbove = Math.abs(value) > floor;
        if (room === 0 || isAbove !== strict || Math.abs(value) < floor) continue;
        if (!passes(value, row, column)) continue;
        room--;
        kept[k] = 1;
        found.count++;
        found.sum += value;
        found.size += Math.abs(value);
      }
    }
  }
  return { kept, of: rows.length * columns.length, ...found };
}

/** |value| of the pair of this rank among those that pass; 0 where there are not so many. */
function sizeOfRank(
  rank: number,
  matrix: Float64Array,
  rows: readonly number[],
  columns: readonly number[],
  width: number,
  passes: (value: number, row: number, column: number) => boolean,
): number {
  const sizes = new Float64Array(rows.length * columns.length);
  let count = 0;
  for (const row of rows) {
    for (const column of columns) {
      const value = matrix[row * width + column] ?? 0;
      if (passes(value, row, column)) sizes[count++] = Math.abs(value);
    }
  }
  if (count <= rank) return 0;
  const sorted = sizes.subarray(0, count).sort();
  return sorted[count - rank] ?? 0;
}
