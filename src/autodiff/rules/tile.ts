/**
 * Tile: x repeated along each axis; back by summing over the repetitions, which reshaping to
 * [K, r₁, d₁, r₂, d₂, …] puts on axes of their own.
 * https://onnx.ai/onnx/operators/onnx__Tile.html (opset 13)
 */
import { int } from '../emitter.js';
import type { Rule } from '../rule.js';

export const tile: Rule = {
  jvp(node, [tangent]) {
    if (tangent === undefined) return [undefined];
    const { emit } = node;
    const repeats = emit.op('Concat', [emit.int64([1]), node.in(1)], { axis: int(0) });
    return [emit.op('Tile', [tangent, repeats])];
  },
  vjp(node, [cotangent]) {
    if (cotangent === undefined) return [];
    const { emit } = node;
    const rank = node.rank(node.in(0));
    const column = (value: string) => emit.op('Unsqueeze', [value, emit.int64([1])]);
    const columns = [column(node.in(1)), column(node.shapeValue(node.in(0)))];
    const pairs = emit.op('Concat', columns, { axis: int(1) });
    const split = emit.op('Reshape', [pairs, emit.int64([-1])]);
    const directions = emit.op('Shape', [cotangent], { end: int(1) });
    const shape = emit.op('Concat', [directions, split], { axis: int(0) });
    const apart = emit.op('Reshape', [cotangent, shape]);
    const axes = Array.from({ length: rank }, (_, i) => 2 * i + 1);
    return [emit.op('ReduceSum', [apart, emit.int64(axes)], { keepdims: int(0) })];
  },
};
