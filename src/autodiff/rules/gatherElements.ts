/**
 * GatherElements: y at each place is x at an index along `axis`; tangents are gathered alike,
 * cotangents added up at the indices.
 * https://onnx.ai/onnx/operators/onnx__GatherElements.html (opset 13)
 */
import { int, string, type Value } from '../emitter.js';
import type { NodeContext, Rule } from '../rule.js';

const axisOf = (node: NodeContext) => ({
  axis: int(node.fromEnd(node.int('axis', 0), node.rank(node.in(0)))),
});

/** The indices repeated for every direction of a derivative. */
function indicesFor(node: NodeContext, derivative: Value): Value {
  const { emit } = node;
  const directions = emit.op('Shape', [derivative], { end: int(1) });
  const shape = emit.op('Concat', [directions, node.shapeValue(node.in(1))], { axis: int(0) });
  return emit.op('Expand', [node.in(1), shape]);
}

export const gatherElements: Rule = {
  jvp(node, [tangent]) {
    if (tangent === undefined) return [undefined];
    const inputs = [tangent, indicesFor(node, tangent)];
    return [node.emit.op('GatherElements', inputs, axisOf(node))];
  },
  vjp(node, [cotangent]) {
    if (cotangent === undefined) return [];
    const inputs = [node.zeros(cotangent, node.in(0)), indicesFor(node, cotangent), cotangent];
    const attributes = { ...axisOf(node), reduction: string('add') };
    return [node.emit.op('ScatterElements', inputs, attributes)];
  },
};
