/**
 * Gelu: y = x Φ(x), Φ(x) = (1 + erf(x/√2))/2; y′ = Φ(x) + x φ(x), φ(x) = exp(−x²/2)/√(2π).
 * approximate = "tanh": y = x (1 + tanh t)/2, t = √(2/π)(x + 0.044715 x³);
 * y′ = (1 + tanh t)/2 + x (1 − tanh² t) t′/2.
 * https://onnx.ai/onnx/operators/onnx__Gelu.html (opset 20)
 */
import type { Emitter, Value } from '../emitter.js';
import { elementwise } from './support/elementwise.js';

const CUBIC = 0.044715;

/** With t = x/√2: y′ = ½ + ½ erf t + t exp(−t² − ln √π), in as few passes as that takes. */
function exactSlope(emit: Emitter, x: Value): Value {
  const t = emit.op('Mul', [x, emit.scalar(Math.SQRT1_2)]);
  const half = emit.scalar(0.5);
  const cumulative = emit.op('Add', [emit.op('Mul', [emit.op('Erf', [t]), half]), half]);
  const square = emit.op('Mul', [t, t]);
  const exponent = emit.op('Sub', [emit.scalar(-Math.log(Math.PI) / 2), square]);
  const density = emit.op('Mul', [t, emit.op('Exp', [exponent])]);
  return emit.op('Add', [cumulative, density]);
}

function tanhSlope(emit: Emitter, x: Value): Value {
  const k = Math.sqrt(2 / Math.PI);
  const square = emit.op('Mul', [x, x]);
  const inner = emit.op('Add', [emit.op('Mul', [square, emit.scalar(k * CUBIC)]), emit.scalar(k)]);
  const tanh = emit.op('Tanh', [emit.op('Mul', [x, inner])]);
  const slope = emit.op('Add', [
    emit.op('Mul', [square, emit.scalar(3 * k * CUBIC)]),
    emit.scalar(k),
  ]);
  const rest = emit.op('Sub', [emit.scalar(1), emit.op('Mul', [tanh, tanh])]);
  const sum = emit.op('Add', [
    emit.op('Add', [tanh, emit.scalar(1)]),
    emit.op('Mul', [emit.op('Mul', [x, slope]), rest]),
  ]);
  return emit.op('Mul', [sum, emit.scalar(0.5)]);
}

export const gelu = elementwise((node, x) =>
  node.string('approximate', 'none') === 'tanh'
    ? tanhSlope(node.emit, x)
    : exactSlope(node.emit, x),
);
