/**
 * Products with quantised operands as float products: activations as the floats they stand for,
 * constant weights dequantised.
 * https://onnx.ai/onnx/operators/onnx__MatMulInteger.html (opset 10)
 * https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.MatMulIntegerToFloat
 */
import type { Tensor } from '../../../tensor/tensor.js';
import type { Value } from '../../emitter.js';
import { projectAndAttend } from '../fused/attentionMicrosoft.js';
import { addUp } from '../fused/support.js';
import type { Rewrite, Rewriting } from '../Rewriting.js';
import { centred, dequantised } from './dequantise.js';

/** Over columns, which per-column scales run along. */
const COLUMNS = { axis: -1, blockSize: 0 };

/** An operand minus its zero point, not yet scaled; undefined where it is neither kind. */
function unscaled(node: Rewriting, i: number, zeroPoint: number): Value | undefined {
  const activation = node.state.quantised.get(node.in(i));
  if (activation) {
    const { float, scale } = activation;
    return scale === undefined ? float : node.op('Div', [float, scale]);
  }
  const tensor = node.constant(i);
  const isFolded = !node.has(zeroPoint) || node.constant(zeroPoint) !== undefined;
  return tensor && isFolded
    ? node.emit.tensor(centred(tensor, node.constant(zeroPoint)))
    : undefined;
}

/** An operand's float value. */
function scaled(
  node: Rewriting,
  i: number,
  { scale, zeroPoint }: { readonly scale: number; readonly zeroPoint: number },
): Value | undefined {
  const activation = node.state.quantised.get(node.in(i));
  if (activation) return activation.float;
  const [tensor, factor] = [node.constant(i), node.constant(scale)];
  if (!tensor || factor?.dtype !== 'float32') return undefined;
  if (node.has(zeroPoint) && !node.constant(zeroPoint)) return undefined;
  return weight(node, tensor, factor, node.constant(zeroPoint));
}

const weight = (
  node: Rewriting,
  tensor: Tensor,
  scale: Tensor<'float32'>,
  zeroPoint: Tensor | undefined,
): Value => node.emit.tensor(dequantised(tensor, scale, zeroPoint, COLUMNS));

/** The integer product's scale is applied by what follows. */
export const matMulInteger: Rewrite = (node) => {
  const [a, b] = [unscaled(node, 0, 2), unscaled(node, 1, 3)];
  return a !== undefined && b !== undefined ? [node.op('MatMul', [a, b])] : undefined;
};

export const matMulIntegerToFloat: Rewrite = (node) => {
  const a = scaled(node, 0, { scale: 2, zeroPoint: 4 });
  const b = scaled(node, 1, { scale: 3, zeroPoint: 5 });
  if (a === undefined || b === undefined) return undefined;
  return [addUp(node, node.op('MatMul', [a, b]), node.in(6))];
};

export const dynamicQuantizeMatMul: Rewrite = (node) => {
  const b = scaled(node, 1, { scale: 2, zeroPoint: 3 });
  if (b === undefined) return undefined;
  return [addUp(node, node.op('MatMul', [node.in(0), b]), node.in(4))];
};

/** The node stays for readers that want integers; without any it is dropped later. */
export const qLinearMatMul: Rewrite = (node) => {
  const a = scaled(node, 0, { scale: 1, zeroPoint: 2 });
  const b = scaled(node, 3, { scale: 4, zeroPoint: 5 });
  if (a === undefined || b === undefined) return undefined;
  const float = node.op('MatMul', [a, b]);
  node.state.quantised.set(node.node.outputs[0] ?? '', { float, scale: node.in(6) });
  return undefined;
};

/** Left alone with a past, rotary embedding or a present that somebody wants. */
export const qAttention: Rewrite = (node) => {
  if (node.has(8) || node.wants(1) || node.int('do_rotary', 0) !== 0) return undefined;
  const input = scaled(node, 0, { scale: 3, zeroPoint: 6 });
  const weights = scaled(node, 1, { scale: 4, zeroPoint: 7 });
  if (input === undefined || weights === undefined) return undefined;
  const given = { input, weights, bias: node.in(2), mask: node.in(5), attentionBias: '' };
  return [projectAndAttend(node, given)];
};
