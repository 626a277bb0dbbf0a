/** Numbers taken from an explained pair's matrix. */
import type { Explained } from './explainAll.js';

/** All entries, row by row. */
export const entriesOf = ({ matrix }: Pick<Explained, 'matrix'>): number[] => matrix.flat();

/** Entries of pairs of ordinary tokens: neither is special. */
export function ordinaryEntries({ matrix, tokensA, tokensB }: Explained): number[] {
  return matrix.flatMap((row, i) =>
    tokensA[i]?.special === true ? [] : row.filter((_, j) => tokensB[j]?.special !== true),
  );
}

export const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** Sum of each row: what a token of a adds to the pairs. */
export const rowSums = ({ matrix }: Pick<Explained, 'matrix'>): number[] => matrix.map(sumOf);

/** Sum of each column: what a token of b adds to the pairs. */
export function columnSums({ matrix, tokensB }: Pick<Explained, 'matrix' | 'tokensB'>): number[] {
  return tokensB.map((_, j) => matrix.reduce((sum, row) => sum + (row[j] ?? 0), 0));
}

/** Sum of the positive entries, and of the negative ones (at most 0). */
export function masses(entries: readonly number[]): {
  readonly positive: number;
  readonly negative: number;
} {
  return {
    positive: sumOf(entries.filter((entry) => entry > 0)),
    negative: sumOf(entries.filter((entry) => entry < 0)),
  };
}
