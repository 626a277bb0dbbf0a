/**
 * Shapley contributions by a quadrature rule over the size of the coalition that a part joins: exactly
 * at both ends, where the rest of the text is absent or present, and by samples half-way. What a part
 * adds bends little in between, and orders spend most of their encodings there.
 *
 * φ_i = ∫₀¹ m_i(q) dq, m_i(q) what part i adds on average when every other part is present with
 * probability q (Owen 1972, "Multilinear extensions of games", https://doi.org/10.1287/mnsc.18.5.64).
 * Departure: Simpson's rule where Owen's integral is sampled, its weights those of the n sizes there are.
 */
import type { Hooks } from '../hooks.js';
import { displacement } from '../textPath.js';
import type { Coalition, Coalitions } from './Coalitions.js';
import { type Estimate, type Replicate, Samples } from './Estimate.js';
import { randomFrom, randomOrder } from './random.js';
import { exactly } from './Shapley.js';

/**
 * First the ends alone (mean of add-one-in and leave-one-out), then the middle, better with each step.
 * What the rule lacks of e(x) − e(r) is shared equally among the players.
 */
export class Simpson implements Estimate {
  value: Float64Array<ArrayBuffer>;
  missed: Float64Array;
  readonly #halves = new Samples();
  readonly #random: () => number;
  #exact = false;
  /** Rows of the players: mean of what each adds at both ends. */
  #ends: readonly Float64Array[] | undefined;

  /** @param seed of the coalitions half-way. Cost: none. */
  constructor(
    private readonly coalitions: Coalitions,
    seed: number,
  ) {
    this.#random = randomFrom(seed);
    this.value = coalitions.toParts([]);
    this.missed = displacement(coalitions.path);
  }

  get encodings(): number {
    return this.coalitions.encodings;
  }

  /** Random halves of the text so far, complements included. */
  get halves(): number {
    return 2 * this.#halves.count;
  }

  /** Of one or two parts there is nothing between the ends; of three, what there is is encoded whole. */
  get exact(): boolean {
    return this.#exact;
  }

  get replicates(): readonly Replicate[] {
    return this.#halves.replicates;
  }

  /**
   * The ends, or a random half of the players and its complement.
   * Invariant: `value` adds up to e(x) − e(r) after each. Cost: 2 n encodings for n players; then 2 n + 2.
   */
  async refine(
    hooks: Pick<Hooks, 'cancelled'>,
    progress?: (done: number) => void,
  ): Promise<boolean> {
    if (!this.#ends) {
      this.#ends = await ends(this.coalitions, hooks, progress);
      this.#exact = this.#ends.length <= 2;
      this.#settle(this.#ends);
      return true;
    }
    if (this.#exact) return false;
    const n = this.coalitions.players.length;
    if (n === 3) {
      this.value = await exactly(this.coalitions, hooks, progress);
      this.missed = this.missed.map(() => 0);
      this.#exact = true;
      return true;
    }
    const { chosen, middle } = await half(this.coalitions, this.#random, hooks, progress);
    const rows = middle.map((row, player) => {
      const weight = endsWeight(n, chosen.has(player));
      return row.map(
        (value, d) => weight * (this.#ends?.[player]?.[d] ?? 0) + (1 - weight) * value,
      );
    });
    this.#halves.add(this.coalitions.toParts(shared(rows, this.#lacking(rows))));
    // Sharing is linear: the mean of what is shared out is the mean, shared out.
    this.value = this.#halves.mean;
    this.missed = this.#meanMissed(this.#lacking(rows));
    return true;
  }

  #settle(rows: readonly Float64Array[]): void {
    this.missed = this.#lacking(rows);
    this.value = this.coalitions.toParts(shared(rows, this.missed));
  }

  #lacking(rows: readonly Float64Array[]): Float64Array {
    return displacement(this.coalitions.path).map((value, d) =>
      rows.reduce((left, row) => left - (row[d] ?? 0), value),
    );
  }

  #meanMissed(latest: Float64Array): Float64Array {
    const { count } = this.#halves;
    if (count === 1) return latest;
    return this.missed.map((value, d) => value + ((latest[d] ?? 0) - value) / count);
  }
}

/**
 * Weight of the two ends together, so that the rule is exact for what a part adds at sizes s = 0 … n − 1
 * as long as it is a quadratic in s. With t from −1 to 1 for s from 0 to n − 1, t² is 1 at the ends and
 * (n + 1) / (3 (n − 1)) on average.
 * @param n number of parts, not 3
 * @param inHalf whether the part is in the half that was drawn, the smaller one of an odd number
 */
export function endsWeight(n: number, inHalf: boolean): number {
  if (n <= 2) return 1;
  const step = 2 / (n - 1);
  // Half-way, a part of an even number joins n/2 or n/2 − 1 others; of an odd number (n − 1)/2, or, from the
  // smaller half, one less and from the larger half's side one more.
  const fromOdd = inHalf ? step ** 2 : 0;
  const halfWay = n % 2 === 0 ? (step / 2) ** 2 : fromOdd;
  const mean = (n + 1) / (3 * (n - 1));
  return (mean - halfWay) / (1 - halfWay);
}

/** Mean of what each player adds to the reference and takes from the text: rows of the players. */
async function ends(
  coalitions: Coalitions,
  hooks: Pick<Hooks, 'cancelled'>,
  progress?: (done: number) => void,
): Promise<Float64Array[]> {
  const none = coalitions.players.map(() => false);
  const all = coalitions.players.map(() => true);
  const values = await coalitions.values(
    [none, all, ...none.map((_, i) => flipped(none, i)), ...all.map((_, i) => flipped(all, i))],
    hooks,
    progress,
  );
  const [reference = [], text = []] = values;
  const n = none.length;
  return none.map((_, i) => {
    const [alone, without] = [values[2 + i], values[2 + n + i]];
    return Float64Array.from(alone ?? [], (value, d) => {
      const added = value - (reference[d] ?? 0);
      const taken = (text[d] ?? 0) - (without?.[d] ?? 0);
      return (added + taken) / 2;
    });
  });
}

/** What each player adds to a random half of the others, mean of a half and its complement. */
async function half(
  coalitions: Coalitions,
  random: () => number,
  hooks: Pick<Hooks, 'cancelled'>,
  progress?: (done: number) => void,
): Promise<{ readonly chosen: ReadonlySet<number>; readonly middle: readonly Float64Array[] }> {
  const n = coalitions.players.length;
  const chosen = new Set(randomOrder(n, random).slice(0, Math.floor(n / 2)));
  const one = coalitions.players.map((_, player) => chosen.has(player));
  const two = [one, one.map((present) => !present)];
  const values = await coalitions.values(
    two.flatMap((set) => [set, ...set.map((_, i) => flipped(set, i))]),
    hooks,
    progress,
  );
  const middle = one.map((present, i) => {
    const difference = (set: number, isPresent: boolean) => (d: number) => {
      const [own, other] = [values[set * (n + 1)], values[set * (n + 1) + 1 + i]];
      return (isPresent ? 1 : -1) * ((own?.[d] ?? 0) - (other?.[d] ?? 0));
    };
    const [inOne, inTwo] = [difference(0, present), difference(1, !present)];
    return Float64Array.from(values[0] ?? [], (_, d) => (inOne(d) + inTwo(d)) / 2);
  });
  return { chosen, middle };
}

const flipped = (set: Coalition, at: number): Coalition =>
  set.map((present, i) => (i === at ? !present : present));

/** Rows with an equal share of what they lack. */
const shared = (rows: readonly Float64Array[], lacking: Float64Array): Float64Array[] =>
  rows.map((row) => row.map((value, d) => value + (lacking[d] ?? 0) / rows.length));
