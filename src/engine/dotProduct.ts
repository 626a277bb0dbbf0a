/** Explanations of the inner product instead of the cosine: the same numbers, not divided by the norms. */
import { idsOf } from '../attribution/aggregate.js';
import type { Explainer } from '../attribution/explain.js';
import type { TextResult } from '../attribution/explainTexts.js';
import { InputError } from '../attribution/inputError.js';
import { dot } from '../attribution/vectors.js';
import type { Explanation } from '../protocol.js';

/**
 * @param result what the explanation was made of
 * Throws InputError for texts in windows, whose cosines are compared with each other, and RunError.
 * Cost: two encodings, which are kept.
 */
export async function asDotProduct<E extends Explanation>(
  explanation: E,
  { embeddings }: Explainer,
  { tokensA, tokensB, windows }: Pick<TextResult, 'tokensA' | 'tokensB' | 'windows'>,
): Promise<E> {
  if (windows) throw new InputError('Score: expected cosine for texts in windows, got dot');
  const [x, y] = [await embeddings.of(idsOf(tokensA)), await embeddings.of(idsOf(tokensB))];
  return scaled(explanation, Math.sqrt(dot(x, x) * dot(y, y)));
}

function scaled<E extends Explanation>(explanation: E, norms: number): E {
  const { score, ledger, matrix, marginalA, marginalB, error, tolerance } = explanation;
  const times = (values: Float64Array) => values.map((value) => value * norms);
  return {
    ...explanation,
    scoreKind: 'dot' as const,
    score: score * norms,
    ledger: {
      constant: ledger.constant * norms,
      onlyA: ledger.onlyA * norms,
      onlyB: ledger.onlyB * norms,
      pairs: ledger.pairs * norms,
      residual: ledger.residual * norms,
    },
    matrix: matrix && times(matrix),
    marginalA: times(marginalA),
    marginalB: times(marginalB),
    error: error * norms,
    tolerance: tolerance === null ? null : tolerance * norms,
  };
}
