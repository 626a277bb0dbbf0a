/**
 * Concat: inputs one after the other along `axis`; tangents likewise (zeros for inputs without),
 * cotangents are split again. https://onnx.ai/onnx/operators/onnx__Concat.html (opset 13)
 */
import { isFixed } from '../../onnx/valueType.js';
import { int, type Value } from '../emitter.js';
import type { NodeContext, Rule } from '../rule.js';

const axisOf = (node: NodeContext): number =>
  node.fromEnd(node.int('axis', 0), node.rank(node.out()));

/** Sizes of the inputs along the axis, as an int64 vector. */
function sizes(node: NodeContext, axis: number): Value {
  const { emit } = node;
  const dims = node.node.inputs.map((input) => node.shape(input).at(axis) ?? null);
  if (dims.every((dim) => isFixed(dim))) return emit.int64(dims.map((dim) => dim?.fixed ?? 0));
  const each = node.node.inputs.map((input) => {
    const at = node.rank(input) + axis;
    return emit.op('Shape', [input], { start: int(at), end: int(at + 1) });
  });
  return emit.op('Concat', each, { axis: int(0) });
}

export const concat: Rule = {
  jvp(node, tangents) {
    const known = tangents.find((tangent) => tangent !== undefined);
    if (known === undefined) return [undefined];
    const parts = tangents.map((tangent, i) => tangent ?? node.zeros(known, node.in(i)));
    return [node.emit.op('Concat', parts, { axis: int(axisOf(node)) })];
  },
  vjp(node, [cotangent]) {
    if (cotangent === undefined) return [];
    const axis = axisOf(node);
    const count = node.node.inputs.length;
    if (count === 1) return [cotangent];
    return node.emit.ops('Split', [cotangent, sizes(node, axis)], { axis: int(axis) }, count);
  },
};
