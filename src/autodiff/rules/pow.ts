/**
 * Pow: z = xʸ. dz = y x^(y−1) ⊙ dx + ln(x) z ⊙ dy.
 * https://onnx.ai/onnx/operators/onnx__Pow.html (opset 15)
 *
 * The exponent may be an integer tensor. ln is taken of positive x only: elsewhere z has no
 * derivative by y, or none but zero. Constant exponents 2, 3 and ½ go without Pow.
 */
import { int } from '../emitter.js';
import type { Value } from '../emitter.js';
import type { NodeContext } from '../rule.js';
import { broadcast } from './support/broadcast.js';

const FLOAT = 1;

function byBase(node: NodeContext): { value: Value; like: Value } {
  const { emit } = node;
  const [x, y] = [node.in(0), node.in(1)];
  const times = (value: Value, factor: number) => emit.op('Mul', [value, emit.scalar(factor)]);
  const constant = node.constant(y);
  const exponent = constant?.data.length === 1 ? Number(constant.data[0]) : undefined;
  // The short forms have the shape of x, which need not be that of z when y has a higher rank.
  if (exponent !== undefined && node.rank(y) <= node.rank(x)) {
    if (exponent === 2) return { value: times(x, 2), like: x };
    if (exponent === 3) return { value: times(emit.op('Mul', [x, x]), 3), like: x };
    if (exponent === 0.5) {
      return { value: times(emit.op('Reciprocal', [node.out()]), 0.5), like: x };
    }
  }
  const power = asFloat(node, y);
  const lower = emit.op('Sub', [power, emit.scalar(1)]);
  return { value: emit.op('Mul', [power, emit.op('Pow', [x, lower])]), like: node.out() };
}

function byExponent(node: NodeContext): { value: Value; like: Value } {
  const { emit } = node;
  const x = node.in(0);
  const positive = emit.op('Greater', [x, emit.scalar(0)]);
  const safe = emit.op('Where', [positive, x, emit.scalar(1)]);
  return { value: emit.op('Mul', [emit.op('Log', [safe]), node.out()]), like: node.out() };
}

const asFloat = (node: NodeContext, y: Value): Value =>
  node.type(y).dtype === 'float32' ? y : node.emit.op('Cast', [y], { to: int(FLOAT) });

export const pow = broadcast((node) => [() => byBase(node), () => byExponent(node)]);
