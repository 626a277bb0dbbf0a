/** Attributes the similarity of two encoded texts to the pairs of their parts. */
import type { Encoding } from '../encoder/encoder.js';
import { RunError } from '../encoder/runtime.js';
import type { Contributions } from './contributions.js';
import type { Derivatives } from './derivatives.js';
import { forwardPair } from './forwardPair.js';
import type { Hooks } from './hooks.js';
import { type Ledger, settle } from './ledger.js';
import { Marginals } from './marginals.js';
import { mixedPair } from './mixedPair.js';
import { type PairIntegral, swapped } from './pairIntegral.js';
import type { PairContext, PairSide } from './pairSide.js';
import { type Plan, choosePlan } from './plan.js';
import { progressTo } from './progressTo.js';
import { ruleOf } from './quadrature.js';
import { revealedError } from './revealedError.js';
import { type TextPath, displacement } from './textPath.js';
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
 * Share of the tolerance for the marginals, which cost little and are the measure of the matrix.
 */
const MARGINALS_SHARE = 2 / 3;

/**
 * Marginals first, then pair matrices that get better until the errors that completeness reveals meet
 * the tolerance, or the finest rule ran out; each is told to `hooks.found`.
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
  const fixed = 'nodes' in accuracy ? [ruleOf(accuracy.nodes)] : undefined;
  const tolerance = 'nodes' in accuracy ? Infinity : accuracy.tolerance;
  const side = async (path: TextPath, other: TextPath): Promise<PairSide> => {
    const marginals = await Marginals.of(derivatives, layer, path, other, fixed);
    return {
      path,
      whole: displacement(path),
      marginals,
      rules: (share) => fixed ?? marginals.rules(tolerance * norms * share),
    };
  };
  const [sideA, sideB] = [await side(a, b), await side(b, a)];
  const both = [sideA.marginals, sideB.marginals] as const;
  const report = () => ({
    marginalA: sideA.marginals.total.map((value) => value / norms),
    marginalB: sideB.marginals.total.map((value) => value / norms),
  });
  const spent = () => both.reduce((nodes, { evaluations }) => nodes + evaluations, 0);

  const error = tolerance * norms;
  for (const [i, marginals] of both.entries()) {
    hooks.progress('attributing', i / 20);
    await marginals.refine(hooks);
  }
  for (;;) {
    const worse = both.reduce((one, other) => (other.error > one.error ? other : one));
    await hooks.found?.({
      ...report(),
      ...settle(a, b, sum(worse.pairs) / norms, norms),
      matrix: null,
      evaluations: spent(),
      error: worse.error / norms,
      stage: 'marginals',
    });
    const wanting = both.filter((marginals) => marginals.error > MARGINALS_SHARE * error);
    const refined = await Promise.all(wanting.map((marginals) => marginals.refine(hooks)));
    if (!refined.includes(true)) break;
  }

  const fixedNodes = 'nodes' in accuracy ? accuracy.nodes : null;
  const context: PairContext = { derivatives, contributions, layer, error, fixedNodes };
  const progress = progressTo(error, hooks, 0.25);
  let last: FinishedAttribution | undefined;
  for await (const found of follow(plan, context, sideA, sideB, hooks)) {
    const revealed = revealedError(found.matrix, sideA, sideB);
    const matrix = found.matrix.map((value) => value / norms);
    const done = revealed <= error;
    last = {
      ...report(),
      ...settle(a, b, sum(matrix), norms),
      matrix,
      evaluations: spent() + found.evaluations,
      error: revealed / norms,
      stage: done ? 'done' : 'refining',
    };
    if (done) return last;
    await hooks.found?.(last);
    progress(revealed);
  }
  if (!last) throw new RangeError('Attribution: expected at least one quadrature rule, got none');
  return { ...last, stage: 'done' };
}

async function* follow(
  plan: Plan,
  context: PairContext,
  a: PairSide,
  b: PairSide,
  hooks: Hooks,
): AsyncGenerator<PairIntegral> {
  switch (plan) {
    case 'forward both':
      yield* forwardPair(context, a, b, hooks);
      break;
    case 'reverse b':
      yield* mixedPair(context, a, b, hooks);
      break;
    case 'reverse a':
      for await (const found of mixedPair(context, b, a, hooks)) {
        yield swapped(found, b.path.parts.length);
      }
  }
}

function norm({ embedding }: Encoding): number {
  const length = Math.sqrt(dot(embedding, embedding));
  if (length > 0) return length;
  throw new RunError('Embedding: expected a direction, got the zero vector, which has no cosine');
}

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
