/**
 * Weights for one path's nodes, whichever they are, that integrate what is known exactly. The embedding's
 * derivative along the path, e′(α) = J(α)(x − r), is what all tokens' integrands add up to; its integral
 * is e(x) − e(r). Tokens' integrands bend where it bends, so weights that get its D components right get
 * theirs right, too: with eight nodes at the middle layer as well as plain midpoints with twenty-four
 * (docs/quadrature.md).
 */
import type { PathPoint, PathProducts } from './pathProducts.js';
import type { QuadratureRule } from './quadrature.js';
import { solve } from './solve.js';

export interface FittedWeights {
  readonly weights: Float64Array;
  /**
   * What the weights miss of ∫ (α − ½) e′ dα, which is known as well and was not fitted: what they would
   * miss of a token that moves the embedding early on the path and back later. Projected as the products.
   */
  readonly missed: Float64Array;
}

/**
 * A rule's weights, changed as little as it takes for e′ to be integrated exactly: least squares over the
 * components of the projection, each weight's change in proportion to its size.
 * @param points one a node
 * @param trust how much of e′ is believed to be no more than rounding, as a share of its mean square
 * Cost: n² D for n nodes.
 */
export function fittedWeights(
  { nodes, weights: smooth }: QuadratureRule,
  points: readonly PathPoint[],
  products: PathProducts,
  trust: number,
): FittedWeights {
  const { from, to } = products.ends;
  const velocities = points.map(({ velocity }) => velocity);
  const whole = products.project(to.map((value, d) => value - (from[d] ?? 0)));
  const size = velocities.reduce((sum, velocity) => sum + inner(velocity, velocity), 0);
  if (!(size > 0)) {
    return { weights: Float64Array.from(smooth), missed: new Float64Array(whole.length) };
  }

  const scale = nodes.length / size;
  const lacking = whole.map((value, c) => value - weighted(smooth, velocities, c));
  const freedom = Array.from(smooth, (weight) => Math.max(Math.abs(weight), 1e-3) * nodes.length);
  const gram = velocities.map((x, i) =>
    velocities.map((y, j) => inner(x, y) * scale * (freedom[j] ?? 0) + (i === j ? trust : 0)),
  );
  const change = solve(
    gram,
    velocities.map((velocity) => inner(velocity, lacking) * scale),
  );
  const weights = Float64Array.from(
    smooth,
    (weight, i) => weight + (freedom[i] ?? 0) * (change[i] ?? 0),
  );

  // By parts: ∫ (α − ½) e′ = (e(1) + e(0)) / 2 − ∫ e, where e is smoother than its derivative.
  const moment = to.map((end, d) => {
    const mean = points.reduce((sum, { embedding }, i) => {
      return sum + (smooth[i] ?? 0) * (embedding[d] ?? 0);
    }, 0);
    return (end + (from[d] ?? 0)) / 2 - mean;
  });
  const leaning = weights.map((weight, i) => weight * ((nodes[i] ?? 0) - 0.5));
  const missed = products
    .project(moment)
    .map((value, c) => value - weighted(leaning, velocities, c));
  return { weights, missed };
}

const weighted = (weights: ArrayLike<number>, rows: readonly Float64Array[], column: number) =>
  rows.reduce((sum, row, i) => sum + (weights[i] ?? 0) * (row[column] ?? 0), 0);

function inner(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (x[i] ?? 0) * (y[i] ?? 0);
  return sum;
}
