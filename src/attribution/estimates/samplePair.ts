/** Pairs whose texts' contributions both come from encodings: orders, sizes, or ends. */
import type { Hooks } from '../hooks.js';
import type { PairAccuracy } from '../attributePair.js';
import { Coalitions } from './Coalitions.js';
import type { Estimate } from './Estimate.js';
import { type EstimateContext, type PairNumbers, ofVectors } from './PairEstimate.js';
import { Shapley } from './Shapley.js';
import { Simpson } from './Simpson.js';
import { standardErrors } from './standardErrors.js';

/** Orders of a text at most, reversed ones included: a hundredfold of what usual tolerances ask for. */
const MOST_PERMUTATIONS = 8192;

/** With fewer samples than this holds, their scatter is no measure. */
const LEAST_ORDERS = 12;

/** Coalitions half-way at most: the rule's own error is larger than what more would mend. */
const MOST_HALVES = 64;

export type Progress = (share: number) => void;

/** The two texts' samples never repeat each other. */
export const seedsOf = (seed: number) => [seed, seed ^ 0x5bd1e995] as const;

/**
 * By sampled orders until the largest standard error of an entry meets the tolerance; `nodes` is a number
 * of orders. Throws RunError, Cancelled. Cost: Shapley.refine, on the text that errs more for its cost.
 */
export async function* shapleyPair(
  context: EstimateContext,
  accuracy: PairAccuracy,
  tolerance: number,
  hooks: Hooks,
  progress: Progress,
): AsyncGenerator<PairNumbers> {
  const [seedA, seedB] = seedsOf(context.seed);
  const u = new Shapley(new Coalitions(context.batches, context.a), seedA);
  const v = new Shapley(new Coalitions(context.batches, context.b), seedB);
  const fixed = 'nodes' in accuracy ? accuracy.nodes : null;
  const lacks = ({ exact, permutations }: Shapley) =>
    !exact && permutations < (fixed ?? MOST_PERMUTATIONS);
  const size = context.a.text.embedding.length;
  for (const [i, one] of [u, v].entries()) {
    await one.refine(hooks, (done) => progress((i + done) / 20));
  }
  for (;;) {
    const errors = standardErrors(u, v, size);
    yield ofVectors(context, u, v, 'standardError', errors);
    // One sample tells too little of the scatter to stop there.
    const known = [u, v].every(({ exact, permutations }) => exact || permutations > LEAST_ORDERS);
    if (fixed === null && known && errors && errors.largest <= tolerance) return;
    if (!lacks(u) && !lacks(v)) return;
    const worthOf = (one: Shapley, error: number) =>
      lacks(one) ? error ** 2 / costOf(one, one === u ? context.a : context.b) : -1;
    const first = worthOf(u, errors?.fromA ?? 1) >= worthOf(v, errors?.fromB ?? 1);
    const chosen = first ? u : v;
    // A quarter more at a time: looking at the errors costs something, too.
    const steps = Math.max(1, Math.floor(chosen.permutations / 16));
    for (let step = 0; step < steps && lacks(chosen); step++) await chosen.refine(hooks);
    progress(
      fixed === null
        ? Math.min(1, (tolerance / (errors?.largest ?? Infinity)) ** 2)
        : (u.permutations + v.permutations) / (2 * fixed),
    );
  }
}

/** What the next step costs, in tokens, over what it brings: one sample more. */
const costOf = ({ permutations }: Shapley, { ids, parts }: EstimateContext['a']) =>
  ids.length * parts.length * Math.max(1, permutations);

/** Mean of leave-one-out and add-one-in. Throws RunError, Cancelled. Cost: 2 encodings a part. */
export async function* endsPair(
  context: EstimateContext,
  hooks: Hooks,
  progress: Progress,
): AsyncGenerator<PairNumbers> {
  const [seedA, seedB] = seedsOf(context.seed);
  const u = new Simpson(new Coalitions(context.batches, context.a), seedA);
  const v = new Simpson(new Coalitions(context.batches, context.b), seedB);
  await u.refine(hooks, (done) => progress(done / 2));
  await v.refine(hooks, (done) => progress((1 + done) / 2));
  yield ofVectors(context, u, v, 'shared');
}

/** How a side is estimated, and how far. */
export interface SideSteps {
  readonly make: (coalitions: Coalitions, seed: number) => Estimate;
  /** Refinements; Infinity: until the standard error meets the tolerance. */
  readonly steps: number;
}

/**
 * By Simpson's rule, or whatever the sides say: all first steps, then the rest in turn.
 * Throws RunError, Cancelled. Cost: that of the steps.
 */
export async function* stepPair(
  context: EstimateContext,
  sides: { readonly a: SideSteps; readonly b: SideSteps },
  tolerance: number,
  hooks: Hooks,
  progress: Progress,
): AsyncGenerator<PairNumbers> {
  const [seedA, seedB] = seedsOf(context.seed);
  const u = sides.a.make(new Coalitions(context.batches, context.a), seedA);
  const v = sides.b.make(new Coalitions(context.batches, context.b), seedB);
  const most = Math.max(sides.a.steps, sides.b.steps);
  const size = context.a.text.embedding.length;
  for (let step = 0; step < Math.min(most, MOST_HALVES / 2 + 1); step++) {
    if (step < sides.a.steps) await u.refine(hooks, (done) => progress((step + done / 2) / most));
    if (step < sides.b.steps) {
      await v.refine(hooks, (done) => progress((step + (1 + done) / 2) / most));
    }
    const errors = standardErrors(u, v, size);
    yield ofVectors(context, u, v, 'shared', errors);
    if (most === Infinity && errors && errors.largest <= tolerance) return;
  }
}

export const bySimpson: SideSteps['make'] = (coalitions, seed) => new Simpson(coalitions, seed);
export const byShapley: SideSteps['make'] = (coalitions, seed) => new Shapley(coalitions, seed);
