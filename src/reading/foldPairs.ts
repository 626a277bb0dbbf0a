import { hasPairs, type Explanation, type ExplanationWithPairs, type Token } from '../protocol.js';

/**
 * The folded matrix: every token that is no special one gets an equal share of its text's reference
 * embedding, w_i = u_i + e(r)/n, and B_ij = w_i · w'_j / norms. Its entries add up to the score but for
 * the residual: pairs and reference terms are in one matrix, at the price that a pair is no longer only
 * what the two tokens have to do with each other. Follows from A and the ledger without the embeddings:
 * u_i · e(r_b) is what of a token's total its pairs leave.
 * At a level coarser than tokens each unit gets an equal share. Cost: three passes over the matrix.
 */
export function foldPairs(explanation: Explanation): Explanation {
  if (!hasPairs(explanation)) return explanation;
  const { matrix, tokensA, tokensB, marginalA, marginalB, ledger } = explanation;
  const [countA, countB] = [ownTokens(tokensA), ownTokens(tokensB)];
  if (countA === 0 || countB === 0) return explanation;
  const only = onlyTerms(explanation);
  const shareA = (i: number) => (tokensA[i]?.special === true ? 0 : 1 / countA);
  const shareB = (j: number) => (tokensB[j]?.special === true ? 0 : 1 / countB);
  const width = tokensB.length;
  const folded = matrix.map((value, k) => {
    const [i, j] = [Math.floor(k / width), k % width];
    const reference = ledger.constant * shareA(i) * shareB(j);
    return value + (only.a[i] ?? 0) * shareB(j) + (only.b[j] ?? 0) * shareA(i) + reference;
  });
  return {
    ...explanation,
    matrix: folded,
    marginalA: marginalA.map((value, i) => value + (ledger.constant + ledger.onlyB) * shareA(i)),
    marginalB: marginalB.map((value, j) => value + (ledger.constant + ledger.onlyA) * shareB(j)),
  };
}

const ownTokens = (tokens: readonly Token[]): number =>
  tokens.filter(({ special }) => !special).length;

/** What each token of either text adds by itself: its total without its pairs. */
function onlyTerms({ matrix, tokensA, tokensB, marginalA, marginalB }: ExplanationWithPairs) {
  const a = Float64Array.from(marginalA);
  const b = Float64Array.from(marginalB);
  tokensA.forEach((_, i) => {
    tokensB.forEach((_other, j) => {
      const value = matrix[i * tokensB.length + j] ?? 0;
      a[i] = (a[i] ?? 0) - value;
      b[j] = (b[j] ?? 0) - value;
    });
  });
  return { a, b };
}
