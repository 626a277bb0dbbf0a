/** Clip before opset 11: bounds as attributes. https://onnx.ai/onnx/operators/onnx__Clip.html (opset 6) */
import type { Rewrite } from '../Rewriting.js';

/** The bounds of opset 6 where the attribute is absent. */
const LARGEST = 3.4028234663852886e38;

export const clip: Rewrite = (node) => {
  if (node.opset >= 11) return undefined;
  const bounds = [node.float('min', -LARGEST), node.float('max', LARGEST)];
  return [node.op('Clip', [node.in(0), ...bounds.map((bound) => node.emit.scalar(bound))])];
};
