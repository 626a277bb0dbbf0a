/**
 * Squeeze: axes of size 1 dropped. Axes are counted from the end, where the direction axis does not
 * move them. https://onnx.ai/onnx/operators/onnx__Squeeze.html (opset 13)
 */
import { isFixed } from '../../onnx/valueType.js';
import type { NodeContext, Rule } from '../rule.js';

function droppedAxes(node: NodeContext): readonly number[] {
  const shape = node.shape(node.in(0));
  const axes = node.intsInput(1) ?? shape.flatMap((dim, i) => (isFixed(dim, 1) ? [i] : []));
  return axes.map((axis) => node.fromEnd(axis, shape.length));
}

export const squeeze: Rule = {
  jvp: (node, [tangent]) => [
    tangent && node.emit.op('Squeeze', [tangent, node.emit.int64(droppedAxes(node))]),
  ],
  vjp: (node, [cotangent]) => [
    cotangent && node.emit.op('Unsqueeze', [cotangent, node.emit.int64(droppedAxes(node))]),
  ],
};
