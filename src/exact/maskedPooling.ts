/** Pooling over the attended positions of padded batches: [B, S, H] and mask [B, S] → [B, D]. */
import type { DenseLayer, Pooling, PoolingMode } from '../encoder/pooling.js';
import { type Emitter, type Value, int, ints } from '../onnx/emitter.js';

/** Stands in for positions that do not count when the largest is taken. */
const LOWEST = -3.4028234663852886e38;

/** From here on ReduceMax takes its axes as an input. */
const AXES_AS_INPUT = 18;

/**
 * @param attended int64 [B, S]: 1 where a token is, 0 at padding
 * Sums are products with the mask, which every operator set has in the same form.
 */
export function maskedPooling(
  emit: Emitter,
  hidden: Value,
  attended: Value,
  { modes, dense }: Pooling,
  opset: number,
): Value {
  const float = { to: int(1) };
  const states = emit.op('Cast', [hidden], float);
  const mask = emit.op('Cast', [attended], float);
  const parts = modes.map((mode) => pooled(emit, mode, states, mask, opset));
  const [first = states] = parts;
  let embedding = parts.length > 1 ? emit.op('Concat', parts, { axis: int(-1) }) : first;
  for (const layer of dense) embedding = applied(emit, embedding, layer);
  return embedding;
}

function pooled(
  emit: Emitter,
  mode: PoolingMode,
  states: Value,
  mask: Value,
  opset: number,
): Value {
  /** [B, S] weights times states: [B, H]. */
  const weighted = (weights: Value) => {
    const row = emit.op('Reshape', [weights, emit.int64([0, 1, -1])]);
    return emit.op('Reshape', [emit.op('MatMul', [row, states]), emit.int64([0, -1])]);
  };
  // Of zeros and ones, the squares add up to the number of ones.
  const count = () => {
    const row = emit.op('Reshape', [mask, emit.int64([0, 1, -1])]);
    const column = emit.op('Reshape', [mask, emit.int64([0, -1, 1])]);
    return emit.op('Reshape', [emit.op('MatMul', [row, column]), emit.int64([0, 1])]);
  };
  switch (mode) {
    case 'mean':
      return emit.op('Div', [weighted(mask), count()]);
    case 'mean_sqrt_len':
      return emit.op('Div', [weighted(mask), emit.op('Sqrt', [count()])]);
    case 'cls': {
      const first = emit.tensor({ dtype: 'int64', dims: [], data: BigInt64Array.of(0n) });
      return emit.op('Gather', [states, first], { axis: int(1) });
    }
    case 'last': {
      const axis = emit.tensor({ dtype: 'int64', dims: [], data: BigInt64Array.of(1n) });
      const whole = emit.op('Cast', [mask], { to: int(7) });
      const fromRight = emit.op('CumSum', [whole, axis], { reverse: int(1) });
      const isLast = emit.op('Cast', [emit.op('Equal', [fromRight, emit.int64([1])])], {
        to: int(1),
      });
      // Padding to the left of the last token counts one from the right, too.
      return weighted(emit.op('Mul', [isLast, mask]));
    }
    case 'max': {
      const column = emit.op('Reshape', [mask, emit.int64([0, -1, 1])]);
      const isToken = emit.op('Cast', [column], { to: int(9) });
      const counted = emit.op('Where', [isToken, states, emit.scalar(LOWEST)]);
      return opset >= AXES_AS_INPUT
        ? emit.op('ReduceMax', [counted, emit.int64([1])], { keepdims: int(0) })
        : emit.op('ReduceMax', [counted], { axes: ints([1]), keepdims: int(0) });
    }
  }
}

/** activation(x Wᵀ + b). */
function applied(emit: Emitter, input: Value, { weight, bias, activation }: DenseLayer): Value {
  const [rows = 0, columns = 0] = weight.dims;
  const turned = new Float32Array(weight.data.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) turned[j * rows + i] = weight.data[i * columns + j] ?? 0;
  }
  const product = emit.op('MatMul', [
    input,
    emit.tensor({ dtype: 'float32', dims: [columns, rows], data: turned }),
  ]);
  const sum = bias ? emit.op('Add', [product, emit.tensor(bias)]) : product;
  return activation === 'Tanh' ? emit.op('Tanh', [sum]) : sum;
}
