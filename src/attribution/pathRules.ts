/** Which nodes an integral along a path takes next, and with which weights. */
import { fittedWeights } from './fittedWeights.js';
import { type PathDensity, transplantedBy } from './pathDensity.js';
import type { PathPoint, PathProducts } from './pathProducts.js';
import { type QuadratureRule, ruleOf } from './quadrature.js';

export interface PathRule {
  readonly nodes: readonly number[];
  /** @param points the products at each node */
  readonly weigh: (points: readonly PathPoint[], products: PathProducts) => PathWeights;
}

export interface PathWeights {
  readonly weights: ArrayLike<number>;
  /** What they are known to miss of a function like those that they are for; projected as the products. */
  readonly missed: Float64Array;
}

export interface PathRules {
  /** The next rule, undefined where there is none left. */
  next(): PathRule | undefined;
}

/** A rule whose weights need no knowledge of the path. What it misses, completeness alone tells. */
export const fixedRule = ({ nodes, weights }: QuadratureRule): PathRule => ({
  nodes,
  weigh: (_, products) => ({ weights, missed: new Float64Array(products.project([]).length) }),
});

/** Ordinary rules in turn. */
export function inTurn(rules: readonly QuadratureRule[]): PathRules {
  const left = rules.values();
  return {
    next() {
      const { value } = left.next();
      return value && fixedRule(value);
    },
  };
}

/** Most nodes to start with; a tolerance that asks for more is met by even nodes sooner. */
const MOST_AT_FIRST = 48;

/** Most nodes with fitted weights: what the largest start is refined to. */
const MOST_FITTED = 2 * MOST_AT_FIRST + 1;

/** Bounds on the share of e′ that fitting takes for rounding. */
const TRUST = { least: 1e-6, most: 1e-3 };

/**
 * Nodes where the network bends with weights fitted to the path, as many as the tolerance is expected to
 * need; then those and one between any two, at the places of a rule of the same kind; then ordinary rules.
 * @param tolerance on the scale of scores
 * @param beyond rules of growing size; those with more than MOST_FITTED nodes are used
 */
export function fittedRules(
  density: PathDensity,
  tolerance: number,
  beyond: readonly QuadratureRule[],
): PathRules {
  const trust = Math.min(TRUST.most, Math.max(TRUST.least, tolerance));
  const finer = inTurn(beyond.filter((rule) => rule.nodes.length > MOST_FITTED));
  let count = startingNodes(density, tolerance);
  return {
    next() {
      if (count > MOST_FITTED) return finer.next();
      const even = transplantedBy(density, ruleOf(count));
      count = 2 * count + 1;
      return {
        nodes: even.nodes,
        weigh: (points, products) => fittedWeights(even, points, products, trust),
      };
    },
  };
}

/**
 * Nodes that usually suffice. Measured on seven pairs of the bundled model at tolerances of 1e-2 to 1e-4, where
 * a middle layer's path bends in a stretch of 0.4 and one from the embeddings in 0.22, and on small random
 * encoders at 1e-5: the more the narrower, and with each digit more, since fitting loses its edge.
 */
function startingNodes({ width }: PathDensity, tolerance: number): number {
  const digits = Math.max(0, -Math.log10(tolerance));
  const nodes = 3 + 5.75 * (0.4 / Math.min(width, BROAD)) ** 1.3 * (digits / 3) ** 2.4;
  return Math.min(MOST_AT_FIRST, Math.max(LEAST_FITTED, Math.round(nodes)));
}

/** A path that bends in a wider stretch than this is taken for one of this width. */
const BROAD = 0.45;

/** Fewest nodes: with fewer the picture is the first one again. */
const LEAST_FITTED = 6;
