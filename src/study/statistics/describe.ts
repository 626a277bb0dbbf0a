/** Samples in a few numbers. Formulas of simple-statistics where it has them. */
import { mean, quantile, sampleStandardDeviation } from 'simple-statistics';
import type { Figure } from '../../protocol.js';
import { type Random, randomFrom } from './random.js';

/** Resamples of a bootstrap interval. */
export const RESAMPLES = 1000;

/** What `figureOf` reports, for a report's definitions. */
export const SPREAD =
  'n: sample size. sd: standard deviation of the sample (n − 1 in the denominator). ' +
  `95 % interval: 2.5th and 97.5th percentile of the mean over ${RESAMPLES} resamples of the ` +
  'sample with replacement (percentile bootstrap); missing below 3 values. Of shares: Wilson’s score ' +
  'interval.';

/** Mean with spread. Values that are no numbers (a correlation of constants) are left out and not counted. */
export function figureOf(values: readonly (number | null)[], seed = 1): Figure | null {
  const known = values.filter((value): value is number => value !== null && Number.isFinite(value));
  if (known.length === 0) return null;
  const [low, high] = meanInterval(known, randomFrom(seed));
  return {
    value: mean(known),
    n: known.length,
    sd: known.length > 1 ? sampleStandardDeviation(known) : null,
    low,
    high,
  };
}

/**
 * The share of a sample that has a property, with Wilson's score interval, which stays honest where
 * the share is 0 or 1. `sd` is null: the share determines it.
 */
export function shareOf(flags: readonly boolean[]): Figure | null {
  const n = flags.length;
  if (n === 0) return null;
  const value = flags.filter(Boolean).length / n;
  const z = 1.959964;
  const centre = (value + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((value * (1 - value)) / n + (z / (2 * n)) ** 2);
  return { value, n, sd: null, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** A figure without spread, such as a single correlation over all pairs. */
export const single = (value: number | null, n: number): Figure | null =>
  value === null ? null : { value, n, sd: null, low: null, high: null };

function meanInterval(values: readonly number[], random: Random): [number | null, number | null] {
  if (values.length < 3) return [null, null];
  const means = Array.from({ length: RESAMPLES }, () => {
    return mean(random.resample(values));
  });
  return [quantile(means, 0.025), quantile(means, 0.975)];
}

/**
 * A statistic of a whole sample (a correlation, a difference of means) with its bootstrap interval
 * over the sample's units.
 */
export function figureOfSample<Unit>(
  units: readonly Unit[],
  statistic: (units: readonly Unit[]) => number | null,
  seed = 1,
): Figure | null {
  const value = statistic(units);
  if (value === null || !Number.isFinite(value)) return null;
  if (units.length < 3) return single(value, units.length);
  const random = randomFrom(seed);
  const values = Array.from({ length: RESAMPLES }, () => statistic(random.resample(units))).filter(
    (each): each is number => each !== null && Number.isFinite(each),
  );
  const enough = values.length >= RESAMPLES / 2;
  return {
    value,
    n: units.length,
    sd: null,
    low: enough ? quantile(values, 0.025) : null,
    high: enough ? quantile(values, 0.975) : null,
  };
}

/** Least, quartiles and greatest; linear between order statistics would be finer than a reader needs. */
export function quantilesOf(values: readonly number[]): readonly number[] {
  return values.length === 0 ? [] : quantile([...values], [0, 0.25, 0.5, 0.75, 1]);
}

export { mean, quantile } from 'simple-statistics';
