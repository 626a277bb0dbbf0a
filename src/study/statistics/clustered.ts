/** Means of values that come in clusters, such as the many token pairs of one pair of texts. */
import { mean, quantile, sampleStandardDeviation } from 'simple-statistics';
import type { Figure } from '../../protocol.js';
import { RESAMPLES } from './describe.js';
import { groupBy } from './groupBy.js';
import { randomFrom } from './random.js';

export interface Clustered {
  readonly cluster: number;
  readonly value: number;
}

export const CLUSTERED =
  'n counts the single values (occurrences, word pairs), sd is theirs; the interval is a bootstrap over pairs of texts, because values of one pair belong together.';

/** Mean and sd over the values; the interval is a bootstrap over clusters. */
export function clusteredFigure(values: readonly Clustered[], seed: number): Figure | null {
  if (values.length === 0) return null;
  const plain = values.map(({ value }) => value);
  const [low, high] = interval(clustersOf(values), seed, (drawn) => ratio(drawn));
  return {
    value: mean(plain),
    n: plain.length,
    sd: plain.length > 1 ? sampleStandardDeviation(plain) : null,
    low,
    high,
  };
}

/** Mean of the one minus mean of the others; clusters are drawn for both together. n counts clusters. */
export function clusteredDifference(
  values: readonly Clustered[],
  others: readonly Clustered[],
  seed: number,
): Figure | null {
  const [first, second] = [clustersOf(values), clustersOf(others)];
  const keys = [...new Set([...first.keys(), ...second.keys()])];
  if (values.length === 0 || others.length === 0) return null;
  const both = new Map(
    keys.map((key) => [key, { x: first.get(key) ?? NONE, y: second.get(key) ?? NONE }]),
  );
  const difference = (drawn: readonly { x: Sum; y: Sum }[]) => {
    const [x, y] = [ratio(drawn.map((each) => each.x)), ratio(drawn.map((each) => each.y))];
    return x === null || y === null ? null : x - y;
  };
  const value = difference([...both.values()]);
  if (value === null) return null;
  const [low, high] = interval(both, seed, difference);
  return { value, n: both.size, sd: null, low, high };
}

interface Sum {
  readonly sum: number;
  readonly count: number;
}
const NONE: Sum = { sum: 0, count: 0 };

function clustersOf(values: readonly Clustered[]): Map<number, Sum> {
  const groups = groupBy(values, ({ cluster }) => cluster);
  return new Map(
    [...groups].map(([key, members]) => [
      key,
      { sum: members.reduce((sum, { value }) => sum + value, 0), count: members.length },
    ]),
  );
}

function ratio(clusters: readonly Sum[]): number | null {
  let [sum, count] = [0, 0];
  for (const cluster of clusters) {
    sum += cluster.sum;
    count += cluster.count;
  }
  return count === 0 ? null : sum / count;
}

function interval<Cluster>(
  clusters: ReadonlyMap<number, Cluster>,
  seed: number,
  statistic: (drawn: readonly Cluster[]) => number | null,
): [number | null, number | null] {
  if (clusters.size < 3) return [null, null];
  const random = randomFrom(seed);
  const all = [...clusters.values()];
  const values = Array.from({ length: RESAMPLES }, () => statistic(random.resample(all))).filter(
    (value): value is number => value !== null,
  );
  return values.length < RESAMPLES / 2
    ? [null, null]
    : [quantile(values, 0.025), quantile(values, 0.975)];
}
