/** Attributes the similarity of two encoded texts to the pairs of their parts. */
import type { Encoder, Encoding } from '../encoder/encoder.js';
import { RunError, type Session } from '../encoder/runtime.js';
import { Contributions, type TextPath, displacement } from './contributions.js';
import { Directions } from './directions.js';
import type { Hooks } from './hooks.js';
import { type Ledger, settle } from './ledger.js';
import { dot, marginals, pairMatrix } from './pairMatrix.js';
import { REFINEMENTS, ruleOf } from './quadrature.js';

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
 *
 * Refines whichever side's quadrature errs more until the errors that completeness reveals, in the
 * score and in every row and column of the matrix, are within the tolerance together.
 * Throws RunError, Cancelled. Cost: nodes × ⌈parts / chunk⌉ runs a text.
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
  const rules = 'nodes' in accuracy ? [ruleOf(accuracy.nodes)] : REFINEMENTS;
  const integrate = (path: TextPath) =>
    new Contributions(path, new Directions(encoder, session, layer, path, hooks), rules);
  const u = integrate(a);
  const v = integrate(b);
  await u.refine();
  hooks.progress('attributing', 0.25);
  await v.refine();
  if ('tolerance' in accuracy) {
    await refineBoth([u, b], [v, a], accuracy.tolerance * norms, hooks);
  }
  const matrix = pairMatrix(u.vectors, v.vectors, encoder.embeddingSize, norms);
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

/** A text's contributions, and the other text's path, against which their error counts. */
type Facing = readonly [Contributions, TextPath];

async function refineBoth(
  [u, pathB]: Facing,
  [v, pathA]: Facing,
  tolerance: number,
  hooks: Hooks,
): Promise<void> {
  let covered = 0.5;
  for (;;) {
    const errorU = revealedError(u, v, pathB);
    const errorV = revealedError(v, u, pathA);
    if (errorU + errorV <= tolerance) return;
    // Errors fall geometrically, so their logarithm is the way that is left.
    covered = Math.max(covered, 1 / (1 + Math.log((errorU + errorV) / tolerance) / 4));
    hooks.progress('attributing', covered);
    const [worse, better] = errorU > errorV ? [u, v] : [v, u];
    if (!(await worse.refine()) && !(await better.refine())) return;
  }
}

/**
 * How far the missed part of one side's integral moves the score, or any column of the matrix:
 * max(|ε·Δ|, max_j |ε·v_j|), Δ the other text's displacement, v_j its contributions. Entries err less
 * than columns do (docs: measured on the golden pairs).
 */
function revealedError(side: Contributions, other: Contributions, otherPath: TextPath): number {
  const { missed } = side;
  const size = missed.length;
  let worst = Math.abs(dot(missed, displacement(otherPath)));
  for (let start = 0; start < other.vectors.length; start += size) {
    worst = Math.max(worst, Math.abs(dot(missed, other.vectors.subarray(start, start + size))));
  }
  return worst;
}

function norm({ embedding }: Encoding): number {
  const length = Math.sqrt(dot(embedding, embedding));
  if (length > 0) return length;
  throw new RunError('Embedding: expected a direction, got the zero vector, which has no cosine');
}
