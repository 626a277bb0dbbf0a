/**
 * LayerNormalization over the axes from `axis` on: x̂ = (x − mean x) / σ, y = γ ⊙ x̂ + β.
 * dy = γ/σ ⊙ (dx − mean dx − x̂ ⊙ mean(x̂ ⊙ dx)); the same without γ at the front, on γ ⊙ ȳ, going back.
 * https://onnx.ai/onnx/operators/onnx__LayerNormalization.html (opset 17)
 *
 * Assumes γ and β are constants. The primal's own mean and 1/σ are recomputed from x, since files
 * rarely ask for them as outputs.
 */
import type { Value } from '../emitter.js';

import type { NodeContext, Rule } from '../rule.js';

interface Normalised {
  readonly axes: readonly number[];
  /** x̂ and 1/σ. */
  readonly unit: Value;
  readonly inverse: Value;
}

function normalised(node: NodeContext): Normalised {
  if (node.wants(1) || node.wants(2)) node.refuse('scale or bias depends on the text');
  const x = node.in(0);
  const rank = node.rank(x);
  const axis = node.fromEnd(node.int('axis', -1), rank);
  const axes = Array.from({ length: -axis }, (_, i) => axis + i);
  const mean = node.emit.op('ReduceMean', [x, node.emit.int64(axes)]);
  const centred = node.emit.op('Sub', [x, mean]);
  const variance = node.emit.op('ReduceMean', [
    node.emit.op('Mul', [centred, centred]),
    node.emit.int64(axes),
  ]);
  const epsilon = node.emit.scalar(node.float('epsilon', 1e-5));
  const deviation = node.emit.op('Sqrt', [node.emit.op('Add', [variance, epsilon])]);
  const inverse = node.emit.op('Reciprocal', [deviation]);
  return { axes, unit: node.emit.op('Mul', [centred, inverse]), inverse };
}

/** g ⊙ (d − mean d − x̂ ⊙ mean(x̂ ⊙ d)), g broadcastable to x. */
function project(node: NodeContext, d: Value, g: Value, { axes, unit }: Normalised): Value {
  const mean = (value: Value) => node.emit.op('ReduceMean', [value, node.emit.int64(axes)]);
  const along = node.emit.op('Mul', [unit, mean(node.emit.op('Mul', [unit, d]))]);
  const rest = node.emit.op('Sub', [node.emit.op('Sub', [d, mean(d)]), along]);
  return node.emit.op('Mul', [rest, g]);
}

export const layerNormalization: Rule = {
  jvp(node, [tangent]) {
    if (tangent === undefined) return [undefined];
    const parts = normalised(node);
    const gain = node.emit.op('Mul', [parts.inverse, node.in(1)]);
    return [project(node, tangent, gain, parts)];
  },
  vjp(node, [cotangent]) {
    if (cotangent === undefined) return [];
    const parts = normalised(node);
    const scaled = node.emit.op('Mul', [cotangent, node.in(1)]);
    return [project(node, scaled, parts.inverse, parts)];
  },
};
