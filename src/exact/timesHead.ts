import type { Tensor } from '../tensor/tensor.js';

/** W x: [rows of W]. @param head [rows, D] */
export function timesHead({ dims, data }: Tensor<'float32'>, x: ArrayLike<number>): Float32Array {
  const [rows = 0, columns = 0] = dims;
  return Float32Array.from({ length: rows }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += (data[i * columns + j] ?? 0) * (x[j] ?? 0);
    return sum;
  });
}
