/**
 * Dropout in inference is the identity. Left alone where it may be in training mode or its mask is
 * asked for. https://onnx.ai/onnx/operators/onnx__Dropout.html (opset 13)
 */
import type { Rewrite } from '../Rewriting.js';

export const dropout: Rewrite = (node) => {
  const training = node.has(2) && node.numbers(2)?.[0] !== 0;
  if (training) return undefined;
  if (!node.wants(1)) return [node.in(0)];
  // Before opset 12 the ratio is an attribute; in inference it does not matter.
  const [output, mask] = node.emit.ops('Dropout', [node.in(0)], {}, 2);
  return [output, mask];
};
