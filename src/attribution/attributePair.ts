/**
 * Attributes the similarity of two encoded texts to the pairs of their parts.
 */
import type { Encoder, Encoding } from '../encoder/encoder.js';
import { RunError, type Session } from '../encoder/runtime.js';
import {
  type Accuracy,
  type Contributions,
  type TextPath,
  displacement,
  integrate,
} from './contributions.js';
import type { Hooks } from './hooks.js';
import { type Ledger, settle } from './ledger.js';
import { dot, marginals, pairMatrix } from './pairMatrix.js';

/** How exact: a bound on |residual|, or a number of quadrature nodes a text. */
export type PairAccuracy = { readonly tolerance: number } | { readonly nodes: number };

export interface PairAttribution {
  readonly score: number;
  readonly ledger: Ledger;
  /** [parts of a × parts of b], row-major. */
  readonly matrix: Float64Array<ArrayBuffer>;
  readonly marginalA: Float64Array<ArrayBuffer>;
  readonly marginalB: Float64Array<ArrayBuffer>;
  readonly evaluations: number;
}

/**
 * @param session the derivative graph of this encoder at this layer
 * Throws RunError, Cancelled. Cost: nodes × directions / chunk runs a text.
 */
export async function attributePair(
  encoder: Encoder,
  session: Session,
  layer: number,
  a: TextPath,
  b: TextPath,
  accuracy: PairAccuracy,
  hooks: Hooks,
): Promise<PairAttribution> {
  const norms = norm(a.text) * norm(b.text);
  const contribute = (path: TextPath, other: TextPath, share: [number, number]) =>
    integrate(
      encoder,
      session,
      layer,
      path,
      accuracyFor(accuracy, other, norms),
      within(hooks, share),
    );
  const half = a.ids.length / (a.ids.length + b.ids.length);
  const u = await contribute(a, b, [0, half]);
  const v = await contribute(b, a, [half, 1]);
  return combine(a, u, b, v, norms);
}

/**
 * The tolerance as a bound on one side's error ε: |residual| ≤ (|ε_a||Δ_b| + |Δ_a||ε_b|)/norms to
 * first order, so each side may use half.
 */
function accuracyFor(accuracy: PairAccuracy, other: TextPath, norms: number): Accuracy {
  if ('nodes' in accuracy) return accuracy;
  const reach = Math.hypot(...displacement(other));
  return { error: reach > 0 ? (accuracy.tolerance * norms) / (2 * reach) : Infinity };
}

function combine(
  a: TextPath,
  u: Contributions,
  b: TextPath,
  v: Contributions,
  norms: number,
): PairAttribution {
  const matrix = pairMatrix(u.vectors, v.vectors, a.text.embedding.length, norms);
  const ends = (path: TextPath) => ({
    text: path.text.embedding,
    reference: path.reference.embedding,
  });
  return {
    ...settle(ends(a), ends(b), matrix, norms),
    matrix,
    marginalA: marginals(u.vectors, b.text.embedding, norms),
    marginalB: marginals(v.vectors, a.text.embedding, norms),
    evaluations: u.evaluations + v.evaluations,
  };
}

function norm({ embedding }: Encoding): number {
  const length = Math.sqrt(dot(embedding, embedding));
  if (length > 0) return length;
  throw new RunError('Embedding: expected a direction, got the zero vector, which has no cosine');
}

/** Progress of a part of the work as progress of the whole; never runs backwards. */
function within(hooks: Hooks, [from, to]: [number, number]): Hooks {
  let furthest = from;
  return {
    cancelled: () => hooks.cancelled(),
    progress: (stage, fraction) => {
      furthest = Math.max(furthest, from + (to - from) * fraction);
      hooks.progress(stage, furthest);
    },
  };
}
