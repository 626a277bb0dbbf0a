/** Integrated Jacobians by a fixed rule, as a game whose players are the parts of the text itself. */
import type { Derivatives } from '../derivatives.js';
import type { Hooks } from '../hooks.js';
import { reverseProducts } from '../pathProducts.js';
import { ruleOf } from '../quadrature.js';
import type { TextPath } from '../textPath.js';
import { playersOf } from './players.js';
import { type Projections, sharedOut } from './sharedOut.js';

/**
 * Nodes of the rule: its error stays below 1e-3 of a score (docs/quadrature.md), a small part of what
 * separates these contributions from Shapley's.
 */
export const STRAIGHT_NODES = 8;

/**
 * Contributions projected on vectors of R^D, [cotangents × parts]. Parts that are the same in the
 * reference, special tokens, have none: above the embeddings their states move, too, and what that adds
 * is shared equally among the others, as all that is missed.
 * @param sums e(x) − e(r) projected on each cotangent
 * @param progress share of the nodes that is done
 * Invariant: rows have the known sums. Throws UnsupportedNode, RunError, Cancelled.
 * Cost: STRAIGHT_NODES products.
 */
export async function straightProjections(
  derivatives: Derivatives,
  layer: number,
  path: TextPath,
  cotangents: readonly ArrayLike<number>[],
  sums: Float64Array,
  hooks: Hooks,
  progress: (done: number) => void,
): Promise<Projections> {
  const products = await reverseProducts(derivatives, layer, path, cotangents);
  const { nodes, weights } = ruleOf(STRAIGHT_NODES);
  const players = playersOf(path);
  const value = new Float64Array(cotangents.length * path.parts.length);
  for (const [node, alpha] of nodes.entries()) {
    const found = await products.at(alpha, hooks);
    cotangents.forEach((_, k) => {
      for (const part of players) {
        const at = k * path.parts.length + part;
        value[at] = (value[at] ?? 0) + (weights[node] ?? 0) * (found[at] ?? 0);
      }
    });
    progress((node + 1) / nodes.length);
  }
  return sharedOut(path, value, sums);
}
