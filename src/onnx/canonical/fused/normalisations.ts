/**
 * Layer norms fused with what comes before them, and root-mean-square norms.
 * https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.SkipLayerNormalization
 * https://onnx.ai/onnx/operators/onnx__RMSNormalization.html (opset 23)
 */
import { int } from '../../emitter.js';
import type { Rewrite } from '../Rewriting.js';
import { addUp, layerNormalised, rmsNormalised, unitRms } from './support.js';

/** input + skip + bias, layer-normalised; the sum is the fourth output. */
export const skipLayerNormalization: Rewrite = (node) => {
  if (node.wants(1) || node.wants(2)) return undefined;
  const sum = addUp(node, node.in(0), node.in(1), node.in(4));
  const epsilon = node.float('epsilon', 1e-12);
  const output = layerNormalised(node, sum, node.in(2), node.in(3), epsilon);
  return [output, undefined, undefined, sum];
};

/** The same with a root-mean-square norm. */
export const skipSimplifiedLayerNormalization: Rewrite = (node) => {
  if (node.wants(1) || node.wants(2)) return undefined;
  const sum = addUp(node, node.in(0), node.in(1), node.in(3));
  const output = rmsNormalised(node, sum, node.in(2), node.float('epsilon', 1e-12));
  return [output, undefined, undefined, sum];
};

/** x / √(mean x² + ε) ⊙ scale over the axes from `axis` on. */
export const rmsNormalization: Rewrite = (node) => {
  if (node.wants(1)) return undefined;
  const x = node.in(0);
  const epsilon = node.float('epsilon', 1e-5);
  const axis = node.int('axis', -1);
  if (axis === -1) return [rmsNormalised(node, x, node.in(1), epsilon)];
  // Several axes are one after flattening, whatever the rank.
  const flat = unitRms(node, node.op('Flatten', [x], { axis: int(axis) }), epsilon);
  const unit = node.op('Reshape', [flat, node.op('Shape', [x])]);
  return [node.op('Mul', [unit, node.in(1)])];
};
