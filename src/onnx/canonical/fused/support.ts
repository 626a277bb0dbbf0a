/** Pieces that fused operators share. */
import { float, int, ints, type Value } from '../../emitter.js';
import type { Rewriting } from '../Rewriting.js';

/** x / √(mean x² + ε) ⊙ scale over the last axis. */
export function rmsNormalised(node: Rewriting, x: Value, scale: Value, epsilon: number): Value {
  return node.op('Mul', [unitRms(node, x, epsilon), scale]);
}

export function unitRms(node: Rewriting, x: Value, epsilon: number): Value {
  const square = node.op('ReduceMean', [node.op('Mul', [x, x]), node.emit.int64([-1])]);
  const root = node.op('Sqrt', [node.op('Add', [square, node.emit.scalar(epsilon)])]);
  return node.op('Div', [x, root]);
}

/** ONNX LayerNormalization over the last axis. `beta` may be ''. */
export function layerNormalised(
  node: Rewriting,
  x: Value,
  gamma: Value,
  beta: Value,
  epsilon: number,
): Value {
  const inputs = beta === '' ? [x, gamma] : [x, gamma, beta];
  return node.op('LayerNormalization', inputs, { axis: int(-1), epsilon: float(epsilon) });
}

/** The sum of the present ones among values. */
export const addUp = (node: Rewriting, ...values: readonly Value[]): Value =>
  values.filter((value) => value !== '').reduce((a, b) => node.op('Add', [a, b]));

/** [B, S, heads · d] → [B, heads, S, d]. */
export function splitHeads(node: Rewriting, x: Value, heads: number): Value {
  const apart = node.op('Reshape', [x, node.emit.int64([0, 0, heads, -1])]);
  return node.op('Transpose', [apart], { perm: ints([0, 2, 1, 3]) });
}

/** [B, heads, S, d] → [B, S, heads · d]. */
export function mergeHeads(node: Rewriting, x: Value): Value {
  const turned = node.op('Transpose', [x], { perm: ints([0, 2, 1, 3]) });
  return node.op('Reshape', [turned, node.emit.int64([0, 0, -1])]);
}

/** 0, 1, …, size − 1 (int64) from an int64 [1]. */
export function countTo(node: Rewriting, size: Value): Value {
  const scalar = (value: Value) => node.op('Squeeze', [value, node.emit.int64([0])]);
  const [zero, one] = [scalar(node.emit.int64([0])), scalar(node.emit.int64([1]))];
  return node.op('Range', [zero, scalar(size), one]);
}
