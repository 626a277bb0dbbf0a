/** The pair matrix before it is divided by the norms, as the plans find it. */

export interface PairIntegral {
  /** u_i · v_j: [rows × columns], row-major. */
  readonly matrix: Float64Array<ArrayBuffer>;
  /** u_i · e(b): [rows]. */
  readonly totalA: Float64Array<ArrayBuffer>;
  /** e(a) · v_j: [columns]. */
  readonly totalB: Float64Array<ArrayBuffer>;
  /** Quadrature nodes evaluated for both texts together. */
  readonly evaluations: number;
  /**
   * Largest error that completeness reveals: of the sum, or of any row or column together with what is
   * missed of the path's first moment in that direction (fittedWeights.ts).
   */
  readonly error: number;
}

/** The same pair with the texts swapped. */
export function swapped(pair: PairIntegral): PairIntegral {
  const { matrix, totalA, totalB } = pair;
  const [rows, columns] = [totalA.length, totalB.length];
  const transposed = new Float64Array(matrix.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) transposed[j * rows + i] = matrix[i * columns + j] ?? 0;
  }
  return { ...pair, matrix: transposed, totalA: totalB, totalB: totalA };
}
