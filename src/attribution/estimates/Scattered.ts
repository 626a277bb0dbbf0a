/**
 * Integrated Jacobians along scattered paths: between reference and text, every part passes the nodes
 * of the rule in a random order of its own, where the straight path moves all of them together. Each
 * product then sees a part among others that are partly there, as a coalition's members are, and not
 * among others that are all equally faint: at the same cost closer to Shapley's contributions
 * (docs/methods.md).
 *
 * ∫ over the unit cube of ∂e/∂m_i dm, sampled by Latin hypercube (McKay, Beckman & Conover 1979,
 * https://doi.org/10.2307/1268522), points in antithetic pairs. The diagonal of the cube instead of the
 * whole gives integrated gradients (Aumann & Shapley 1974).
 */
import type { Derivatives } from '../derivatives.js';
import type { Hooks } from '../hooks.js';
import { type PathProducts, forwardProducts, reverseProducts } from '../pathProducts.js';
import type { TextPath } from '../textPath.js';
import { playersOf } from './players.js';
import { randomFrom, randomOrder } from './random.js';
import { float32 } from '../../tensor/create.js';

/** Points of a round, in which each part passes as many evenly spaced values. Even. */
export const ROUND = 8;

/** The embeddings: there a part's state depends on it alone, so that points of the cube are mixtures. */
const LAYER = 0;

/** What rows of products are shared out to, and what they should add up to. */
interface Whole {
  /** Rows are vectors of this width, one a part (forward), or one value a part (reverse). */
  readonly mode: 'forward' | 'reverse';
  /** Forward: e(x) − e(r). Reverse: that, projected on each cotangent. */
  readonly sums: Float64Array;
}

export class Scattered {
  /** [parts × D] in forward mode, [cotangents × parts] in reverse; zero before the first step. */
  value: Float64Array<ArrayBuffer>;
  /** What the integral lacked of the known sums before it was shared out: [D], or [cotangents]. */
  missed: Float64Array;
  /** Points evaluated so far. */
  evaluations = 0;
  #orders: readonly (readonly number[])[] = [];
  #total: Float64Array<ArrayBuffer>;
  readonly #random: () => number;
  readonly #players: readonly number[];

  private constructor(
    private readonly products: (at: TextPath) => Promise<PathProducts>,
    private readonly path: TextPath,
    private readonly whole: Whole,
    seed: number,
  ) {
    this.#random = randomFrom(seed);
    const rows = whole.mode === 'forward' ? path.parts.length : whole.sums.length;
    const width = whole.mode === 'forward' ? whole.sums.length : path.parts.length;
    this.value = new Float64Array(rows * width);
    this.#total = new Float64Array(rows * width);
    this.missed = Float64Array.from(whole.sums);
    this.#players = playersOf(path);
  }

  /** Contributions, [parts × D]. @param whole e(x) − e(r). Cost: none. */
  static forward(derivatives: Derivatives, path: TextPath, whole: Float64Array, seed: number) {
    return new Scattered(
      (at) => forwardProducts(derivatives, LAYER, at),
      path,
      { mode: 'forward', sums: whole },
      seed,
    );
  }

  /**
   * Contributions projected on vectors of R^D, [cotangents × parts].
   * @param sums e(x) − e(r) projected on each. Cost: none.
   */
  static reverse(
    derivatives: Derivatives,
    path: TextPath,
    cotangents: readonly ArrayLike<number>[],
    sums: Float64Array,
    seed: number,
  ) {
    return new Scattered(
      (at) => reverseProducts(derivatives, LAYER, at, cotangents),
      path,
      { mode: 'reverse', sums },
      seed,
    );
  }

  /**
   * Two points of a round, averaged with all before; after ROUND points every part has passed all nodes.
   * Invariant: `value` then has the known sums, to rounding.
   * Throws UnsupportedNode, RunError, Cancelled. Cost: 2 products.
   */
  async refine(hooks: Hooks): Promise<void> {
    const first = this.evaluations % ROUND;
    if (first === 0) this.#orders = this.path.parts.map(() => antitheticOrder(ROUND, this.#random));
    for (const step of [first, first + 1]) {
      const present = this.#orders.map((order) => ((order[step] ?? 0) + 0.5) / ROUND);
      const values = await (await this.products(through(this.path, present))).at(0, hooks);
      this.#total = this.#total.map((total, i) => total + (values[i] ?? 0));
      this.evaluations++;
    }
    this.#share(this.#total.map((total) => total / this.evaluations));
  }

  /** Equal shares of what is missed: the closest values with the known sums. */
  #share(found: Float64Array<ArrayBuffer>): void {
    const { mode, sums } = this.whole;
    const [parts, n] = [this.path.parts.length, this.#players.length];
    // Index of a part's entry in the k-th known sum.
    const at = (k: number, part: number) =>
      mode === 'forward' ? part * sums.length + k : k * parts + part;
    this.missed = sums.map((sum, k) =>
      this.path.parts.reduce((left, _, part) => left - (found[at(k, part)] ?? 0), sum),
    );
    this.missed.forEach((missed, k) => {
      for (const part of this.#players) {
        found[at(k, part)] = (found[at(k, part)] ?? 0) + missed / n;
      }
    });
    this.value = found;
  }
}

/** 0 … n − 1 in a random order in which each even step and the next add up to n − 1. */
export function antitheticOrder(n: number, random: () => number): number[] {
  return randomOrder(n / 2, random).flatMap((low) => {
    const first = random() < 0.5 ? low : n - 1 - low;
    return [first, n - 1 - first];
  });
}

/**
 * A path that begins at a point of the cube between reference and text and goes as far as the path does:
 * its products at α = 0 are those at the point.
 * @param present how much of each part is there, in [0, 1]
 */
export function through(path: TextPath, present: readonly number[]): TextPath {
  const [text, reference] = [path.text.hidden[LAYER], path.reference.hidden[LAYER]];
  if (!text || !reference) throw new RangeError('Path: expected hidden states, got none');
  const width = text.dims[2] ?? 0;
  const origin = Float32Array.from(reference.data);
  path.parts.forEach((part, i) => {
    for (const position of part) {
      for (let h = position * width; h < (position + 1) * width; h++) {
        const from = reference.data[h] ?? 0;
        origin[h] = from + (present[i] ?? 0) * ((text.data[h] ?? 0) - from);
      }
    }
  });
  const end = origin.map((value, h) => value + (text.data[h] ?? 0) - (reference.data[h] ?? 0));
  const at = (values: Float32Array) => ({ hidden: [float32(text.dims, values)] });
  return {
    ...path,
    text: { ...path.text, ...at(end) },
    reference: { ...path.reference, ...at(origin) },
  };
}
