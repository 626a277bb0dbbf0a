/**
 * QuantizeLinear, DequantizeLinear, DynamicQuantizeLinear: activations stay the floats they were,
 * constant weights become float32.
 * https://onnx.ai/onnx/operators/onnx__DequantizeLinear.html (opset 21)
 * https://onnx.ai/onnx/operators/onnx__DynamicQuantizeLinear.html (opset 11)
 */
import type { Rewrite, Rewriting } from '../Rewriting.js';
import { dequantised } from './dequantise.js';

/** The node stays for readers that want integers; without any it is dropped later. */
export const quantizeLinear: Rewrite = (node) => {
  const output = node.node.outputs[0] ?? '';
  node.state.quantised.set(output, { float: node.in(0), scale: node.in(1) });
  return undefined;
};

export const dequantizeLinear: Rewrite = (node) => {
  const activation = node.state.quantised.get(node.in(0));
  if (activation) return [activation.float];
  const [tensor, scale] = [node.constant(0), node.constant(1)];
  if (!tensor || scale?.dtype !== 'float32') return undefined;
  if (scale.data.length === 1 && isOnlyLookedUp(node)) {
    const table = { integers: node.in(0), scale: node.in(1), zeroPoint: node.in(2) };
    node.state.tables.set(node.node.outputs[0] ?? '', table);
    return undefined;
  }
  const layout = { axis: node.int('axis', 1), blockSize: node.int('block_size', 0) };
  return [node.emit.tensor(dequantised(tensor, scale, node.constant(2), layout))];
};

/** Embedding tables stay quantised: as floats they would be the largest tensors by far. */
function isOnlyLookedUp({ node, state }: Rewriting): boolean {
  const [output = ''] = node.outputs;
  const readers = state.readers.get(output) ?? [];
  return (
    readers.length > 0 &&
    readers.every(({ opType, inputs }) => opType === 'Gather' && inputs[1] !== output)
  );
}

/** Looks up integers and dequantises the rows that were found. */
export const gather: Rewrite = (node) => {
  const table = node.state.tables.get(node.in(0));
  if (!table) return undefined;
  const rows = node.op('Gather', [table.integers, node.in(1)], node.attributesWithout());
  const inputs = [rows, table.scale, table.zeroPoint].filter((value) => value !== '');
  return [node.op('DequantizeLinear', inputs)];
};

/** Operators that take part in a product of integers and know what to do with the floats instead. */
const KNOWN_READERS: ReadonlySet<string> = new Set([
  'DequantizeLinear',
  'MatMulInteger',
  'MatMulIntegerToFloat',
  'QAttention',
]);

/** The float itself, with scale 1: products then come out right whatever multiplies by the scale. */
export const dynamicQuantizeLinear: Rewrite = (node) => {
  const [output = ''] = node.node.outputs;
  const readers = node.state.readers.get(output) ?? [];
  if (!readers.every(({ opType }) => KNOWN_READERS.has(opType))) return undefined;
  const zero = { dtype: 'uint8', dims: [], data: Uint8Array.of(0) } as const;
  node.state.quantised.set(node.in(0), { float: node.in(0), scale: undefined });
  return [node.in(0), node.emit.scalar(1), node.emit.tensor(zero)];
};

/** Multiplying by that scale of 1 drops out. */
export const mul: Rewrite = (node) => {
  const one = node.emit.scalar(1);
  if (node.in(0) === one) return [node.in(1)];
  return node.in(1) === one ? [node.in(0)] : undefined;
};
