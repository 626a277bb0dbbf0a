/**
 * One text in forward mode, its contributions then the cotangents of the other in reverse mode:
 * A_ij = (y − r)_j · [∫ J_yᵀ u_i dα]_j. As many products on the long text as the short one has parts.
 */
import type { Contributions } from './contributions.js';
import type { Derivatives } from './derivatives.js';
import type { Hooks } from './hooks.js';
import type { Accuracy, PairIntegral } from './pairIntegral.js';
import { PathIntegral } from './pathIntegral.js';
import { reverseProducts } from './pathProducts.js';
import { progressTo } from './progressTo.js';
import { REFINEMENTS, ruleOf } from './quadrature.js';
import { type TextPath, displacement } from './textPath.js';
import { dot, largest, remainder, rowDots, rowsOf } from './vectors.js';

/**
 * Share of the tolerance that forward mode must meet on what is known of the other text before
 * reverse mode starts; starting again with finer contributions would cost more than the caution.
 */
const CAUTION = 1 / 4;

/**
 * @param first text in forward mode: rows of the matrix
 * @param second text in reverse mode: columns
 * Throws UnsupportedNode, RunError, Cancelled. Cost: nodes × parts of the first × tokens of both.
 */
export async function mixedPair(
  derivatives: Derivatives,
  contributions: Contributions,
  layer: number,
  first: TextPath,
  second: TextPath,
  accuracy: Accuracy,
  hooks: Hooks,
): Promise<PairIntegral> {
  const rules = 'nodes' in accuracy ? [ruleOf(accuracy.nodes)] : REFINEMENTS;
  const error = 'nodes' in accuracy ? Infinity : accuracy.error;
  const size = derivatives.encoder.embeddingSize;
  const [whole, otherWhole] = [displacement(first), displacement(second)];
  const u = await contributions.of(derivatives, layer, first, rules);
  const known = [otherWhole, second.text.embedding, second.reference.embedding];
  const missed = () => remainder(whole, rowsOf(u.value, size));
  let refined = u.started || (await u.refine(hooks));
  while (refined && largest(rowDots(known, missed())) > CAUTION * error) {
    refined = await u.refine(hooks);
  }
  hooks.progress('attributing', 0.25);

  let evaluations = 0;
  for (;;) {
    const rows = rowsOf(u.value, size);
    const cotangents = [...rows, first.text.embedding, missed()];
    const products = await reverseProducts(derivatives, layer, second, cotangents);
    const integral = new PathIntegral(products, rules);
    const left = error - Math.abs(dot(missed(), otherWhole));
    await integrate(integral, cotangents, otherWhole, products.width, left, hooks);
    evaluations += integral.evaluations;
    const found = rowsOf(integral.value, products.width);
    const columnErrors = found.at(-1) ?? [];
    const enough = largest(columnErrors) <= error / 2;
    if (enough || 'nodes' in accuracy || !(await u.refine(hooks))) {
      return {
        matrix: Float64Array.from(found.slice(0, rows.length).flatMap((row) => [...row])),
        rowMarginals: rowDots(rows, second.text.embedding),
        columnMarginals: Float64Array.from(found[rows.length] ?? []),
        evaluations: u.evaluations + evaluations,
      };
    }
  }
}

/** Refines until no row's sum misses its known value c · (e(y) − e(r)) by more than `error`. */
async function integrate(
  integral: PathIntegral,
  cotangents: readonly ArrayLike<number>[],
  whole: Float64Array,
  width: number,
  error: number,
  hooks: Hooks,
): Promise<void> {
  const progress = progressTo(error, hooks, 0.25);
  const expected = rowDots(cotangents, whole);
  while (await integral.refine(hooks)) {
    const sums = rowsOf(integral.value, width).map((row) => row.reduce((sum, x) => sum + x, 0));
    const missing = sums.map((sum, k) => (expected[k] ?? 0) - sum);
    const rows = missing.slice(0, -2);
    const total = rows.reduce((sum, x) => sum + x, 0);
    const worst = largest([...rows, total]);
    if (worst <= error) return;
    progress(worst);
  }
}
