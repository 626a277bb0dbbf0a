/**
 * Split: x cut into parts along `axis`; tangents likewise, cotangents one after the other (zeros
 * for parts without). https://onnx.ai/onnx/operators/onnx__Split.html (opset 18)
 */
import { type Attributes, int } from '../emitter.js';
import type { NodeContext, Rule } from '../rule.js';

const axisOf = (node: NodeContext): number =>
  node.fromEnd(node.int('axis', 0), node.rank(node.in(0)));

export const split: Rule = {
  jvp(node, [tangent]) {
    if (tangent === undefined) return [];
    const count = node.node.outputs.length;
    const inputs = node.has(1) ? [tangent, node.in(1)] : [tangent];
    const parts: Attributes = node.has(1) ? {} : { num_outputs: int(count) };
    return node.emit.ops('Split', inputs, { axis: int(axisOf(node)), ...parts }, count);
  },
  vjp(node, cotangents) {
    const known = cotangents.find((cotangent) => cotangent !== undefined);
    if (known === undefined) return [];
    const parts = node.node.outputs.map((output, i) => cotangents[i] ?? node.zeros(known, output));
    return [node.emit.op('Concat', parts, { axis: int(axisOf(node)) })];
  },
};
