/**
 * Dropout in inference: y = x. https://onnx.ai/onnx/operators/onnx__Dropout.html (opset 13)
 *
 * Assumes training_mode is absent or constantly false: what it drops in training is random.
 */
import type { NodeContext, Rule } from '../rule.js';
import { passThrough } from './support/passThrough.js';

function assertInference(node: NodeContext): void {
  if (!node.has(2)) return;
  const training = node.constant(node.in(2));
  if (training?.data[0] !== 0) node.refuse('it may be in training mode');
}

export const dropout: Rule = {
  jvp(node, tangents) {
    assertInference(node);
    return passThrough.jvp(node, tangents);
  },
  vjp(node, cotangents) {
    assertInference(node);
    return passThrough.vjp(node, cotangents);
  },
};
