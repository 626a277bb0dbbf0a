/**
 * Which exact way is the cheapest for a pair. Forward mode on a text takes one direction a part;
 * with one text's contributions as cotangents, reverse mode on the other takes one direction a part
 * of the *first*, so a short query pays for a long hit.
 */
import type { TextPath } from './textPath.js';

export type Plan =
  | 'forward both'
  /** Forward on a, then reverse on b. */
  | 'reverse b'
  /** Forward on b, then reverse on a. */
  | 'reverse a';

/** A vector-Jacobian product in units of a Jacobian-vector product, measured on the bundled model. */
const REVERSE_COST = 1.2;

/** Every run computes the values themselves, too: about as much as one direction. */
const VALUES = 1;

/** Cost of each plan in directions × tokens, which runs of the derivative graphs are linear in. */
export function planCosts(a: TextPath, b: TextPath): Readonly<Record<Plan, number>> {
  const forward = (path: TextPath) => (path.parts.length + VALUES) * path.ids.length;
  const mixed = (first: TextPath, second: TextPath) =>
    forward(first) + (REVERSE_COST * first.parts.length + VALUES) * second.ids.length;
  return {
    'forward both': forward(a) + forward(b),
    'reverse b': mixed(a, b),
    'reverse a': mixed(b, a),
  };
}

export function choosePlan(a: TextPath, b: TextPath): Plan {
  const costs = planCosts(a, b);
  const plans: readonly Plan[] = ['forward both', 'reverse b', 'reverse a'];
  return plans.reduce((best, plan) => (costs[plan] < costs[best] ? plan : best));
}
