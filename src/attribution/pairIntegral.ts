/** What every plan gives: the pair matrix before it is divided by the norms. */
export interface PairIntegral {
  /** u_i · v_j: [rows × columns], row-major. */
  readonly matrix: Float64Array<ArrayBuffer>;
  /** u_i · e(second): [rows]. */
  readonly rowMarginals: Float64Array<ArrayBuffer>;
  /** v_j · e(first): [columns]. */
  readonly columnMarginals: Float64Array<ArrayBuffer>;
  /** Quadrature nodes evaluated for both texts together. */
  readonly evaluations: number;
}

/** How exact, on the scale of inner products of embeddings. */
export type Accuracy =
  /** Bound on the errors that completeness reveals: of the sum, of every row and every column. */
  { readonly error: number } | { readonly nodes: number };

/** The same pair with the texts swapped. */
export function swapped({
  rowMarginals,
  columnMarginals,
  matrix,
  evaluations,
}: PairIntegral): PairIntegral {
  const [rows, columns] = [rowMarginals.length, columnMarginals.length];
  const transposed = new Float64Array(matrix.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) transposed[j * rows + i] = matrix[i * columns + j] ?? 0;
  }
  return {
    matrix: transposed,
    rowMarginals: columnMarginals,
    columnMarginals: rowMarginals,
    evaluations,
  };
}
