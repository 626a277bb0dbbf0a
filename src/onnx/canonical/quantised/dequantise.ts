/** Constant quantised weights as float32: (x − zero point) · scale. */
import type { Tensor } from '../../../tensor/tensor.js';

type Floats = Tensor<'float32'>;

/** How scales and zero points lie over a tensor. */
export interface Layout {
  /** The axis that scales run along; ignored for a single scale. */
  readonly axis: number;
  /** Elements of that axis that share a scale; 0: one scale each. */
  readonly blockSize: number;
}

/**
 * `scale` and `zeroPoint` (undefined: zero) are single, vectors along `axis`, or, with blocks, of
 * the tensor's shape with that axis divided by the block size.
 */
export function dequantised(
  tensor: Tensor,
  scale: Floats,
  zeroPoint: Tensor | undefined,
  layout: Layout,
): Floats {
  const place = places(tensor.dims, scale, layout);
  const integers = tensor.data as ArrayLike<number | bigint>;
  const zeros = zeroPoint?.data as ArrayLike<number | bigint> | undefined;
  const data = new Float32Array(integers.length);
  for (let i = 0; i < data.length; i++) {
    const at = place(i);
    const zero = zeros === undefined ? 0 : Number(zeros[zeros.length === 1 ? 0 : at] ?? 0);
    data[i] = (Number(integers[i]) - zero) * (scale.data[scale.data.length === 1 ? 0 : at] ?? 1);
  }
  return { dtype: 'float32', dims: tensor.dims, data };
}

/** From the position of an element to that of its scale. */
function places(
  dims: readonly number[],
  scale: Floats,
  { axis, blockSize }: Layout,
): (i: number) => number {
  const at = axis < 0 ? axis + dims.length : axis;
  const size = dims[at] ?? 1;
  const inner = dims.slice(at + 1).reduce((product, dim) => product * dim, 1);
  if (blockSize > 0 && scale.dims.length === dims.length) {
    const blocks = scale.dims[at] ?? 1;
    return (i) => {
      const outer = Math.floor(i / (size * inner));
      const along = Math.floor((Math.floor(i / inner) % size) / blockSize);
      return (outer * blocks + along) * inner + (i % inner);
    };
  }
  return (i) => Math.floor(i / inner) % size;
}

/** x − zero point as floats, zero points single or one a column. */
export function centred(tensor: Tensor, zeroPoint: Tensor | undefined): Floats {
  const one: Floats = { dtype: 'float32', dims: [], data: Float32Array.of(1) };
  return dequantised(tensor, one, zeroPoint, { axis: -1, blockSize: 0 });
}
