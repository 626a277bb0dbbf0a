/**
 * ReduceMean: y = mean of x over `axes`; dy is the mean of dx, x̄ is ȳ spread evenly.
 * https://onnx.ai/onnx/operators/onnx__ReduceMean.html (opset 18)
 */
import { int } from '../emitter.js';
import type { Rule } from '../rule.js';
import { keepReduced, reducedAxes } from './support/reduction.js';

export const reduceMean: Rule = {
  jvp(node, [tangent]) {
    if (tangent === undefined) return [undefined];
    const axes = reducedAxes(node);
    if (axes.length === 0) return [tangent];
    return [
      node.emit.op('ReduceMean', [tangent, node.emit.int64(axes)], {
        keepdims: int(node.int('keepdims', 1)),
      }),
    ];
  },
  vjp(node, [cotangent]) {
    if (cotangent === undefined) return [];
    const axes = reducedAxes(node);
    if (axes.length === 0) return [cotangent];
    const x = node.in(0);
    const share = node.emit.op('Div', [
      keepReduced(node, cotangent, axes),
      elementsReduced(node, axes),
    ]);
    return [node.expandTo(share, x)];

    function elementsReduced(n: typeof node, reduced: readonly number[]): string {
      const sizes = n.emit.op('Gather', [n.emit.op('Shape', [x]), n.emit.int64(reduced)]);
      const count = n.emit.op('ReduceProd', [sizes], { keepdims: int(0) });
      return n.emit.op('Cast', [count], { to: int(1) });
    }
  },
};
