/** A_ij = u_i · v_j / (|e(a)||e(b)|). */

/**
 * @param u [rows × D] contributions of text a
 * @param v [columns × D] contributions of text b
 * @returns [rows × columns], row-major
 */
export function pairMatrix(
  u: Float64Array,
  v: Float64Array,
  size: number,
  norms: number,
): Float64Array<ArrayBuffer> {
  const rows = u.length / size;
  const columns = v.length / size;
  const matrix = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    const row = u.subarray(i * size, (i + 1) * size);
    for (let j = 0; j < columns; j++) {
      matrix[i * columns + j] = dot(row, v.subarray(j * size, (j + 1) * size)) / norms;
    }
  }
  return matrix;
}

/** u_i · e / norms for every row: each part's share of the score beyond the other text's reference. */
export function marginals(
  u: Float64Array,
  embedding: Float32Array,
  norms: number,
): Float64Array<ArrayBuffer> {
  const size = embedding.length;
  return Float64Array.from(
    { length: u.length / size },
    (_, i) => dot(u.subarray(i * size, (i + 1) * size), embedding) / norms,
  );
}

/** Inner product, summed in double. */
export function dot(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < x.length; i++) total += (x[i] ?? 0) * (y[i] ?? 0);
  return total;
}
