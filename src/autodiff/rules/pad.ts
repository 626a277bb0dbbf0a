/**
 * Pad with a constant: tangents are padded with zeros, cotangents with the opposite pads, which
 * cut off what padding added. https://onnx.ai/onnx/operators/onnx__Pad.html (opset 21)
 *
 * Assumes mode "constant"; the others read x more than once.
 */
import type { Value } from '../emitter.js';
import type { NodeContext, Rule } from '../rule.js';

/** Axes padded, from the end. */
function paddedAxes(node: NodeContext): readonly number[] {
  const rank = node.rank(node.in(0));
  const axes = node.intsInput(3) ?? Array.from({ length: rank }, (_, i) => i);
  return axes.map((axis) => node.fromEnd(axis, rank));
}

/** @param pads constant, or as a value */
function padded(node: NodeContext, derivative: Value, pads: readonly number[] | Value): Value {
  const { emit } = node;
  if (node.string('mode', 'constant') !== 'constant') node.refuse('its mode is not "constant"');
  if (node.wants(2)) node.refuse('the padding depends on the text');
  const axes = paddedAxes(node);
  if (typeof pads === 'string') {
    return emit.op('Pad', [derivative, pads, emit.scalar(0), emit.int64(axes)]);
  }
  // For every axis: where Pad names its axes, onnxruntime 1.30 moves transpositions past it wrongly.
  const rank = node.rank(node.in(0)) + 1;
  const all = Array<number>(2 * rank).fill(0);
  axes.forEach((axis, i) => {
    all[rank + axis] = pads[i] ?? 0;
    all[2 * rank + axis] = pads[axes.length + i] ?? 0;
  });
  return emit.op('Pad', [derivative, emit.int64(all), emit.scalar(0)]);
}

/** The pads, where they are constant. */
function constantPads(node: NodeContext): readonly number[] | undefined {
  const tensor = node.constant(node.in(1));
  return tensor && Array.from(tensor.data as ArrayLike<number | bigint>, Number);
}

export const pad: Rule = {
  jvp: (node, [tangent]) => [tangent && padded(node, tangent, constantPads(node) ?? node.in(1))],
  vjp(node, [cotangent]) {
    if (cotangent === undefined) return [];
    const pads = constantPads(node)?.map((pad) => -pad);
    return [padded(node, cotangent, pads ?? node.emit.op('Neg', [node.in(1)]))];
  },
};
