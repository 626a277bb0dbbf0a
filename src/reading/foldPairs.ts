import { foldedMatrix, hasPairs, type Explanation } from '../protocol.js';

/**
 * The explanation with its folded matrix, whose entries add up to the score: the totals of tokens are
 * then the sums of its rows and columns. The ledger stays what it is.
 */
export function foldPairs(explanation: Explanation): Explanation {
  if (!hasPairs(explanation)) return explanation;
  const { tokensA, tokensB } = explanation;
  const matrix = foldedMatrix(explanation);
  const columns = tokensB.length;
  const marginalA = new Float64Array(tokensA.length);
  const marginalB = new Float64Array(columns);
  matrix.forEach((value, k) => {
    const [i, j] = [Math.floor(k / columns), k % columns];
    marginalA[i] = (marginalA[i] ?? 0) + value;
    marginalB[j] = (marginalB[j] ?? 0) + value;
  });
  return { ...explanation, matrix, marginalA, marginalB };
}
