/** Contributions of a text's parts, φ_i ∈ R^D, from encodings of its coalitions alone. */
import type { Hooks } from '../hooks.js';

export interface Estimate {
  /** [parts × D]; zero before the first refinement. Then it adds up to e(x) − e(r), to rounding. */
  readonly value: Float64Array<ArrayBuffer>;
  /** Encodings so far. */
  readonly encodings: number;
  /** Independent estimates of which `value` is the mean; fewer than two tell no standard error. */
  readonly replicates: readonly Replicate[];
  /** [D]: what the parts lacked of e(x) − e(r) before it was shared out among them; zero where nothing. */
  readonly missed: Float64Array;
  /** Whether `value` is what more encodings would converge to. */
  readonly exact: boolean;
  /**
   * One step; false when there is none left.
   * @param progress share of the step that is done
   * Throws RunError, Cancelled; what was found before stays.
   */
  refine(hooks: Pick<Hooks, 'cancelled'>, progress?: (done: number) => void): Promise<boolean>;
}

export interface Replicate {
  /** [parts × D]. */
  readonly value: Float64Array;
  /** In the mean; all of an estimate's add up to 1. */
  readonly weight: number;
}

/** Kept apart at most; more samples than this are averaged in turn into the same ones. */
const MOST_REPLICATES = 16;

/** Samples of contributions, averaged; in groups, so that memory is bounded. */
export class Samples {
  readonly #groups: { readonly sum: Float64Array<ArrayBuffer>; count: number }[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** @param sample [parts × D], kept */
  add(sample: Float64Array<ArrayBuffer>): void {
    const group = this.#groups[this.#count % MOST_REPLICATES];
    this.#count++;
    if (!group) {
      this.#groups.push({ sum: sample, count: 1 });
      return;
    }
    sample.forEach((value, i) => (group.sum[i] = (group.sum[i] ?? 0) + value));
    group.count++;
  }

  get replicates(): readonly Replicate[] {
    return this.#groups.map(({ sum, count }) => ({
      value: count === 1 ? sum : sum.map((value) => value / count),
      weight: count / this.#count,
    }));
  }

  /** Throws RangeError of none. */
  get mean(): Float64Array<ArrayBuffer> {
    const [first] = this.#groups;
    if (!first) throw new RangeError('Samples: expected at least one, got none');
    const total = new Float64Array(first.sum.length);
    for (const { sum } of this.#groups) {
      for (let i = 0; i < total.length; i++) total[i] = (total[i] ?? 0) + (sum[i] ?? 0);
    }
    return total.map((value) => value / this.#count);
  }
}
