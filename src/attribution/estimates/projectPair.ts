/**
 * One text's contributions as vectors, then the other's projected on them: of a short query and a long
 * hit, the hit then costs a few products a point, however many parts it has.
 */
import { type Hooks, throwIfCancelled } from '../hooks.js';
import { type TextPath, displacement } from '../textPath.js';
import { dot, largest, rowDots, rowsOf } from '../vectors.js';
import { Coalitions } from './Coalitions.js';
import type { EstimateContext, PairNumbers } from './PairEstimate.js';
import { ROUND, Scattered } from './Scattered.js';
import { type Progress, type SideSteps, seedsOf } from './samplePair.js';
import { STRAIGHT_NODES, straightProjections } from './straight.js';
import type { Projections } from './sharedOut.js';
import { withinStretches } from './withinStretches.js';

/** Contributions of a text, found: [parts × D], and what they lacked before it was shared out. */
export interface Known {
  readonly value: Float64Array;
  readonly missed: Float64Array;
  readonly evaluations: number;
}

/** How the second text is integrated. */
export interface SecondSide {
  /** Rounds of scattered points. */
  readonly rounds: number;
  /** A straight path from this layer as well, and stretches, in the mean; null: neither. */
  readonly mixed: number | null;
}

/** What stretches cost, in points: for progress only. */
const STRETCH_STEPS = 4;

/** Contributions by encodings, so many steps. Throws RunError, Cancelled. */
export async function knownByEncodings(
  { batches, seed }: EstimateContext,
  path: TextPath,
  { make, steps }: SideSteps,
  hooks: Hooks,
  progress: Progress,
): Promise<Known> {
  const estimate = make(new Coalitions(batches, path), seedsOf(seed)[0]);
  for (let step = 0; step < steps; step++) {
    await estimate.refine(hooks, (done) => progress((step + done) / steps));
  }
  const { value, missed, encodings: evaluations } = estimate;
  return { value, missed, evaluations };
}

/** Contributions by scattered points, so many rounds. Throws UnsupportedNode, RunError, Cancelled. */
export async function knownByPoints(
  { derivatives, seed }: EstimateContext,
  path: TextPath,
  rounds: number,
  hooks: Hooks,
  progress: Progress,
): Promise<Known> {
  const scattered = Scattered.forward(derivatives, path, displacement(path), seedsOf(seed)[0]);
  while (scattered.evaluations < rounds * ROUND) {
    await scattered.refine(hooks);
    progress(scattered.evaluations / (rounds * ROUND));
  }
  const { value, missed, evaluations } = scattered;
  return { value, missed, evaluations };
}

/**
 * Better numbers in turn, rows of the matrix those of the first text.
 * Throws UnsupportedNode, RunError, Cancelled. Cost: rounds × ROUND products from the embeddings, and
 * STRAIGHT_NODES from a layer, each of the first text's parts + 1 directions over the second's tokens; then
 * those of attribution/estimates/withinStretches.
 */
export async function* projectPair(
  { derivatives, batches, seed }: EstimateContext,
  known: Known,
  first: TextPath,
  second: TextPath,
  { rounds, mixed }: SecondSide,
  hooks: Hooks,
  progress: Progress,
): AsyncGenerator<PairNumbers> {
  const rows = rowsOf(Float64Array.from(known.value), first.text.embedding.length);
  const whole = displacement(second);
  // The last one tells what the second text's parts add together with the first one's reference.
  const cotangents = [...rows, first.reference.embedding];
  const sums = rowDots(cotangents, whole);
  const parts = second.parts.length;
  const numbers = (value: Float64Array, missed: Float64Array, evaluations: number): PairNumbers => {
    const totalsB = value.slice(rows.length * parts);
    const matrix = value.slice(0, rows.length * parts);
    matrix.forEach((entry, at) => (totalsB[at % parts] = (totalsB[at % parts] ?? 0) + entry));
    const ofRows = missed.subarray(0, rows.length);
    const all = ofRows.reduce((total, one) => total + one, 0);
    return {
      matrix,
      totalsA: rowDots(rows, second.text.embedding),
      totalsB,
      error: Math.max(Math.abs(all), largest(ofRows), Math.abs(dot(known.missed, whole))),
      evaluations: known.evaluations + evaluations,
    };
  };

  const points = rounds * ROUND;
  const steps = points + (mixed === null ? 0 : STRAIGHT_NODES + STRETCH_STEPS);
  const scattered = Scattered.reverse(derivatives, second, cotangents, sums, seedsOf(seed)[1]);
  while (scattered.evaluations < points) {
    await scattered.refine(hooks);
    progress(scattered.evaluations / steps);
    // Every part has passed few points before: only good for progress.
    if (scattered.evaluations < Math.min(points, ROUND / 2)) continue;
    yield numbers(scattered.value, scattered.missed, scattered.evaluations);
  }
  if (mixed === null) return;
  throwIfCancelled(hooks);
  const straight = await straightProjections(
    derivatives,
    mixed,
    second,
    cotangents,
    sums,
    hooks,
    (done) => progress((points + done) / steps),
  );
  const paths = points + STRAIGHT_NODES;
  const two = mean([scattered, straight]);
  yield numbers(two.value, two.missed, paths);
  const stretches = await withinStretches(batches, second, cotangents, sums, hooks, (done) =>
    progress((paths + done * STRETCH_STEPS) / steps),
  );
  const three = mean([scattered, straight, stretches]);
  yield numbers(three.value, three.missed, paths + stretches.encodings);
}

/** Rows that have the known sums keep them. */
function mean(all: readonly Projections[]): Projections {
  const over = (of: (one: Projections) => Float64Array) => {
    const [first = new Float64Array(0)] = all.map(of);
    return Float64Array.from(
      first,
      (_, i) => all.reduce((total, one) => total + (of(one)[i] ?? 0), 0) / all.length,
    );
  };
  return { value: over(({ value }) => value), missed: over(({ missed }) => missed) };
}
