import type { Explanation } from '../protocol.js';
import type { ReadingUnit } from './groupTokens.js';

/**
 * The same explanation with units for tokens: blocks of the matrix and of both totals are added up, so
 * score, ledger and every sum stay what they are. Cost: one pass over the matrix.
 */
export function coarsen(
  explanation: Explanation,
  unitsA: readonly ReadingUnit[],
  unitsB: readonly ReadingUnit[],
): Explanation {
  const { matrix, tokensA, tokensB, marginalA, marginalB } = explanation;
  const isSame = unitsA.length === tokensA.length && unitsB.length === tokensB.length;
  if (isSame && [...unitsA, ...unitsB].every(({ members }) => members.length === 1)) {
    return explanation;
  }
  return {
    ...explanation,
    tokensA: unitsA.map(({ token }) => token),
    tokensB: unitsB.map(({ token }) => token),
    matrix: matrix && blockSums(matrix, unitsA, unitsB, tokensB.length),
    marginalA: sums(marginalA, unitsA),
    marginalB: sums(marginalB, unitsB),
    method: withoutErrors(explanation.method),
  };
}

/** Errors of entries do not tell those of their sums: samples of one token move all its pairs. */
export function withoutErrors({
  asked,
  a,
  b,
  error,
}: Explanation['method']): Explanation['method'] {
  return { asked, a, b, error };
}

/** Sums over the units' tokens. */
export function sums(values: Float64Array, units: readonly ReadingUnit[]) {
  return Float64Array.from(units, ({ members }) =>
    members.reduce((sum, i) => sum + (values[i] ?? 0), 0),
  );
}

/** [unitsA.length × unitsB.length] from [tokens × columns], both row-major. */
function blockSums(
  matrix: Float64Array,
  unitsA: readonly ReadingUnit[],
  unitsB: readonly ReadingUnit[],
  columns: number,
) {
  const unitOf = new Int32Array(columns);
  unitsB.forEach(({ members }, unit) => {
    for (const token of members) unitOf[token] = unit;
  });
  const result = new Float64Array(unitsA.length * unitsB.length);
  unitsA.forEach(({ members }, unit) => {
    const first = unit * unitsB.length;
    for (const row of members) {
      for (let column = 0; column < columns; column++) {
        const k = first + (unitOf[column] ?? 0);
        result[k] = (result[k] ?? 0) + (matrix[row * columns + column] ?? 0);
      }
    }
  });
  return result;
}
