/**
 * Where: z = x where the condition holds, else y, with broadcasting; derivatives alike, zero for an
 * operand without. https://onnx.ai/onnx/operators/onnx__Where.html (opset 16)
 *
 * The tangent is spread to the output's shape first, which the other operand may have set.
 */
import type { Rule } from '../rule.js';

export const where: Rule = {
  jvp(node, [, dx, dy]) {
    const { emit } = node;
    if (dx === undefined && dy === undefined) return [undefined];
    const full = (d: string | undefined, i: number) =>
      d === undefined ? emit.scalar(0) : node.spread(d, node.in(i), node.out());
    return [emit.op('Where', [node.in(0), full(dx, 1), full(dy, 2)])];
  },
  vjp(node, [cotangent]) {
    if (cotangent === undefined) return [];
    const { emit } = node;
    const zero = emit.scalar(0);
    const pull = (i: number, inputs: readonly string[]) =>
      node.wants(i) ? node.sumTo(emit.op('Where', inputs), node.out(), node.in(i)) : undefined;
    return [
      undefined,
      pull(1, [node.in(0), cotangent, zero]),
      pull(2, [node.in(0), zero, cotangent]),
    ];
  },
};
