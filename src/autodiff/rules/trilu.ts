/** Trilu: the upper or lower triangle of the last two axes, else zero. https://onnx.ai/onnx/operators/onnx__Trilu.html (opset 14) */
import { int } from '../emitter.js';
import type { Rule } from '../rule.js';

const keepTriangle: Rule['jvp'] = (node, [derivative]) => {
  if (derivative === undefined) return [undefined];
  const inputs = node.has(1) ? [derivative, node.in(1)] : [derivative];
  return [node.emit.op('Trilu', inputs, { upper: int(node.int('upper', 1)) })];
};

export const trilu: Rule = { jvp: keepTriangle, vjp: keepTriangle };
