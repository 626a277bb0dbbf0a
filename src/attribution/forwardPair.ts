/**
 * Both texts in forward mode: contributions u and v as vectors, then A_ij = u_i · v_j. Refines
 * whichever side errs more.
 */
import type { Hooks } from './hooks.js';
import type { PairIntegral } from './pairIntegral.js';
import type { PairContext, PairSide } from './pairSide.js';
import type { PathIntegral } from './pathIntegral.js';
import { crossDots, largestTogether, remainder, rowDots, rowsOf } from './vectors.js';

/**
 * Better matrices in turn, until the rules run out.
 * Throws UnsupportedNode, RunError, Cancelled. Cost: nodes × parts × tokens of each text.
 */
export async function* forwardPair(
  { derivatives, contributions, layer, fixedNodes }: PairContext,
  a: PairSide,
  b: PairSide,
  hooks: Hooks,
): AsyncGenerator<PairIntegral> {
  const size = derivatives.encoder.embeddingSize;
  const side = async ({ path, whole, rules }: PairSide): Promise<Side> => {
    const integral = await contributions.of(derivatives, layer, path, rules(1), fixedNodes);
    if (!integral.applied) await integral.refine(hooks);
    return { whole, integral };
  };
  const [u, v] = [await side(a), await side(b)];
  for (;;) {
    const [rows, columns] = [rowsOf(u.integral.value, size), rowsOf(v.integral.value, size)];
    const [uError, vError] = [revealedError(u, v, size), revealedError(v, u, size)];
    yield {
      matrix: crossDots(rows, columns),
      totalA: rowDots(rows, b.path.text.embedding),
      totalB: rowDots(columns, a.path.text.embedding),
      evaluations: u.integral.evaluations + v.integral.evaluations,
      error: Math.max(uError, vError),
    };
    const [worse, better] = uError > vError ? [u, v] : [v, u];
    if (!(await worse.integral.refine(hooks)) && !(await better.integral.refine(hooks))) return;
  }
}

interface Side {
  /** e(x) − e(r), which the contributions add up to in the limit. */
  readonly whole: Float64Array;
  /** [parts × D]. */
  readonly integral: PathIntegral;
}

/**
 * How far what one side's integral misses, ε of its sum and μ of its first moment, may move the score, or any
 * row or column of the matrix: the largest |ε·c| + |μ·c| of the other text's displacement and contributions c.
 */
function revealedError({ whole, integral }: Side, other: Side, size: number): number {
  const facing = [other.whole, ...rowsOf(other.integral.value, size)];
  const missed = [remainder(whole, rowsOf(integral.value, size)), integral.missed];
  return largestTogether(missed.map((vector) => rowDots(facing, vector)));
}
