/**
 * Gemm: Y = α A′ B′ + β C, A′ and B′ transposed where asked. dY = α (dA′ B′ + A′ dB′) + β dC;
 * Ā′ = α Ȳ B′ᵀ, B̄′ = α A′ᵀ Ȳ, C̄ = β Ȳ summed to the shape of C.
 * https://onnx.ai/onnx/operators/onnx__Gemm.html (opset 13)
 *
 * α is applied to the primal factor, so that derivatives are passed over once.
 */
import type { Value } from '../emitter.js';
import { type NodeContext, type Rule, sum } from '../rule.js';

/** `value` (a matrix, or [K, matrix]) transposed where the condition holds. */
const turned = (node: NodeContext, value: Value, rank: 2 | 3, condition: boolean): Value =>
  condition ? node.transposeLast(value, rank) : value;

const scaled = (node: NodeContext, value: Value, factor: number): Value =>
  node.emit.op('Mul', [value, node.emit.scalar(factor)]);

interface Parts {
  readonly transA: boolean;
  readonly transB: boolean;
  /** α A′ and α B′. */
  readonly a: Value;
  readonly b: Value;
  readonly beta: number;
}

function partsOf(node: NodeContext): Parts {
  const alpha = node.float('alpha', 1);
  const [transA, transB] = [node.int('transA', 0) !== 0, node.int('transB', 0) !== 0];
  return {
    transA,
    transB,
    a: scaled(node, turned(node, node.in(0), 2, transA), alpha),
    b: scaled(node, turned(node, node.in(1), 2, transB), alpha),
    beta: node.float('beta', 1),
  };
}

export const gemm: Rule = {
  jvp(node, [da, db, dc]) {
    const { transA, transB, a, b, beta } = partsOf(node);
    const { emit } = node;
    const product = sum(
      emit,
      da && emit.op('MatMul', [turned(node, da, 3, transA), b]),
      db && emit.op('MatMul', [a, turned(node, db, 3, transB)]),
    );
    const bias = dc && node.spread(scaled(node, dc, beta), node.in(2), node.out());
    return [sum(emit, product, bias)];
  },
  vjp(node, [cotangent]) {
    if (cotangent === undefined) return [];
    const { transA, transB, a, b, beta } = partsOf(node);
    const { emit } = node;
    const toA = () => emit.op('MatMul', [cotangent, node.transposeLast(b, 2)]);
    const toB = () => emit.op('MatMul', [node.transposeLast(a, 2), cotangent]);
    const toC = () => scaled(node, node.sumTo(cotangent, node.out(), node.in(2)), beta);
    return [
      node.wants(0) ? turned(node, toA(), 3, transA) : undefined,
      node.wants(1) ? turned(node, toB(), 3, transB) : undefined,
      node.wants(2) ? toC() : undefined,
    ];
  },
};
