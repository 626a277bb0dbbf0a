/** Attributes the similarity of two encoded texts to the pairs of their parts. */
import type { Encoding } from '../encoder/encoder.js';
import { RunError } from '../encoder/runtime.js';
import type { Contributions } from './contributions.js';
import type { Derivatives } from './derivatives.js';
import { forwardPair } from './forwardPair.js';
import type { Hooks } from './hooks.js';
import { type Ledger, settle } from './ledger.js';
import { mixedPair } from './mixedPair.js';
import { type Accuracy, type PairIntegral, swapped } from './pairIntegral.js';
import { type Plan, choosePlan } from './plan.js';
import type { TextPath } from './textPath.js';
import { dot } from './vectors.js';

/** How exact: a bound on |residual|, or a number of quadrature nodes a text. */
export type PairAccuracy = { readonly tolerance: number } | { readonly nodes: number };

export interface PairAttribution {
  readonly score: number;
  readonly ledger: Ledger;
  /** [parts of a × parts of b], row-major; null: only marginals and ledger are known yet. */
  readonly matrix: Float64Array<ArrayBuffer> | null;
  readonly marginalA: Float64Array<ArrayBuffer>;
  readonly marginalB: Float64Array<ArrayBuffer>;
  readonly evaluations: number;
  /** Largest error that completeness reveals: of the sum, of any row, any column; of the score. */
  readonly error: number;
  /** 'stopped' is for those who show results: work that ended before it was done. */
  readonly stage: 'marginals' | 'refining' | 'done' | 'stopped';
}

/** What the work ends with: all pairs are known. */
export interface FinishedAttribution extends PairAttribution {
  readonly matrix: Float64Array<ArrayBuffer>;
}

/**
 * Invariants: the ledger adds up to the score; the matrix adds up to ledger.pairs; every plan gives
 * the same numbers to within the accuracy.
 * @param plan the cheapest, unless told
 * Throws UnsupportedNode, RunError, Cancelled. Cost: see plan.ts.
 */
export async function attributePair(
  derivatives: Derivatives,
  contributions: Contributions,
  layer: number,
  a: TextPath,
  b: TextPath,
  accuracy: PairAccuracy,
  hooks: Hooks,
  plan: Plan = choosePlan(a, b),
): Promise<FinishedAttribution> {
  const norms = norm(a.text) * norm(b.text);
  const bound: Accuracy = 'nodes' in accuracy ? accuracy : { error: accuracy.tolerance * norms };
  const found = await follow(plan, derivatives, contributions, layer, a, b, bound, hooks);
  const matrix = found.matrix.map((value) => value / norms);
  const settled = settle(a, b, matrix, norms);
  return {
    ...settled,
    matrix,
    marginalA: found.rowMarginals.map((value) => value / norms),
    marginalB: found.columnMarginals.map((value) => value / norms),
    evaluations: found.evaluations,
    error: Math.abs(settled.ledger.residual),
    stage: 'done',
  };
}

async function follow(
  plan: Plan,
  derivatives: Derivatives,
  contributions: Contributions,
  layer: number,
  a: TextPath,
  b: TextPath,
  accuracy: Accuracy,
  hooks: Hooks,
): Promise<PairIntegral> {
  switch (plan) {
    case 'forward both':
      return forwardPair(derivatives, contributions, layer, a, b, accuracy, hooks);
    case 'reverse b':
      return mixedPair(derivatives, contributions, layer, a, b, accuracy, hooks);
    case 'reverse a':
      return swapped(await mixedPair(derivatives, contributions, layer, b, a, accuracy, hooks));
  }
}

function norm({ embedding }: Encoding): number {
  const length = Math.sqrt(dot(embedding, embedding));
  if (length > 0) return length;
  throw new RunError('Embedding: expected a direction, got the zero vector, which has no cosine');
}
