/**
 * Unsqueeze: axes of size 1 added, counted in the output. Taken from the end, where the direction
 * axis does not move them. https://onnx.ai/onnx/operators/onnx__Unsqueeze.html (opset 13)
 */
import type { NodeContext, Rule } from '../rule.js';

function addedAxes(node: NodeContext): readonly number[] {
  const axes = node.intsInput(1) ?? node.refuse('axes are missing');
  return axes.map((axis) => node.fromEnd(axis, node.rank(node.out())));
}

export const unsqueeze: Rule = {
  jvp: (node, [tangent]) => [
    tangent && node.emit.op('Unsqueeze', [tangent, node.emit.int64(addedAxes(node))]),
  ],
  vjp: (node, [cotangent]) => [
    cotangent && node.emit.op('Squeeze', [cotangent, node.emit.int64(addedAxes(node))]),
  ],
};
