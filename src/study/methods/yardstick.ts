/**
 * What every method is held against: a pair's Shapley matrix, from two independent halves of sampled
 * orders that have to agree with each other.
 */
import { Coalitions } from '../../attribution/estimates/Coalitions.js';
import { Shapley } from '../../attribution/estimates/Shapley.js';
import { type Sampled, standardErrors } from '../../attribution/estimates/standardErrors.js';
import { throwIfCancelled } from '../../attribution/hooks.js';
import { crossDots, rowsOf } from '../../attribution/vectors.js';
import type { BatchEncoder } from '../../encoder/batchEncoder.js';
import { pearson } from '../statistics/correlation.js';
import type { StudyHooks } from '../study.js';
import { type PairPaths, type Side, ownEntries } from './pairPaths.js';

/** The halves must correlate so well, entry by entry; their mean is closer to the truth than either. */
export const SPLIT_HALF = 0.99;

/** Samples of each half at least, and at most: 4 orders each. */
const LEAST_SAMPLES = 6;
const MOST_SAMPLES = 1024;

export interface Yardstick {
  /** [parts of a × parts of b], not divided by the norms. */
  readonly matrix: Float64Array;
  /** Pearson's r of the two halves; null where a matrix does not vary. */
  readonly splitHalf: number | null;
  /** Orders of each text, both halves together; 0: all coalitions. */
  readonly ordersA: number;
  readonly ordersB: number;
}

/**
 * Throws RunError, Cancelled. Cost: 4 n encodings of a text of n parts for each sample, on the text whose
 * samples bring more for it, until the halves agree.
 */
export async function yardstick(
  batches: Pick<BatchEncoder, 'encode'>,
  paths: PairPaths,
  seed: number,
  hooks: Pick<StudyHooks, 'cancelled'>,
): Promise<Yardstick> {
  const size = paths.a.path.text.embedding.length;
  const a = new Halves(batches, paths.a, 4 * seed);
  const b = new Halves(batches, paths.b, 4 * seed + 2);
  for (const side of [a, b]) {
    while (side.samples < LEAST_SAMPLES && !side.exact) await side.refine(hooks);
  }
  for (;;) {
    throwIfCancelled(hooks);
    const halves = [0, 1].map((half) => product(a.half(half), b.half(half), size));
    const [one, other] = halves.map((matrix) => ownEntries(matrix, paths));
    const splitHalf = pearson(one ?? [], other ?? []);
    const open = [a, b].filter((side) => !side.exact && side.samples < MOST_SAMPLES);
    if (splitHalf === null || splitHalf >= SPLIT_HALF || open.length === 0) {
      const matrix = product(a.value, b.value, size);
      return { matrix, splitHalf, ordersA: a.orders, ordersB: b.orders };
    }
    const errors = standardErrors(a, b, size);
    const worth = (side: Halves) =>
      ((side === a ? errors?.fromA : errors?.fromB) ?? 1) ** 2 / (side.cost * side.samples);
    const chosen = open.reduce((best, side) => (worth(side) > worth(best) ? side : best));
    const until = Math.min(MOST_SAMPLES, Math.ceil(1.4 * chosen.samples));
    while (chosen.samples < until && !chosen.exact) await chosen.refine(hooks);
  }
}

/** One text's contributions, twice. */
class Halves implements Sampled {
  readonly #halves: readonly Shapley[];
  /** Of a sample, in tokens. */
  readonly cost: number;
  samples = 0;

  constructor(batches: Pick<BatchEncoder, 'encode'>, { path, players }: Side, seed: number) {
    const coalitions = new Coalitions(batches, path);
    this.#halves = [seed, seed + 1].map((one) => new Shapley(coalitions, one));
    this.cost = path.ids.length * players.length;
  }

  get exact(): boolean {
    return this.#halves.every(({ exact }) => exact);
  }

  get orders(): number {
    return this.exact ? 0 : this.#halves.reduce((sum, { permutations }) => sum + permutations, 0);
  }

  get value(): Float64Array<ArrayBuffer> {
    const [one, other] = [this.half(0), this.half(1)];
    return one.map((value, i) => (value + (other[i] ?? 0)) / 2);
  }

  get replicates() {
    return this.#halves.flatMap(({ replicates }) =>
      replicates.map(({ value, weight }) => ({ value, weight: weight / 2 })),
    );
  }

  half(which: number): Float64Array<ArrayBuffer> {
    return this.#halves[which]?.value ?? new Float64Array(0);
  }

  async refine(hooks: Pick<StudyHooks, 'cancelled'>): Promise<void> {
    for (const half of this.#halves) await half.refine(hooks);
    this.samples++;
  }
}

const product = (u: Float64Array, v: Float64Array, size: number) =>
  crossDots(rowsOf(u, size), rowsOf(v, size));
