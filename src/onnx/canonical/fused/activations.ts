/**
 * Activations fused with a bias, under other names, or newer than the canonical operator set.
 * https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.FastGelu
 * https://onnx.ai/onnx/operators/onnx__Swish.html (opset 24)
 */
import { string, type Value } from '../../emitter.js';
import type { Rewrite, Rewriting } from '../Rewriting.js';
import { addUp } from './support.js';

/** x · sigmoid(α x) */
const sigmoidGated = (node: Rewriting, x: Value, alpha: number): Value => {
  const inner = alpha === 1 ? x : node.op('Mul', [x, node.emit.scalar(alpha)]);
  return node.op('Mul', [x, node.op('Sigmoid', [inner])]);
};

export const gelu: Rewrite = (node) => [node.op('Gelu', [node.in(0)])];

export const biasGelu: Rewrite = (node) => [
  node.op('Gelu', [node.op('Add', [node.in(0), node.in(1)])]),
];

export const fastGelu: Rewrite = (node) => [
  node.op('Gelu', [addUp(node, node.in(0), node.in(1))], { approximate: string('tanh') }),
];

export const quickGelu: Rewrite = (node) => [
  sigmoidGated(node, node.in(0), node.float('alpha', 1.702)),
];

export const swish: Rewrite = (node) => [sigmoidGated(node, node.in(0), node.float('alpha', 1))];
