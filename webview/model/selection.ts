import type { ExplanationWithPairs, Side } from '../../src/protocol.js';

/** A block of the matrix: rows and columns as tokens in ascending order; null: all of them. */
export type Selection = Record<Side, readonly number[] | null>;

/** What a block of the matrix adds up to, and what each token has of it. */
export interface SelectionTotals {
  a: Float64Array;
  b: Float64Array;
  sum: number;
  /** Σ|value|, to be compared with that of all pairs. */
  size: number;
  rows: number;
  columns: number;
}

/** Sums over a block. Cost: one pass over its cells. */
export function selectionTotals(
  { matrix, tokensA, tokensB }: ExplanationWithPairs,
  selection: Selection,
): SelectionTotals {
  const rows = selection.a ?? [...tokensA.keys()];
  const columns = selection.b ?? [...tokensB.keys()];
  const a = new Float64Array(tokensA.length);
  const b = new Float64Array(tokensB.length);
  let [sum, size] = [0, 0];
  for (const row of rows) {
    for (const column of columns) {
      const value = matrix[row * tokensB.length + column] ?? 0;
      a[row] = (a[row] ?? 0) + value;
      b[column] = (b[column] ?? 0) + value;
      sum += value;
      size += Math.abs(value);
    }
  }
  return { a, b, sum, size, rows: rows.length, columns: columns.length };
}

/** Whether a token is in the block, as far as its own text is concerned. */
export const isSelected = (selection: Selection, side: Side, token: number): boolean =>
  selection[side]?.includes(token) ?? true;

/** The same block, whatever objects it is made of. */
export function sameSelection(x: Selection | null, y: Selection | null): boolean {
  return JSON.stringify(x) === JSON.stringify(y);
}

/** Both corners and what lies between them, in the order on screen. */
export function blockBetween(
  order: Record<Side, readonly number[]>,
  from: Record<Side, number>,
  to: Record<Side, number>,
): Selection {
  const between = (side: Side) => {
    const places = [order[side].indexOf(from[side]), order[side].indexOf(to[side])];
    const [first, last] = [Math.min(...places), Math.max(...places)];
    return order[side].slice(Math.max(0, first), last + 1).sort((x, y) => x - y);
  };
  return { a: between('a'), b: between('b') };
}

/** Whether it leaves nothing out. */
export const isWhole = ({ a, b }: Selection): boolean => a === null && b === null;
