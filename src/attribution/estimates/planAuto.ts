/**
 * Which estimate `auto` takes for a pair: the closest to Shapley's contributions of those that cost
 * about twice what integrated Jacobians do (docs/methods.md has what was measured).
 */
import { planCosts } from '../plan.js';
import type { TextPath } from '../textPath.js';
import { playersOf } from './players.js';
import { MOST_EXACT_PLAYERS } from './Shapley.js';

export type AutoPlan =
  /** Both texts by encodings: random halves and complements for Simpson's rule, or all coalitions. */
  | { readonly kind: 'encodings'; readonly pairsOfHalves: number }
  /** One text by encodings, the other's projections on it along paths. */
  | { readonly kind: 'projected'; readonly first: 'a' | 'b' };

/** Encodings and products through the network for each token, the unit of all costs here. */
export interface AutoCosts {
  /** Integrated Jacobians from the layer asked for. */
  readonly ij: number;
  readonly encodings: (pairsOfHalves: number) => number;
}

/** In units of what integrated Jacobians cost. A third of what they may cost at most is left for errors. */
const BUDGET = 2;

/** More change little: the rule's own error remains. */
const MOST_PAIRS_OF_HALVES = 4;

/** Of a default explanation, both texts: what docs/performance.md counts. */
const NODES = 10;
const MARGINAL_NODES = 13;
/** Two vector-Jacobian products and the values themselves, in directions. */
const MARGINAL_DIRECTIONS = 3.4;

/** @param share of the network above the layer */
export function autoCosts(a: TextPath, b: TextPath, share: number): AutoCosts {
  const tokens = a.ids.length + b.ids.length;
  const matrix = NODES * Math.min(...Object.values(planCosts(a, b)));
  return {
    ij: share * (matrix + MARGINAL_NODES * MARGINAL_DIRECTIONS * tokens),
    encodings: (pairsOfHalves) => sideCost(a, pairsOfHalves) + sideCost(b, pairsOfHalves),
  };
}

export function planAuto(a: TextPath, b: TextPath, share: number): AutoPlan {
  const { ij, encodings } = autoCosts(a, b, share);
  for (let pairsOfHalves = MOST_PAIRS_OF_HALVES; pairsOfHalves > 0; pairsOfHalves--) {
    if (encodings(pairsOfHalves) <= BUDGET * ij) return { kind: 'encodings', pairsOfHalves };
  }
  // Products on the second text are as many as the first has parts.
  return { kind: 'projected', first: a.parts.length <= b.parts.length ? 'a' : 'b' };
}

function sideCost(path: TextPath, pairsOfHalves: number): number {
  const n = playersOf(path).length;
  const encodings = n <= MOST_EXACT_PLAYERS ? 2 ** n - 2 : 2 * n + pairsOfHalves * (2 * n + 2);
  return encodings * path.ids.length;
}
