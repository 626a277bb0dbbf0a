/**
 * The folded matrix: every token of a text takes an equal share of what its reference adds, so that
 * the entries add up to the score itself, not to its pairs. With shares s_i (0 for special tokens, all
 * of a text's adding up to 1) and w_i = u_i + s_i e(r):
 *
 *     B_ij = w_i · w'_j / norms = A_ij + s'_j (u_i · e(r_b)) + s_i (e(r_a) · v_j) + s_i s'_j constant
 *
 * What the contributions miss of the embeddings, the ledger's residual among it, is shared in the same
 * way. A choice of ours: the published attributions drop these terms.
 */
import type { ExplanationWithPairs } from './explanation.js';
import type { Token } from './parts.js';

/** What a folded matrix is made of. */
export type Foldable = Pick<
  ExplanationWithPairs,
  'score' | 'matrix' | 'marginalA' | 'marginalB' | 'tokensA' | 'tokensB'
>;

/**
 * [tokensA.length × tokensB.length], row-major. Invariants: adds up to the score, to rounding; a coarser
 * level's entries are the sums of the finer one's, to the accuracy of both.
 */
export function foldedMatrix(explanation: Foldable): Float64Array<ArrayBuffer> {
  const { score, matrix, marginalA, marginalB } = explanation;
  const sharesA = shares(explanation.tokensA);
  const sharesB = shares(explanation.tokensB);
  const columns = sharesB.length;
  // u_i · e(r_b) and e(r_a) · v_j: totals without their pairs.
  const onlyA = Float64Array.from(marginalA);
  const onlyB = Float64Array.from(marginalB);
  matrix.forEach((value, at) => {
    onlyA[Math.floor(at / columns)]! -= value;
    onlyB[at % columns]! -= value;
  });
  const rest = score - sum(matrix) - sum(onlyA) - sum(onlyB);
  return matrix.map((value, at) => {
    const [i, j] = [Math.floor(at / columns), at % columns];
    const [a, b] = [sharesA[i] ?? 0, sharesB[j] ?? 0];
    return value + b * (onlyA[i] ?? 0) + a * (onlyB[j] ?? 0) + a * b * rest;
  });
}

/** A unit's share of the reference: the part of the text's tokens that it holds. */
function shares(units: readonly Token[]): number[] {
  const text = units.filter((unit) => !unit.special);
  // Ids whose references are all the same have nothing else to go by.
  const sharing = text.length > 0 ? text : units;
  const all = sharing.reduce((total, unit) => total + size(unit), 0);
  return units.map((unit) => (sharing.includes(unit) ? size(unit) / all : 0));
}

const size = ({ count }: Token) => count ?? 1;

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
