/**
 * One text in forward mode, its contributions then the cotangents of the other in reverse mode:
 * A_ij = (y − r)_j · [∫ J_yᵀ u_i dα]_j. As many products on the long text as the short one has parts.
 */
import type { Hooks } from './hooks.js';
import type { PairIntegral } from './pairIntegral.js';
import type { PairContext, PairSide } from './pairSide.js';
import { PathIntegral } from './pathIntegral.js';
import { reverseProducts } from './pathProducts.js';
import { dot, largest, remainder, rowDots, rowsOf } from './vectors.js';

/**
 * Share of the tolerance that forward mode must meet on what is known of the other text before
 * reverse mode starts; starting again with finer contributions would cost more than the caution. The
 * marginals that it is measured against are no more exact than this.
 */
const CAUTION = 1 / 2;

/**
 * Better matrices in turn, until the rules run out.
 * @param first text in forward mode: rows of the matrix
 * @param second text in reverse mode: columns
 * Throws UnsupportedNode, RunError, Cancelled. Cost: nodes × parts of the first × tokens of both.
 */
export async function* mixedPair(
  { derivatives, contributions, layer, error, fixedNodes }: PairContext,
  first: PairSide,
  second: PairSide,
  hooks: Hooks,
): AsyncGenerator<PairIntegral> {
  const size = derivatives.encoder.embeddingSize;
  const u = await contributions.of(
    derivatives,
    layer,
    first.path,
    first.rules(CAUTION),
    fixedNodes,
  );
  const rows = () => rowsOf(u.value, size);
  const missed = () => remainder(first.whole, rows());
  const { text, reference } = second.path;
  const known = [second.whole, text.embedding, reference.embedding];
  const uError = () => {
    const totals = rowDots(known, missed());
    const each = differences(rowDots(rows(), second.whole), first.marginals.pairs);
    return Math.max(largest(totals), largest(each));
  };
  let refined = u.applied !== undefined || (await u.refine(hooks));
  while (refined && uError() > CAUTION * error) refined = await u.refine(hooks);

  let evaluations = 0;
  for (let started = true; started; started = await u.refine(hooks)) {
    const cotangents = rows();
    const products = await reverseProducts(derivatives, layer, second.path, cotangents);
    const integral = new PathIntegral(products, second.rules(1));
    const expected = rowDots(cotangents, second.whole);
    while (await integral.refine(hooks)) {
      const matrix = integral.value;
      yield { matrix, evaluations: u.evaluations + evaluations + integral.evaluations };
      const found = rowsOf(matrix, products.width);
      const sums = found.map((row) => row.reduce((total, x) => total + x, 0));
      const columns = first.path.parts.length > 0 ? columnSums(found) : [];
      const rowError = largest(differences(sums, expected));
      const columnError = largest(differences(columns, second.marginals.pairs));
      // What finer nodes on the second text would not mend.
      if (Math.max(columnError, Math.abs(dot(missed(), second.whole))) > 2 * rowError + error) {
        break;
      }
    }
    evaluations += integral.evaluations;
  }
}

function columnSums(rows: readonly Float64Array[]): Float64Array {
  const sums = new Float64Array(rows[0]?.length ?? 0);
  for (const row of rows) row.forEach((value, j) => (sums[j] = (sums[j] ?? 0) + value));
  return sums;
}

function differences(x: ArrayLike<number>, y: ArrayLike<number>): Float64Array {
  return Float64Array.from(x, (value, i) => value - (y[i] ?? 0));
}
