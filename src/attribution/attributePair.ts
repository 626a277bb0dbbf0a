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
import { fittedRules, inTurn } from './pathRules.js';
import { refinementsAt, ruleOf } from './quadrature.js';
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
  /** Largest error that completeness reveals, on the scale of scores: see PairIntegral. */
  readonly error: number;
  /** 'stopped' is for those who show results: work that ended before it was done. */
  readonly stage: 'marginals' | 'refining' | 'done' | 'stopped';
}

/** What the work ends with: all pairs are known. */
export interface FinishedAttribution extends PairAttribution {
  readonly matrix: Float64Array<ArrayBuffer>;
}

/**
 * Share of the tolerance that errors of sums may take: an entry's own error shows in them only in part. Of 45
 * explanations of known matrices, at tolerances from 1e-3 to 1e-5, some 5 % have an entry that errs more than
 * its sums do.
 */
const REVEALED_SHARE = 2 / 3;

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
  const fixed = 'nodes' in accuracy ? ruleOf(accuracy.nodes) : undefined;
  const tolerance = 'nodes' in accuracy ? Infinity : accuracy.tolerance;
  hooks.progress('attributing', 0);
  const totalsA = await Marginals.of(derivatives, layer, a, b, hooks, fixed);
  hooks.progress('attributing', 1 / 20);
  const totalsB = await Marginals.of(derivatives, layer, b, a, hooks, fixed);
  const worse = totalsB.error > totalsA.error ? totalsB : totalsA;
  const cheap = totalsA.evaluations + totalsB.evaluations;
  await hooks.found?.({
    ...settle(a, b, worse.pairs / norms, norms),
    marginalA: divided(totalsA.total, norms),
    marginalB: divided(totalsB.total, norms),
    matrix: null,
    evaluations: cheap,
    error: worse.error / norms,
    stage: 'marginals',
  });

  const side = (path: TextPath, { density }: Marginals): PairSide => ({
    path,
    whole: displacement(path),
    width: density.width,
    rules: (share) =>
      fixed ? inTurn([fixed]) : fittedRules(density, tolerance * share, refinementsAt(layer)),
  });
  const error = REVEALED_SHARE * tolerance * norms;
  const fixedNodes = 'nodes' in accuracy ? accuracy.nodes : null;
  const context: PairContext = { derivatives, contributions, layer, error, fixedNodes };
  const progress = progressTo(error, hooks, 0.25);
  let last: FinishedAttribution | undefined;
  for await (const found of follow(plan, context, side(a, totalsA), side(b, totalsB), hooks)) {
    const matrix = divided(found.matrix, norms);
    const done = found.error <= error;
    last = {
      ...settle(a, b, sum(matrix), norms),
      marginalA: divided(found.totalA, norms),
      marginalB: divided(found.totalB, norms),
      matrix,
      evaluations: cheap + found.evaluations,
      error: found.error / norms,
      stage: done ? 'done' : 'refining',
    };
    if (done) return last;
    await hooks.found?.(last);
    progress(found.error);
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
        yield swapped(found);
      }
  }
}

function norm({ embedding }: Encoding): number {
  const length = Math.sqrt(dot(embedding, embedding));
  if (length > 0) return length;
  throw new RunError('Embedding: expected a direction, got the zero vector, which has no cosine');
}

const divided = (values: Float64Array<ArrayBuffer>, by: number) =>
  values.map((value) => value / by);

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
