/** Expand: x broadcast to a shape; back by summing. https://onnx.ai/onnx/operators/onnx__Expand.html (opset 13) */
import type { Rule } from '../rule.js';

export const expand: Rule = {
  jvp: (node, [tangent]) => [tangent && node.spread(tangent, node.in(0), node.out())],
  vjp: (node, [cotangent]) => [cotangent && node.sumTo(cotangent, node.out(), node.in(0))],
};
