/** How two series of numbers go together. */

/** Pearson's r; null where one of the series does not vary, or there are fewer than two values. */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number | null {
  const n = x.length;
  if (n !== y.length) throw new RangeError(`Correlation: expected ${n} values, got ${y.length}`);
  if (n < 2) return null;
  let [meanX, meanY] = [0, 0];
  for (let i = 0; i < n; i++) {
    meanX += (x[i] ?? 0) / n;
    meanY += (y[i] ?? 0) / n;
  }
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [dx, dy] = [(x[i] ?? 0) - meanX, (y[i] ?? 0) - meanY];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  // Rounding of the mean alone: such a series is constant.
  const flat = (squares: number, centre: number) => squares <= n * (1e-15 * centre) ** 2;
  if (flat(xx, meanX) || flat(yy, meanY)) return null;
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

/** Spearman's ρ: Pearson's r of the ranks, equal values sharing the mean of theirs. */
export const spearman = (x: ArrayLike<number>, y: ArrayLike<number>): number | null =>
  pearson(ranks(x), ranks(y));

/** Ranks from 1, equal values sharing the mean of theirs. */
export function ranks(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i);
  order.sort((i, j) => (values[i] ?? 0) - (values[j] ?? 0));
  const result = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    const value = values[order[from] ?? 0];
    let to = from;
    while (to + 1 < order.length && values[order[to + 1] ?? 0] === value) to++;
    for (let k = from; k <= to; k++) result[order[k] ?? 0] = (from + to) / 2 + 1;
    from = to + 1;
  }
  return result;
}

/**
 * Jaccard index of the k greatest entries of two series: |both| / |either|. Ties at the edge go to
 * the entry that comes first.
 */
export function topJaccard(x: ArrayLike<number>, y: ArrayLike<number>, k: number): number | null {
  if (k < 1 || x.length < k) return null;
  const [top, other] = [topOf(x, k), new Set(topOf(y, k))];
  const both = top.filter((i) => other.has(i)).length;
  return both / (2 * k - both);
}

/** Positions of the k greatest values. */
export function topOf(values: ArrayLike<number>, k: number): number[] {
  const order = Array.from({ length: values.length }, (_, i) => i);
  return order.sort((i, j) => (values[j] ?? 0) - (values[i] ?? 0) || i - j).slice(0, k);
}
