/** Linear algebra on rows of row-major arrays, summed in double. */

export function dot(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < x.length; i++) total += (x[i] ?? 0) * (y[i] ?? 0);
  return total;
}

/** Rows of `width` elements. */
export function rowsOf(matrix: Float64Array, width: number): readonly Float64Array[] {
  return Array.from({ length: width > 0 ? matrix.length / width : 0 }, (_, i) =>
    matrix.subarray(i * width, (i + 1) * width),
  );
}

/** Inner product of every row with a vector. */
export function rowDots(
  rows: readonly ArrayLike<number>[],
  vector: ArrayLike<number>,
): Float64Array<ArrayBuffer> {
  return Float64Array.from(rows, (row) => dot(row, vector));
}

/** [rows of x × rows of y]: every inner product. */
export function crossDots(
  x: readonly ArrayLike<number>[],
  y: readonly ArrayLike<number>[],
): Float64Array<ArrayBuffer> {
  return Float64Array.from(x.flatMap((row) => y.map((other) => dot(row, other))));
}

/** `whole` minus all rows. */
export function remainder(
  whole: ArrayLike<number>,
  rows: readonly ArrayLike<number>[],
): Float64Array<ArrayBuffer> {
  return Float64Array.from(whole, (value, d) =>
    rows.reduce((left, row) => left - (row[d] ?? 0), value),
  );
}

/** Largest absolute value; 0 of none. */
export function largest(values: Iterable<number>): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}

/** Largest sum of absolute values in one place of several rows. */
export function largestTogether(rows: readonly ArrayLike<number>[]): number {
  const places = Math.max(0, ...rows.map((row) => row.length));
  const sums = Array.from({ length: places }, (_, i) =>
    rows.reduce((sum, row) => sum + Math.abs(row[i] ?? 0), 0),
  );
  return largest(sums);
}
