/** Arithmetic on constant float32 weights. */
import type { Tensor } from '../../tensor/tensor.js';

type Floats = Tensor<'float32'>;

/** Columns from … to − 1 of a matrix, or elements of a vector. */
export function columnsOf(tensor: Floats, from: number, to: number): Floats {
  const width = tensor.dims.at(-1) ?? 1;
  const rows = tensor.data.length / width;
  const data = new Float32Array(rows * (to - from));
  for (let row = 0; row < rows; row++) {
    data.set(tensor.data.subarray(row * width + from, row * width + to), row * (to - from));
  }
  return { dtype: 'float32', dims: [...tensor.dims.slice(0, -1), to - from], data };
}

/** A matrix [rows, columns] transposed. */
export function transposed({ dims, data }: Floats): Floats {
  const [rows = 1, columns = 1] = dims;
  const turned = new Float32Array(data.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      turned[column * rows + row] = data[row * columns + column] ?? 0;
    }
  }
  return { dtype: 'float32', dims: [columns, rows], data: turned };
}

/** A matrix with each column times its factor, or all of it times the only one. */
export function scaledColumns({ dims, data }: Floats, factors: Float32Array): Floats {
  const width = factors.length === 1 ? 1 : (dims.at(-1) ?? 1);
  return { dtype: 'float32', dims, data: data.map((x, i) => x * (factors[i % width] ?? 1)) };
}
