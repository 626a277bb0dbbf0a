/**
 * Contributions u_i = ∫₀¹ J(α)[:, i] (x − r)_i dα ∈ R^D of the parts of a text to its embedding.
 * One Jacobian-vector product per part and quadrature node (DESIGN: contract before you
 * differentiate), where the published algorithm takes D vector-Jacobian products.
 */
import type { Encoder, Encoding } from '../encoder/encoder.js';
import type { Session } from '../encoder/runtime.js';
import { Directions } from './directions.js';
import type { Hooks } from './hooks.js';
import { fixedRule, refinements } from './quadrature.js';

/** A text on its way from its reference, at one layer. */
export interface TextPath {
  /** Ids of the text (for masks and the like), S of them. */
  readonly ids: readonly number[];
  readonly text: Encoding;
  readonly reference: Encoding;
  /** Positions moved together; each part gets one contribution. A partition of 0..S−1. */
  readonly parts: readonly (readonly number[])[];
}

export interface Contributions {
  /** [parts × D], row-major. */
  readonly vectors: Float64Array;
  /** Quadrature nodes evaluated. */
  readonly evaluations: number;
  /** |Σ u_i − (e(x) − e(r))|: the true integration error, which completeness gives for free. */
  readonly error: number;
}

export type Accuracy =
  /** Bound on `error`. */
  { readonly error: number } | { readonly nodes: number };

/**
 * Invariant: with `error` given, the result's error is within it unless the finest rule ran out.
 * Cost: nodes × ⌈parts / chunk⌉ runs of the derivative graph. Throws RunError, Cancelled.
 */
export async function integrate(
  encoder: Encoder,
  session: Session,
  layer: number,
  path: TextPath,
  accuracy: Accuracy,
  hooks: Hooks,
): Promise<Contributions> {
  const directions = new Directions(encoder, session, layer, path, hooks);
  const rules = 'nodes' in accuracy ? [fixedRule(layer, accuracy.nodes)] : refinements(layer);
  let best: Contributions | undefined;
  for (const rule of rules) {
    const vectors = await directions.integral(rule);
    const error = incompleteness(vectors, path);
    best = { vectors, error, evaluations: directions.evaluations };
    if ('error' in accuracy && error <= accuracy.error) break;
  }
  if (!best) throw new RangeError('Quadrature: expected at least one rule, got none');
  return best;
}

/** e(x) − e(r), [D]. */
export function displacement({ text, reference }: TextPath): Float64Array {
  return Float64Array.from(text.embedding, (value, d) => value - (reference.embedding[d] ?? 0));
}

function incompleteness(vectors: Float64Array, path: TextPath): number {
  const gap = displacement(path);
  const size = gap.length;
  vectors.forEach((value, i) => (gap[i % size] = (gap[i % size] ?? 0) - value));
  return Math.hypot(...gap);
}
