/**
 * Clip: y = min(max(x, low), high); y′ = 1 where low ≤ x ≤ high, else 0, as in PyTorch.
 * https://onnx.ai/onnx/operators/onnx__Clip.html (opset 13)
 *
 * Assumes the bounds are constants.
 */
import type { NodeContext, Rule } from '../rule.js';
import { elementwise, indicator } from './support/elementwise.js';
import { passThrough } from './support/passThrough.js';

const clipped = elementwise((node, x) => {
  const { emit } = node;
  const above = node.has(1) ? [emit.op('GreaterOrEqual', [x, node.in(1)])] : [];
  const below = node.has(2) ? [emit.op('LessOrEqual', [x, node.in(2)])] : [];
  const inside = [...above, ...below].reduce((a, b) => emit.op('And', [a, b]));
  return indicator(emit, inside);
});

function ruleFor(node: NodeContext): Rule {
  if (node.wants(1) || node.wants(2)) node.refuse('a bound depends on the text');
  return node.has(1) || node.has(2) ? clipped : passThrough;
}

export const clip: Rule = {
  jvp: (node, tangents) => ruleFor(node).jvp(node, tangents),
  vjp: (node, cotangents) => ruleFor(node).vjp(node, cotangents),
};
