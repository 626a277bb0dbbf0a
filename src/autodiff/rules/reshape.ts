/**
 * Reshape: the same elements under another shape; derivatives follow with their direction axis in
 * front. https://onnx.ai/onnx/operators/onnx__Reshape.html (opset 21)
 */
import type { Rule } from '../rule.js';

export const reshape: Rule = {
  jvp: (node, [tangent]) => [tangent && node.reshapeTo(tangent, node.in(0), node.out())],
  vjp: (node, [cotangent]) => [cotangent && node.reshapeTo(cotangent, node.out(), node.in(0))],
};
