/**
 * Vector-valued Shapley contributions: φ_i is what part i adds to the embedding, averaged over all
 * orders in which the parts may come in. By sampled orders, each with its reverse (antithetic), which
 * cancels what pairs of parts do to each other, and both with their halves exchanged, so that a part that
 * came in first or last comes in half-way as well: a third less variance at the same cost (docs/methods.md).
 * Of few parts exactly.
 *
 * Shapley 1953, "A value for n-person games" (https://doi.org/10.1515/9781400881970-018); sampling:
 * Castro, Gómez & Tejada 2009 (https://doi.org/10.1016/j.cor.2008.04.004), antithetic: Mitchell, Cooper,
 * Frank & Holmes 2022, JMLR 23 (https://jmlr.org/papers/v23/21-0439.html). Departure: the game's values
 * are vectors, so that products of two texts' contributions make up a pair matrix.
 */
import type { Hooks } from '../hooks.js';
import type { Coalition, Coalitions } from './Coalitions.js';
import { type Estimate, type Replicate, Samples } from './Estimate.js';
import { randomFrom, randomOrder } from './random.js';

/** Up to so many players all coalitions are encoded: no more of them than of a few orders. */
export const MOST_EXACT_PLAYERS = 6;

export class Shapley implements Estimate {
  value: Float64Array<ArrayBuffer>;
  readonly missed: Float64Array;
  exact = false;
  readonly #samples = new Samples();
  /** The two halves of the first sample: a first, cautious notion of the scatter. */
  #first: readonly Replicate[] = [];
  readonly #random: () => number;

  /** @param seed of the orders: the same gives the same numbers. Cost: none. */
  constructor(
    private readonly coalitions: Coalitions,
    seed: number,
  ) {
    this.#random = randomFrom(seed);
    this.value = coalitions.toParts([]);
    this.missed = new Float64Array(coalitions.path.text.embedding.length);
  }

  get encodings(): number {
    return this.coalitions.encodings;
  }

  /** Orders sampled so far, all four of a sample; 0 where all were enumerated. */
  get permutations(): number {
    return ORDERS * this.#samples.count;
  }

  get replicates(): readonly Replicate[] {
    if (this.exact) return [];
    return this.#samples.count > 1 ? this.#samples.replicates : this.#first;
  }

  /**
   * One sample; all coalitions of few players, or where orders have met most of them.
   * Invariant: `value` adds up to e(x) − e(r) after each. Cost: 4 (n − 1) encodings at most, or 2ⁿ − 2.
   */
  async refine(
    hooks: Pick<Hooks, 'cancelled'>,
    progress?: (done: number) => void,
  ): Promise<boolean> {
    if (this.exact) return false;
    const { players, kept } = this.coalitions;
    // Of all coalitions that are kept, few are missing by the time orders have met as many steps.
    const steps = this.permutations * (players.length - 1);
    if (players.length <= MOST_EXACT_PLAYERS || (kept && steps >= 2 ** players.length)) {
      this.value = await exactly(this.coalitions, hooks, progress);
      this.exact = true;
      return true;
    }
    const order = randomOrder(players.length, this.#random);
    const [one, other] = [
      await sample(this.coalitions, order, hooks, (done) => progress?.(done / 2)),
      await sample(this.coalitions, exchanged(order), hooks, (done) => progress?.((1 + done) / 2)),
    ];
    if (this.#samples.count === 0) {
      this.#first = [one, other].map((value) => ({ value, weight: 1 / 2 }));
    }
    this.#samples.add(one.map((value, i) => (value + (other[i] ?? 0)) / 2));
    this.value = this.#samples.mean;
    return true;
  }
}

/** Orders of a sample: one, its reverse, and both with their halves exchanged. */
const ORDERS = 4;

function exchanged(order: readonly number[]): number[] {
  const half = Math.floor(order.length / 2);
  return [...order.slice(half), ...order.slice(0, half)];
}

/** What each player adds as it comes in, mean of an order and its reverse: [parts × D]. */
async function sample(
  coalitions: Coalitions,
  order: readonly number[],
  hooks: Pick<Hooks, 'cancelled'>,
  progress?: (done: number) => void,
): Promise<Float64Array<ArrayBuffer>> {
  const orders = [order, order.toReversed()];
  const steps = orders.flatMap(prefixes);
  const values = await coalitions.values(steps, hooks, progress);
  const size = coalitions.path.text.embedding.length;
  const rows = order.map(() => new Float64Array(size));
  orders.forEach((one, o) => {
    one.forEach((player, step) => {
      const at = o * (one.length + 1) + step;
      addDifference(rows[player], values[at + 1], values[at], 1 / 2);
    });
  });
  return coalitions.toParts(rows);
}

/** The coalitions of an order's first 0, 1, … n players. */
function prefixes(order: readonly number[]): Coalition[] {
  const present = order.map(() => false);
  return [
    [...present],
    ...order.map((player) => {
      present[player] = true;
      return [...present];
    }),
  ];
}

/**
 * Σ over coalitions S without i of |S|! (n − |S| − 1)! / n! (e(S ∪ i) − e(S)), [parts × D].
 * Throws RunError, Cancelled. Cost: 2ⁿ − 2 encodings, less what is known.
 */
export async function exactly(
  coalitions: Coalitions,
  hooks: Pick<Hooks, 'cancelled'>,
  progress?: (done: number) => void,
): Promise<Float64Array<ArrayBuffer>> {
  const n = coalitions.players.length;
  const sets = Array.from({ length: 2 ** n }, (_, bits): Coalition =>
    coalitions.players.map((_, player) => (bits & (1 << player)) !== 0),
  );
  const values = await coalitions.values(sets, hooks, progress);
  const size = coalitions.path.text.embedding.length;
  const rows = coalitions.players.map(() => new Float64Array(size));
  rows.forEach((row, player) => {
    sets.forEach((set, bits) => {
      if (set[player] === true) return;
      const others = set.filter(Boolean).length;
      const weight = (factorial(others) * factorial(n - others - 1)) / factorial(n);
      addDifference(row, values[bits | (1 << player)], values[bits], weight);
    });
  });
  return coalitions.toParts(rows);
}

function addDifference(
  row: Float64Array | undefined,
  after: ArrayLike<number> | undefined,
  before: ArrayLike<number> | undefined,
  weight: number,
): void {
  if (!row) return;
  for (let d = 0; d < row.length; d++) {
    row[d] = (row[d] ?? 0) + weight * ((after?.[d] ?? 0) - (before?.[d] ?? 0));
  }
}

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
