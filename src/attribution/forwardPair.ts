/**
 * Both texts in forward mode: contributions u and v as vectors, then A_ij = u_i · v_j. Refines
 * whichever side errs more.
 */
import type { Contributions } from './contributions.js';
import type { Derivatives } from './derivatives.js';
import type { Hooks } from './hooks.js';
import type { Accuracy, PairIntegral } from './pairIntegral.js';
import type { PathIntegral } from './pathIntegral.js';
import { progressTo } from './progressTo.js';
import { REFINEMENTS, ruleOf } from './quadrature.js';
import { type TextPath, displacement } from './textPath.js';
import { crossDots, dot, largest, remainder, rowDots, rowsOf } from './vectors.js';

/** Throws UnsupportedNode, RunError, Cancelled. Cost: nodes × parts × tokens of each text. */
export async function forwardPair(
  derivatives: Derivatives,
  contributions: Contributions,
  layer: number,
  a: TextPath,
  b: TextPath,
  accuracy: Accuracy,
  hooks: Hooks,
): Promise<PairIntegral> {
  const rules = 'nodes' in accuracy ? [ruleOf(accuracy.nodes)] : REFINEMENTS;
  const side = async (path: TextPath) => ({
    whole: displacement(path),
    integral: await contributions.of(derivatives, layer, path, rules),
  });
  const size = derivatives.encoder.embeddingSize;
  const [u, v] = [await side(a), await side(b)];
  if (!u.integral.started) await u.integral.refine(hooks);
  hooks.progress('attributing', 0.25);
  if (!v.integral.started) await v.integral.refine(hooks);
  if ('error' in accuracy) {
    const progress = progressTo(accuracy.error, hooks, 0.5);
    for (;;) {
      const [errorU, errorV] = [revealedError(u, v, size), revealedError(v, u, size)];
      if (errorU + errorV <= accuracy.error) break;
      progress(errorU + errorV);
      const [worse, better] = errorU > errorV ? [u, v] : [v, u];
      if (!(await worse.integral.refine(hooks)) && !(await better.integral.refine(hooks))) break;
    }
  }
  const [rows, columns] = [rowsOf(u.integral.value, size), rowsOf(v.integral.value, size)];
  return {
    matrix: crossDots(rows, columns),
    rowMarginals: rowDots(rows, b.text.embedding),
    columnMarginals: rowDots(columns, a.text.embedding),
    evaluations: u.integral.evaluations + v.integral.evaluations,
  };
}

interface Side {
  /** e(x) − e(r), which the contributions add up to in the limit. */
  readonly whole: Float64Array;
  /** [parts × D]. */
  readonly integral: PathIntegral;
}

/**
 * How far the missed part ε of one side's integral moves the score, or any row or column of the
 * matrix: max(|ε·Δ|, max_j |ε·v_j|), Δ the other text's displacement, v_j its contributions.
 */
function revealedError(side: Side, other: Side, size: number): number {
  const missed = remainder(side.whole, rowsOf(side.integral.value, size));
  const facing = [other.whole, ...rowsOf(other.integral.value, size)];
  return largest(facing.map((vector) => dot(missed, vector)));
}
