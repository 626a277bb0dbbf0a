/** Attributes a pair's similarity by any method but the papers' own (attribution/attributePair). */
import type { PairAccuracy } from '../attributePair.js';
import type { Hooks } from '../hooks.js';
import { dot } from '../vectors.js';
import type { EstimateHooks, Estimation, FinishedEstimate, Method, SideMethod } from './method.js';
import { type EstimateContext, type PairNumbers, settled, turned } from './PairEstimate.js';
import { planAuto } from './planAuto.js';
import { playersOf } from './players.js';
import { knownByEncodings, knownByPoints, projectPair } from './projectPair.js';
import { ROUND } from './Scattered.js';
import { MOST_EXACT_PLAYERS } from './Shapley.js';
import {
  type Progress,
  type SideSteps,
  byShapley,
  bySimpson,
  endsPair,
  shapleyPair,
  stepPair,
} from './samplePair.js';

/** Methods that are computed here. */
export type EstimateMethod = Exclude<Method, 'ij' | 'ij-layers'>;

export interface PairEstimateContext extends EstimateContext {
  /** For `auto` and `ij-mixed`: the layer that straight paths start from, of so many. */
  readonly middle: number;
  readonly layers: number;
}

/** Rounds of scattered points unless a number of nodes is asked for. */
const ROUNDS = 2;

/** Steps of a short first text that the second is projected on: it costs little there, and all rows. */
const FIRST_STEPS = 1 + 4;

/**
 * Better attributions in turn, told to `hooks.found`, and the last one.
 * Invariants: the ledger adds up to the score, the matrix to ledger.pairs; the residual is rounding, for
 * what a method lacks of the known sums is shared out among the parts, and reported as `error`.
 * @param accuracy tolerance: bound on the standard error of `shapley` and `simpson`, others are done when
 *   they are done · nodes: orders, coalitions half-way or points, by method
 * Throws RunError, UnsupportedNode, Cancelled. Cost: see the generators.
 */
export async function estimatePair(
  method: EstimateMethod,
  context: PairEstimateContext,
  accuracy: PairAccuracy,
  hooks: EstimateHooks,
): Promise<FinishedEstimate> {
  const { a, b } = context;
  const progress: Progress = (share) => hooks.progress('attributing', Math.min(1, share));
  // What is found is told here; the generators only work.
  const quiet: Hooks = { progress: () => undefined, cancelled: () => hooks.cancelled() };
  const norms = Math.sqrt(
    dot(a.text.embedding, a.text.embedding) * dot(b.text.embedding, b.text.embedding),
  );
  const tolerance = 'nodes' in accuracy ? Infinity : accuracy.tolerance * norms;
  const { names, error, numbers } = way(method, context, accuracy, tolerance, quiet, progress);
  const about = { asked: method, ...names, error };
  let last: PairNumbers | undefined;
  for await (const better of numbers) {
    await hooks.found?.(settled(context, better, about, 'refining'));
    last = better;
  }
  if (!last) throw new RangeError('Attribution: expected at least one estimate, got none');
  return settled(context, last, about, 'done');
}

interface Way {
  readonly names: { readonly a: SideMethod; readonly b: SideMethod };
  readonly error: Estimation['error'];
  readonly numbers: AsyncGenerator<PairNumbers>;
}

function way(
  method: EstimateMethod,
  context: PairEstimateContext,
  accuracy: PairAccuracy,
  tolerance: number,
  hooks: Hooks,
  progress: Progress,
): Way {
  const both = (name: SideMethod) => ({ a: name, b: name });
  const { a, b } = context;
  const fixed = 'nodes' in accuracy ? accuracy.nodes : null;
  const shorter = a.parts.length <= b.parts.length ? 'a' : 'b';
  const rounds = fixed === null ? ROUNDS : Math.ceil(fixed / ROUND);
  switch (method) {
    case 'shapley':
      return {
        names: both('shapley'),
        error: 'standardError',
        numbers: shapleyPair(context, accuracy, tolerance, hooks, progress),
      };
    case 'ends':
      return {
        names: both('ends'),
        error: 'shared',
        numbers: endsPair(context, hooks, progress),
      };
    case 'simpson': {
      const steps = fixed === null ? Infinity : 1 + Math.ceil(fixed / 2);
      const side: SideSteps = { make: bySimpson, steps };
      return {
        names: both('simpson'),
        error: 'shared',
        numbers: stepPair(context, { a: side, b: side }, tolerance, hooks, progress),
      };
    }
    case 'ij-scattered':
    case 'ij-mixed':
      return {
        names: { ...both(method), [shorter]: 'ij-scattered' },
        error: 'shared',
        numbers: projected(context, shorter, method, rounds, hooks, progress),
      };
    case 'auto': {
      const share = 1 - context.middle / context.layers;
      const plan = planAuto(a, b, share);
      if (plan.kind === 'encodings') {
        const sides = { a: autoSide(a, plan.pairsOfHalves), b: autoSide(b, plan.pairsOfHalves) };
        return {
          names: { a: sides.a.name, b: sides.b.name },
          error: 'shared',
          numbers: stepPair(context, sides, 0, hooks, progress),
        };
      }
      const first = autoSide(plan.first === 'a' ? a : b, FIRST_STEPS - 1).name;
      return {
        names: plan.first === 'a' ? { a: first, b: 'ij-mixed' } : { a: 'ij-mixed', b: first },
        error: 'shared',
        numbers: projected(context, plan.first, 'auto', 1, hooks, progress),
      };
    }
  }
}

function autoSide(
  path: EstimateContext['a'],
  pairsOfHalves: number,
): SideSteps & { readonly name: SideMethod } {
  return playersOf(path).length <= MOST_EXACT_PLAYERS
    ? { name: 'shapley', make: byShapley, steps: 1 }
    : { name: 'simpson', make: bySimpson, steps: 1 + pairsOfHalves };
}

/** What share of the work the first text is, for progress only. */
const FIRST_SHARE = 1 / 5;

async function* projected(
  context: PairEstimateContext,
  first: 'a' | 'b',
  method: 'auto' | 'ij-scattered' | 'ij-mixed',
  rounds: number,
  hooks: Hooks,
  progress: Progress,
): AsyncGenerator<PairNumbers> {
  const [one, other] = first === 'a' ? [context.a, context.b] : [context.b, context.a];
  const early: Progress = (done) => progress(done * FIRST_SHARE);
  const late: Progress = (done) => progress(FIRST_SHARE + done * (1 - FIRST_SHARE));
  const known =
    method === 'auto'
      ? await knownByEncodings(context, one, autoSide(one, FIRST_STEPS - 1), hooks, early)
      : await knownByPoints(context, one, 2 * rounds, hooks, early);
  const mixed = method === 'ij-scattered' ? null : context.middle;
  const second = { rounds, mixed };
  for await (const found of projectPair(context, known, one, other, second, hooks, late)) {
    yield first === 'a' ? found : turned(found);
  }
}
