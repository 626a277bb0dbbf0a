import { hasPairs, type Explanation, type Side, type Token } from '../../src/protocol.js';
import {
  filterPairs,
  isFiltering,
  type FilteredPairs,
  type IsSame,
  type PairFilter,
} from './pairFilter.js';

/** How rows and columns follow each other. */
export type Order = 'text' | 'strength';

/** What of the matrix is shown, and how. */
export interface MatrixChoice {
  withSpecial: boolean;
  order: Order;
  filter: PairFilter;
  /** Only these tokens; null: all of that text. */
  focus: Record<Side, ReadonlySet<number> | null>;
}

/** Tokens in the order in which they are drawn; those that have no row or column are left out. */
export interface Arrangement {
  rows: readonly number[];
  columns: readonly number[];
  /** null: every pair is shown. */
  filtered: FilteredPairs | null;
}

/**
 * Rows and columns of what is chosen. A filter also takes away rows and columns in which nothing is
 * left: a few pairs of two long texts then have room for their labels.
 */
export function arrange(
  explanation: Explanation,
  choice: MatrixChoice,
  isSame: IsSame,
): Arrangement {
  const { tokensA, tokensB, marginalA, marginalB } = explanation;
  const { filter, focus, order } = choice;
  const rows = shownTokens(tokensA, choice.withSpecial, focus.a);
  const columns = shownTokens(tokensB, choice.withSpecial, focus.b);
  const isFiltered = hasPairs(explanation) && isFiltering(filter);
  const filtered = isFiltered ? filterPairs(explanation, rows, columns, filter, isSame) : null;
  const width = tokensB.length;
  const isUsed = (row: number, column: number) => filtered?.kept[row * width + column] === 1;
  const [keptRows, keptColumns] = filtered
    ? [
        rows.filter((row) => columns.some((column) => isUsed(row, column))),
        columns.filter((column) => rows.some((row) => isUsed(row, column))),
      ]
    : [rows, columns];
  return {
    rows: ordered(keptRows, order, tokensA, marginalA),
    columns: ordered(keptColumns, order, tokensB, marginalB),
    filtered,
  };
}

function shownTokens(
  tokens: readonly Token[],
  withSpecial: boolean,
  focus: ReadonlySet<number> | null,
): number[] {
  return tokens.flatMap(({ special }, i) =>
    (special && !withSpecial) || focus?.has(i) === false ? [] : [i],
  );
}

/** By strength: largest total first, special tokens after the text's own. */
function ordered(
  shown: readonly number[],
  order: Order,
  tokens: readonly Token[],
  totals: Float64Array,
): readonly number[] {
  if (order === 'text') return shown;
  const isSpecial = (token: number) => Number(tokens[token]?.special ?? false);
  const size = (token: number) => Math.abs(totals[token] ?? 0);
  return shown.toSorted((x, y) => isSpecial(x) - isSpecial(y) || size(y) - size(x) || x - y);
}
