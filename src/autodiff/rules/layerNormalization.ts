/**
 * LayerNormalization over the axes from `axis` on: x̂ = (x − mean x) ρ, ρ = 1/√(var x + ε),
 * y = γ ⊙ x̂ + β; optional further outputs are mean x and ρ.
 * dy = γρ ⊙ (dx − mean dx − x̂ ⊙ mean(x̂ ⊙ dx)) + x̂ ⊙ dγ + dβ; the same projection on γ ⊙ ȳ going back.
 * https://onnx.ai/onnx/operators/onnx__LayerNormalization.html (opset 17)
 *
 * x̂ and ρ come from the same operator with γ = 1, whose further outputs files rarely ask for; where
 * the sizes normalised over depend on the text, they are computed step by step.
 */
import { type Dim, fixedDim, isFixed } from '../../onnx/valueType.js';
import { type Value, float, int } from '../emitter.js';
import { type Derivative, type NodeContext, type Rule, sum } from '../rule.js';

interface Normalised {
  /** The axes normalised over, from the end. */
  readonly axes: readonly number[];
  readonly unit: Value;
  readonly inverse: Value;
}

const meanOver = (node: NodeContext, value: Value, axes: readonly number[]): Value =>
  node.emit.op('ReduceMean', [value, node.emit.int64(axes)]);

function normalised(node: NodeContext): Normalised {
  const { emit } = node;
  const x = node.in(0);
  const axis = node.fromEnd(node.int('axis', -1), node.rank(x));
  const axes = Array.from({ length: -axis }, (_, i) => axis + i);
  const epsilon = node.float('epsilon', 1e-5);
  const sizes = node.shape(x).slice(axis);
  if (sizes.every((size) => isFixed(size))) {
    const ones = emit.ones(sizes.map((size) => size?.fixed ?? 1));
    const attributes = { axis: int(axis), epsilon: float(epsilon) };
    const outputs = emit.ops('LayerNormalization', [x, ones], attributes, 3);
    const [unit = '', , inverse = ''] = outputs;
    const type = node.type(x);
    const shape = type.shape.map((dim, i) => (i >= type.shape.length + axis ? fixedDim(1) : dim));
    emit.declare(inverse, { ...type, shape });
    return { axes, unit, inverse };
  }
  const centred = emit.op('Sub', [x, meanOver(node, x, axes)]);
  const variance = meanOver(node, emit.op('Mul', [centred, centred]), axes);
  const deviation = emit.op('Sqrt', [emit.op('Add', [variance, emit.scalar(epsilon)])]);
  const inverse = emit.op('Reciprocal', [deviation]);
  return { axes, unit: emit.op('Mul', [centred, inverse]), inverse };
}

/** gain ⊙ (d − mean d) − (gain ⊙ x̂) ⊙ mean(x̂ ⊙ d): five passes over d, the rest in primal shape. */
function project(node: NodeContext, d: Value, gain: Value, { axes, unit }: Normalised): Value {
  const { emit } = node;
  const along = meanOver(node, emit.op('Mul', [d, unit]), axes);
  const across = emit.op('Mul', [emit.op('Sub', [d, meanOver(node, d, axes)]), gain]);
  return emit.op('Sub', [across, emit.op('Mul', [along, emit.op('Mul', [unit, gain])])]);
}

/** dρ = −ρ² mean(x̂ ⊙ dx). */
function tangentOfInverse(node: NodeContext, d: Value, parts: Normalised): Value {
  const { emit } = node;
  const along = meanOver(node, emit.op('Mul', [d, parts.unit]), parts.axes);
  const square = emit.op('Mul', [parts.inverse, parts.inverse]);
  return emit.op('Mul', [along, emit.op('Neg', [square])]);
}

function cotangentOfX(
  node: NodeContext,
  [y, mean, inverse]: readonly Derivative[],
  parts: Normalised,
): Derivative {
  const { emit } = node;
  const shape = emit.op('Gather', [emit.op('Shape', [node.in(0)]), emit.int64(parts.axes)]);
  const count = emit.op('Cast', [emit.op('ReduceProd', [shape])], {
    to: { type: 'int', value: 1 },
  });
  const square = emit.op('Mul', [parts.inverse, parts.inverse]);
  const slope = emit.op('Neg', [emit.op('Mul', [parts.unit, square])]);
  return sum(
    emit,
    y && project(node, emit.op('Mul', [y, node.in(1)]), parts.inverse, parts),
    mean && node.expandTo(emit.op('Div', [mean, count]), node.in(0)),
    inverse && emit.op('Mul', [inverse, emit.op('Div', [slope, count])]),
  );
}

export const layerNormalization: Rule = {
  jvp(node, [dx, dScale, dBias]) {
    const { emit } = node;
    const x = node.in(0);
    const parts = normalised(node);
    const gain = () => emit.op('Mul', [parts.inverse, node.in(1)]);
    const wide = dScale && node.align(dScale, node.rank(node.in(1)), node.rank(x));
    return [
      sum(
        emit,
        dx && project(node, dx, gain(), parts),
        wide && emit.op('Mul', [wide, parts.unit]),
        dBias && node.spread(dBias, node.in(2), x),
      ),
      dx && meanOver(node, dx, parts.axes),
      dx && tangentOfInverse(node, dx, parts),
    ];
  },
  vjp(node, cotangents) {
    const [y] = cotangents;
    const parts = normalised(node);
    const shape: readonly Dim[] = node.shape(node.in(0));
    const own = (i: number) => node.shape(node.in(i));
    return [
      node.wants(0) ? cotangentOfX(node, cotangents, parts) : undefined,
      y && node.wants(1)
        ? node.sumToShape(node.emit.op('Mul', [y, parts.unit]), shape, own(1))
        : undefined,
      y && node.has(2) && node.wants(2) ? node.sumToShape(y, shape, own(2)) : undefined,
    ];
  },
};
