/** The pair matrix before it is divided by the norms, as the plans find it. */

export interface PairIntegral {
  /** u_i · v_j: [rows × columns], row-major. */
  readonly matrix: Float64Array<ArrayBuffer>;
  /** Quadrature nodes evaluated for both texts together. */
  readonly evaluations: number;
}

/** The same pair with the texts swapped. */
export function swapped({ matrix, evaluations }: PairIntegral, rows: number): PairIntegral {
  const columns = rows > 0 ? matrix.length / rows : 0;
  const transposed = new Float64Array(matrix.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) transposed[j * rows + i] = matrix[i * columns + j] ?? 0;
  }
  return { matrix: transposed, evaluations };
}
