/**
 * Where on a path the network bends. Between two texts' hidden states a network passes from one basin
 * to the other in a short stretch, the shorter the more layers lie above; every token's integrand bends
 * there. How far the embedding moves between a few points tells the stretch, and nodes even in what is
 * left of the way crowd there: transplanted quadrature (Hale & Trefethen 2008,
 * https://doi.org/10.1137/07068607X) with a map that is measured instead of chosen.
 */
import type { QuadratureRule } from './quadrature.js';

/** A change of variable t(α) on [0, 1], increasing and smooth. */
export interface PathDensity {
  readonly at: (alpha: number) => number;
  /** dt/dα. */
  readonly slope: (alpha: number) => number;
  /** Width of the stretch in which the embedding makes half its way, as a share of the path. */
  readonly width: number;
}

/**
 * Share of the nodes that go where the embedding moves, the others being even: the more the narrower the
 * stretch. Of seven pairs, 0.3 is best at the middle layer (width 0.4), 0.6 at the embeddings (0.22).
 */
const movingShare = (width: number) => Math.min(0.6, Math.max(0.2, 0.9 - 1.5 * width));

/** Slopes that are tried; nothing measured was steeper or flatter. */
const SLOPES = { least: 0.02, most: 0.6, steps: 40 };
const CENTRES = 60;

/**
 * The density that follows the embedding: its way as a logistic function of α, by least squares.
 * @param alphas increasing, 0 and 1 included
 * @param arcs how far the embedding moves from each to the next; all zero: it does not move
 * Cost: some thousand evaluations of the logistic function.
 */
export function densityOf(alphas: readonly number[], arcs: readonly number[]): PathDensity {
  const length = arcs.reduce((sum, arc) => sum + arc, 0);
  if (!(length > 0)) return { at: (alpha) => alpha, slope: () => 1, width: 0.5 };
  let way = 0;
  const ways = [0, ...arcs.map((arc) => (way += arc / length))];
  let best = { error: Infinity, centre: 0.5, slope: SLOPES.most };
  for (let i = 0; i <= CENTRES; i++) {
    for (let j = 0; j <= SLOPES.steps; j++) {
      const centre = i / CENTRES;
      const slope = SLOPES.least * (SLOPES.most / SLOPES.least) ** (j / SLOPES.steps);
      const fitted = logistic(centre, slope);
      const error = alphas.reduce((sum, x, n) => sum + (fitted.at(x) - (ways[n] ?? 0)) ** 2, 0);
      if (error < best.error) best = { error, centre, slope };
    }
  }
  const fitted = logistic(best.centre, best.slope);
  const width = 2 * Math.log(3) * best.slope;
  const share = movingShare(width);
  return {
    at: (alpha) => (1 - share) * alpha + share * fitted.at(alpha),
    slope: (alpha) => 1 - share + share * fitted.slope(alpha),
    width,
  };
}

/** The logistic function, scaled to run from 0 to 1 on [0, 1], and its derivative. */
function logistic(centre: number, slope: number): Pick<PathDensity, 'at' | 'slope'> {
  const raw = (alpha: number) => 1 / (1 + Math.exp((centre - alpha) / slope));
  const [low, high] = [raw(0), raw(1)];
  return {
    at: (alpha) => (raw(alpha) - low) / (high - low),
    slope: (alpha) => (raw(alpha) * (1 - raw(alpha))) / slope / (high - low),
  };
}

/** A rule in t as a rule in α: dα = dt / (dt/dα). */
export function transplantedBy({ at, slope }: PathDensity, rule: QuadratureRule): QuadratureRule {
  const nodes = rule.nodes.map((t) => {
    let [low, high] = [0, 1];
    for (let step = 0; step < 50; step++) {
      const middle = (low + high) / 2;
      if (at(middle) < t) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  });
  return { nodes, weights: nodes.map((alpha, i) => (rule.weights[i] ?? 0) / slope(alpha)) };
}
