/** Ways to estimate what the parts of two texts contribute, by name. */
import type { Hooks } from '../hooks.js';
import type { FinishedAttribution, PairAttribution } from '../attributePair.js';

/** What a side's contributions come from. */
export type SideMethod =
  /** Integrated Jacobians along the straight path, from the layer asked for. */
  | 'ij'
  /** The mean of that from the embeddings and from the middle layer. */
  | 'ij-layers'
  /** Integrated Jacobians along scattered paths from the embeddings. */
  | 'ij-scattered'
  /** The mean of that, of the straight path from the middle layer, and of the ends of short stretches. */
  | 'ij-mixed'
  /** Shapley contributions by sampled orders; of few parts exactly. */
  | 'shapley'
  /** Shapley contributions by Simpson's rule over the size of the coalition. */
  | 'simpson'
  /** Mean of leave-one-out and add-one-in. */
  | 'ends';

/** `auto` takes the closest to Shapley's contributions that costs little more than `ij`. */
export type Method = SideMethod | 'auto';

/** Methods that go on until `error` meets the tolerance; others are done when they are done. */
export const MEETS_TOLERANCE: ReadonlySet<Method> = new Set(['ij', 'ij-layers', 'shapley']);

/** What an attribution says of how it was found. */
export interface Estimation {
  readonly asked: Method;
  readonly a: SideMethod;
  readonly b: SideMethod;
  /**
   * What `error` is: the largest
   * completeness: difference of the sum, a row or a column from what is known of it ·
   * shared: the same before it was shared out equally among the parts ·
   * standardError: standard error of an entry.
   */
  readonly error: 'completeness' | 'shared' | 'standardError';
  /** [parts of a × parts of b], where entries have one: of the sampling, not of what a method neglects. */
  readonly standardError?: Float64Array<ArrayBuffer>;
}

export type Estimated<Result extends PairAttribution = PairAttribution> = Result & {
  readonly method: Estimation;
};

export type FinishedEstimate = Estimated<FinishedAttribution>;

/** Hooks of those who want to know the method. */
export interface EstimateHooks extends Omit<Hooks, 'found'> {
  found?(result: Estimated): void | Promise<void>;
}
