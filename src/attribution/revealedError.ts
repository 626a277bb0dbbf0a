/** What completeness tells of a pair matrix: the error of its sum, and of every row and column. */
import type { PairSide } from './pairSide.js';
import { dot, largest } from './vectors.js';

/**
 * Largest of |Σ A − Δ_a·Δ_b|, |Σ_j A_ij − u_i·Δ_b| and |Σ_i A_ij − v_j·Δ_a|, the last two known from
 * the marginals, to their own accuracy. On the scale of inner products of embeddings.
 * @param matrix [parts of a × parts of b], not divided by the norms
 */
export function revealedError(matrix: Float64Array, a: PairSide, b: PairSide): number {
  const [rows, columns] = [a.path.parts.length, b.path.parts.length];
  const rowErrors = a.marginals.pairs.map((value) => -value);
  const columnErrors = b.marginals.pairs.map((value) => -value);
  let total = -dot(a.whole, b.whole);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const entry = matrix[i * columns + j] ?? 0;
      rowErrors[i] = (rowErrors[i] ?? 0) + entry;
      columnErrors[j] = (columnErrors[j] ?? 0) + entry;
      total += entry;
    }
  }
  return Math.max(Math.abs(total), largest(rowErrors), largest(columnErrors));
}
