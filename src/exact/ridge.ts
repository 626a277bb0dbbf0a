/** Linear least squares that stay near the identity: what maps shifted embeddings back to the original ones. */

/** Rows of equal width, row-major. */
export interface Rows {
  readonly data: Float64Array;
  readonly width: number;
}

export const rowCount = ({ data, width }: Rows) => data.length / width;

/** Weighted sums over texts that every strength of regularisation shares. */
export interface Normal {
  readonly width: number;
  /** Σ w x xᵀ: [D, D]. */
  readonly xx: Float64Array;
  /** Σ w x yᵀ: [D, D]. */
  readonly xy: Float64Array;
}

/** Cost: 2·N·D². */
export function normalEquations(x: Rows, y: Rows, weights: ArrayLike<number>): Normal {
  const { width } = x;
  const [xx, xy] = [new Float64Array(width * width), new Float64Array(width * width)];
  for (let n = 0; n < rowCount(x); n++) {
    const at = n * width;
    for (let i = 0; i < width; i++) {
      const scaled = (weights[n] ?? 0) * (x.data[at + i] ?? 0);
      for (let j = 0; j < width; j++) {
        xx[i * width + j] = (xx[i * width + j] ?? 0) + scaled * (x.data[at + j] ?? 0);
        xy[i * width + j] = (xy[i * width + j] ?? 0) + scaled * (y.data[at + j] ?? 0);
      }
    }
  }
  return { width, xx, xy };
}

/**
 * W [D, D] with the smallest Σ w |W x − y|² + λ |W − 1|², where λ is `strength` times the mean of the
 * diagonal of Σ w x xᵀ. As the strength grows, W goes to the identity.
 * Throws RangeError where the texts are all zero. Cost: 4/3 D³.
 */
export function ridgeToIdentity({ width, xx, xy }: Normal, strength: number): Float64Array {
  let trace = 0;
  for (let i = 0; i < width; i++) trace += xx[i * width + i] ?? 0;
  const lambda = (strength * trace) / width;
  const [left, right] = [Float64Array.from(xx), Float64Array.from(xy)];
  for (let i = 0; i < width; i++) {
    left[i * width + i] = (left[i * width + i] ?? 0) + lambda;
    right[i * width + i] = (right[i * width + i] ?? 0) + lambda;
  }
  // (Σ w x xᵀ + λ) Wᵀ = Σ w x yᵀ + λ.
  solvePositive(left, right, width);
  return transposed(right, width);
}

/**
 * A⁻¹ B in place of B: [D, columns], A [D, D] symmetric and positive, which is overwritten.
 * Throws RangeError where A is not positive. Cost: D³/6, and D² a column.
 */
export function solvePositive(a: Float64Array, b: Float64Array, width: number): void {
  factorise(a, width);
  substitute(a, b, width);
}

/** Cholesky factor L of a symmetric positive matrix, in its lower half. Golub & Van Loan 2013, 4.2. */
function factorise(a: Float64Array, width: number): void {
  for (let j = 0; j < width; j++) {
    for (let i = j; i < width; i++) {
      let sum = a[i * width + j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (a[i * width + k] ?? 0) * (a[j * width + k] ?? 0);
      if (i > j) a[i * width + j] = sum / (a[j * width + j] ?? 1);
      else if (sum > 0) a[i * width + j] = Math.sqrt(sum);
      else throw new RangeError('Head: expected texts that span a direction, got none');
    }
  }
}

/** Solves L Lᵀ X = B in place of B [D, columns], a row at a time, so that memory is read in order. */
function substitute(l: Float64Array, b: Float64Array, width: number): void {
  const columns = b.length / width;
  const row = (i: number) => b.subarray(i * columns, (i + 1) * columns);
  const subtract = (target: Float64Array, source: Float64Array, factor: number) => {
    for (let c = 0; c < columns; c++) target[c] = (target[c] ?? 0) - factor * (source[c] ?? 0);
  };
  const scale = (target: Float64Array, factor: number) => {
    for (let c = 0; c < columns; c++) target[c] = (target[c] ?? 0) * factor;
  };
  for (let i = 0; i < width; i++) {
    for (let k = 0; k < i; k++) subtract(row(i), row(k), l[i * width + k] ?? 0);
    scale(row(i), 1 / (l[i * width + i] ?? 1));
  }
  for (let i = width - 1; i >= 0; i--) {
    for (let k = i + 1; k < width; k++) subtract(row(i), row(k), l[k * width + i] ?? 0);
    scale(row(i), 1 / (l[i * width + i] ?? 1));
  }
}

function transposed(a: Float64Array, width: number): Float64Array {
  const turned = new Float64Array(a.length);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < width; j++) turned[j * width + i] = a[i * width + j] ?? 0;
  }
  return turned;
}
