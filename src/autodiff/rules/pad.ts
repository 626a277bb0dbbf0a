/**
 * Pad with a constant: tangents are padded with zeros, cotangents with the opposite pads, which
 * cut off what padding added. https://onnx.ai/onnx/operators/onnx__Pad.html (opset 21)
 *
 * Assumes mode "constant"; the others read x more than once.
 */
import type { Value } from '../emitter.js';
import type { NodeContext, Rule } from '../rule.js';

/** Axes padded, from the end, as int64. */
function paddedAxes(node: NodeContext): Value {
  const rank = node.rank(node.in(0));
  const axes = node.intsInput(3) ?? Array.from({ length: rank }, (_, i) => i);
  return node.emit.int64(axes.map((axis) => node.fromEnd(axis, rank)));
}

function padded(node: NodeContext, derivative: Value, pads: Value): Value {
  if (node.string('mode', 'constant') !== 'constant') node.refuse('its mode is not "constant"');
  if (node.wants(2)) node.refuse('the padding depends on the text');
  return node.emit.op('Pad', [derivative, pads, node.emit.scalar(0), paddedAxes(node)]);
}

/** The pads, where they are constant. */
function constantPads(node: NodeContext): readonly number[] | undefined {
  const tensor = node.constant(node.in(1));
  return tensor && Array.from(tensor.data as ArrayLike<number | bigint>, Number);
}

export const pad: Rule = {
  jvp: (node, [tangent]) => [tangent && padded(node, tangent, node.in(1))],
  vjp(node, [cotangent]) {
    if (cotangent === undefined) return [];
    const pads = constantPads(node)?.map((pad) => -pad);
    const back = pads ? node.emit.int64(pads) : node.emit.op('Neg', [node.in(1)]);
    return [padded(node, cotangent, back)];
  },
};
