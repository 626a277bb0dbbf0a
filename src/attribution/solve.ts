/**
 * x with A x = b, by Gaussian elimination with partial pivoting (Golub & Van Loan 2013, 3.4).
 * @param matrix rows of A, square and regular
 * Cost: n³ / 3 for n unknowns; meant for a few dozen.
 */
export function solve(
  matrix: readonly (readonly number[])[],
  right: ArrayLike<number>,
): Float64Array<ArrayBuffer> {
  const n = matrix.length;
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let i = column + 1; i < n; i++) {
      if (Math.abs(rows[i]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = i;
    }
    const [chosen, displaced] = [rows[pivot] ?? [], rows[column] ?? []];
    [rows[column], rows[pivot]] = [chosen, displaced];
    for (const row of rows.slice(column + 1)) {
      const factor = (row[column] ?? 0) / (chosen[column] ?? 1);
      for (let j = column; j <= n; j++) row[j] = (row[j] ?? 0) - factor * (chosen[j] ?? 0);
    }
  }
  const x = new Float64Array(n);
  for (let i = n - 1; i >= 0; i--) {
    const row = rows[i] ?? [];
    let sum = row[n] ?? 0;
    for (let j = i + 1; j < n; j++) sum -= (row[j] ?? 0) * (x[j] ?? 0);
    x[i] = sum / (row[i] ?? 1);
  }
  return x;
}
