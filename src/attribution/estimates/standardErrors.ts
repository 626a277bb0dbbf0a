/** Standard errors of a pair matrix from independent estimates of both texts' contributions. */
import { crossDots, largest, rowsOf } from '../vectors.js';
import type { Estimate } from './Estimate.js';

/** What standard errors need of an estimate. */
export type Sampled = Pick<Estimate, 'value' | 'replicates' | 'exact'>;

export interface StandardErrors {
  /** [parts of a × parts of b], not divided by the norms. */
  readonly ofEntries: Float64Array<ArrayBuffer>;
  /** The largest, and the largest if the other text's contributions were exact. */
  readonly largest: number;
  readonly fromA: number;
  readonly fromB: number;
}

/**
 * To first order, Var A_ij = Var(u_i) · v_j² + u_i² · Var(v_j): the two texts' samples are independent.
 * undefined where a side has one sample only, and is not exact.
 * Cost: replicates × parts × parts × D multiplications.
 */
export function standardErrors(a: Sampled, b: Sampled, size: number): StandardErrors | undefined {
  const [u, v] = [rowsOf(a.value, size), rowsOf(b.value, size)];
  const fromA = variance(a, (rows) => crossDots(rowsOf(rows, size), v));
  const fromB = variance(b, (rows) => crossDots(u, rowsOf(rows, size)));
  if (!fromA || !fromB) return undefined;
  const ofEntries = Float64Array.from(
    u.flatMap(() => v.map(() => 0)),
    (_, at) => Math.sqrt((fromA[at] ?? 0) + (fromB[at] ?? 0)),
  );
  const root = (variances: Float64Array) => Math.sqrt(largest(variances));
  return {
    ofEntries,
    largest: largest(ofEntries),
    fromA: root(fromA),
    fromB: root(fromB),
  };
}

/** Variance of the products of an estimate's mean, from the scatter of its replicates'. */
function variance(
  { exact, replicates, value }: Sampled,
  product: (contributions: Float64Array) => Float64Array,
): Float64Array | undefined {
  if (exact) return new Float64Array(0);
  if (replicates.length < 2) return undefined;
  // Of a weighted mean, from what it is the mean of; with equal weights the usual one.
  const correction = replicates.length / (replicates.length - 1);
  let total = new Float64Array(0);
  for (const { value: one, weight } of replicates) {
    const moved = product(one.map((x, i) => x - (value[i] ?? 0)));
    if (total.length === 0) total = new Float64Array(moved.length);
    moved.forEach((x, i) => (total[i] = (total[i] ?? 0) + correction * (weight * x) ** 2));
  }
  return total;
}
