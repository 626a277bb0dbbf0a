/** A matrix of words, which models with different tokens have in common. */
import type { Explained } from './explainPair.js';
import { firstCharacter } from './words.js';

/** A run of letters and digits, or another sign. */
const UNITS = /[\p{L}\p{M}\p{N}]+|[^\s]/gu;

export interface WordMatrix {
  /** The words that have tokens, to tell whether two matrices are of the same. */
  readonly words: string;
  /** Sums of A over the tokens of two words, row by row. */
  readonly entries: readonly number[];
}

export function wordMatrix(
  { a, b }: { readonly a: string; readonly b: string },
  { tokensA, tokensB, matrix }: Explained,
): WordMatrix {
  const [rows, columns] = [groups(a, tokensA), groups(b, tokensB)];
  const entries = rows.flatMap(({ positions }) =>
    columns.map(({ positions: facing }) => {
      let sum = 0;
      for (const i of positions) for (const j of facing) sum += matrix[i]?.[j] ?? 0;
      return sum;
    }),
  );
  const starts = (words: ReturnType<typeof groups>) => words.map(({ start }) => start).join(' ');
  return { words: `${starts(rows)}|${starts(columns)}`, entries };
}

/** Words of a text with the positions of their tokens; those without any are left out. */
function groups(text: string, tokens: Explained['tokensA']) {
  const units = Array.from(text.matchAll(UNITS), ({ index, 0: { length } }) => {
    return { start: index, end: index + length, positions: [] as number[] };
  });
  tokens.forEach((token, i) => {
    const first = firstCharacter(text, token);
    if (first === null) return;
    units.find(({ start, end }) => first >= start && first < end)?.positions.push(i);
  });
  return units.filter(({ positions }) => positions.length > 0);
}
