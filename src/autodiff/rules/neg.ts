/** Neg: y = −x. https://onnx.ai/onnx/operators/onnx__Neg.html (opset 13) */
import type { Rule } from '../rule.js';

const negate: Rule['jvp'] = ({ emit }, [derivative]) => [
  derivative && emit.op('Neg', [derivative]),
];

export const neg: Rule = { jvp: negate, vjp: negate };
