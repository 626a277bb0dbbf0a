/**
 * ScatterElements without reduction: y = x with `updates` at the indices along `axis`. Tangents
 * likewise; back, x̄ = ȳ with zeros at the indices, and the updates' cotangents are gathered there.
 * https://onnx.ai/onnx/operators/onnx__ScatterElements.html (opset 18)
 *
 * Assumes no index occurs twice, without which the value itself would be undefined.
 */
import { int, type Value } from '../emitter.js';
import type { NodeContext, Rule } from '../rule.js';

const axisOf = (node: NodeContext) => ({
  axis: int(node.fromEnd(node.int('axis', 0), node.rank(node.in(0)))),
});

/** The indices repeated for every direction of a derivative. */
function indicesFor(node: NodeContext, derivative: Value): Value {
  if (node.string('reduction', 'none') !== 'none') node.refuse('it has a reduction');
  const { emit } = node;
  const directions = emit.op('Shape', [derivative], { end: int(1) });
  const shape = emit.op('Concat', [directions, node.shapeValue(node.in(1))], { axis: int(0) });
  return emit.op('Expand', [node.in(1), shape]);
}

export const scatterElements: Rule = {
  jvp(node, [dx, , dUpdates]) {
    const known = dx ?? dUpdates;
    if (known === undefined) return [undefined];
    const into = dx ?? node.zeros(known, node.in(0));
    const updates = dUpdates ?? node.zeros(known, node.in(2));
    const inputs = [into, indicesFor(node, known), updates];
    return [node.emit.op('ScatterElements', inputs, axisOf(node))];
  },
  vjp(node, [cotangent]) {
    if (cotangent === undefined) return [];
    const { emit } = node;
    const indices = indicesFor(node, cotangent);
    const zeros = node.zeros(cotangent, node.in(2));
    return [
      node.wants(0)
        ? emit.op('ScatterElements', [cotangent, indices, zeros], axisOf(node))
        : undefined,
      undefined,
      node.wants(2) ? emit.op('GatherElements', [cotangent, indices], axisOf(node)) : undefined,
    ];
  },
};
