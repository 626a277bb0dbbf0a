/**
 * MatMul: Z = X Y over the last two axes, leading axes broadcast. dZ = dX Y + X dY; X̄ = Z̄ Yᵀ,
 * Ȳ = Xᵀ Z̄. https://onnx.ai/onnx/operators/onnx__MatMul.html (opset 13)
 *
 * A vector on the left is a row, one on the right a column, as in numpy.matmul. Against a matrix Y
 * the runtime turns [K, .., S, H] into one product with K·S rows.
 */
import type { Dim } from '../../onnx/valueType.js';
import { fixedDim } from '../../onnx/valueType.js';
import type { Value } from '../emitter.js';
import { type Derivative, type NodeContext, type Rule, sum } from '../rule.js';

/** An operand as a matrix: with the axis of size 1 that a vector lacks. */
interface Operand {
  readonly value: Value;
  readonly shape: readonly Dim[];
  /** Counted from the end; undefined for matrices. */
  readonly added: -1 | -2 | undefined;
}

function operand(node: NodeContext, i: 0 | 1): Operand {
  const value = node.in(i);
  const shape = node.shape(value);
  if (shape.length > 1) return { value, shape, added: undefined };
  const added = i === 0 ? -2 : -1;
  return {
    value: node.emit.op('Unsqueeze', [value, node.emit.int64([added])]),
    shape: i === 0 ? [fixedDim(1), ...shape] : [...shape, fixedDim(1)],
    added,
  };
}

/** The axes, from the end, that the output lacks because an operand is a vector. */
const lacking = (x: Operand, y: Operand): readonly number[] =>
  [x.added, y.added].filter((axis) => axis !== undefined);

const add = (node: NodeContext, value: Value, axes: readonly number[]): Value =>
  axes.length === 0 ? value : node.emit.op('Unsqueeze', [value, node.emit.int64(axes)]);

const drop = (node: NodeContext, value: Value, axes: readonly number[]): Value =>
  axes.length === 0 ? value : node.emit.op('Squeeze', [value, node.emit.int64(axes)]);

const axesOf = ({ added }: Operand): readonly number[] => (added === undefined ? [] : [added]);

export const matMul: Rule = {
  jvp(node, [dx, dy]) {
    const [x, y] = [operand(node, 0), operand(node, 1)];
    const rank = Math.max(x.shape.length, y.shape.length);
    const tangent = (d: Derivative, of: Operand) =>
      d && node.align(add(node, d, axesOf(of)), of.shape.length, rank);
    const [tx, ty] = [tangent(dx, x), tangent(dy, y)];
    const total = sum(
      node.emit,
      tx && node.emit.op('MatMul', [tx, y.value]),
      ty && node.emit.op('MatMul', [x.value, ty]),
    );
    return [total && drop(node, total, lacking(x, y))];
  },
  vjp(node, [cotangent]) {
    if (cotangent === undefined) return [];
    const [x, y] = [operand(node, 0), operand(node, 1)];
    const product = add(node, cotangent, lacking(x, y));
    const batch = node.shape(node.out()).slice(0, batchRank(x, y));
    const pull = (of: Operand, left: Value, right: Value) => {
      const full = node.emit.op('MatMul', [left, right]);
      const total = node.sumToShape(full, [...batch, ...of.shape.slice(-2)], of.shape);
      return drop(node, total, axesOf(of));
    };
    const transposed = (of: Operand) => node.transposeLast(of.value, of.shape.length);
    return [
      node.wants(0) ? pull(x, product, transposed(y)) : undefined,
      node.wants(1) ? pull(y, transposed(x), product) : undefined,
    ];
  },
};

const batchRank = (x: Operand, y: Operand): number => Math.max(x.shape.length, y.shape.length) - 2;
