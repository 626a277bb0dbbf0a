/**
 * ReduceMean: y = mean of x over `axes`; dy is the mean of dx, x̄ is ȳ spread evenly.
 * https://onnx.ai/onnx/operators/onnx__ReduceMean.html (opset 18)
 */
import { isFixed } from '../../onnx/valueType.js';
import { int, type Value } from '../emitter.js';
import type { NodeContext, Rule } from '../rule.js';
import { keepReduced, reducedAxes } from './support/reduction.js';

/** 1 / the number of elements that are averaged. */
function share(node: NodeContext, axes: readonly number[]): Value {
  const { emit } = node;
  const x = node.in(0);
  const dims = axes.map((axis) => node.shape(x).at(axis) ?? null);
  if (dims.every((dim) => isFixed(dim))) {
    return emit.scalar(1 / dims.reduce((product, dim) => product * (dim?.fixed ?? 1), 1));
  }
  const sizes = emit.op('Gather', [emit.op('Shape', [x]), emit.int64(axes)]);
  const count = emit.op('ReduceProd', [sizes], { keepdims: int(0) });
  return emit.op('Reciprocal', [emit.op('Cast', [count], { to: int(1) })]);
}

export const reduceMean: Rule = {
  jvp(node, [tangent]) {
    const axes = reducedAxes(node);
    if (tangent === undefined || axes.length === 0) return [tangent];
    const keepdims = int(node.int('keepdims', 1));
    return [node.emit.op('ReduceMean', [tangent, node.emit.int64(axes)], { keepdims })];
  },
  vjp(node, [cotangent]) {
    const axes = reducedAxes(node);
    if (cotangent === undefined || axes.length === 0) return [cotangent];
    const kept = keepReduced(node, cotangent, axes);
    return [node.expandTo(node.emit.op('Mul', [kept, share(node, axes)]), node.in(0))];
  },
};
