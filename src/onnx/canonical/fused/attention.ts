/**
 * ONNX Attention: scaled dot-product attention on [B, heads, S, d] or [B, S, heads · d].
 * https://onnx.ai/onnx/operators/onnx__Attention.html (opset 23)
 *
 * Left alone where raw scores are asked for, valid lengths are given, or a past meets a causal mask.
 */
import { int, type Value } from '../../emitter.js';
import type { Rewrite, Rewriting } from '../Rewriting.js';
import { isBoolean } from '../trace.js';
import { biasOf, causalBias, repeatHeads, scaledDotProduct } from './scaledDotProduct.js';
import { mergeHeads, splitHeads } from './support.js';

export const attention: Rewrite = (node) => {
  const causal = node.int('is_causal', 0) !== 0;
  if (node.wants(3) || node.has(6) || (causal && node.has(4))) return undefined;
  const queryHeads = node.int('q_num_heads', 0);
  const flat = queryHeads > 0;
  const kvHeads = node.int('kv_num_heads', queryHeads);
  if (flat && !Number.isInteger(queryHeads / kvHeads)) return undefined;
  const operand = (i: number, heads: number) =>
    flat ? splitHeads(node, node.in(i), heads) : node.in(i);
  const q = operand(0, queryHeads);
  const [k, v] = [1, 2].map((i) => withPast(node, operand(i, kvHeads), node.in(i + 3)));
  if (k === undefined || v === undefined) return undefined;
  const biases: Value[] = [];
  if (node.has(3)) biases.push(maskBias(node, node.in(3)));
  if (causal) biases.push(causalBias(node, q, k));
  const scale = node.node.attributes.has('scale') ? node.float('scale', 1) : undefined;
  const grouped = { k: groups(node, q, k, flat), v: groups(node, q, v, flat) };
  const softcap = node.float('softcap', 0);
  const attended = scaledDotProduct(node, { q, ...grouped, scale, biases, softcap });
  return [flat ? mergeHeads(node, attended) : attended, k, v];
};

const withPast = (node: Rewriting, present: Value, past: Value): Value =>
  past === '' ? present : node.op('Concat', [past, present], { axis: int(2) });

const maskBias = (node: Rewriting, mask: Value): Value =>
  isBoolean(node, mask) ? biasOf(node, mask) : mask;

/** Heads of keys or values repeated for the queries' groups, if there may be any. */
function groups(node: Rewriting, q: Value, x: Value, flat: boolean): Value {
  if (flat) {
    const heads = node.int('q_num_heads', 1);
    return repeatHeads(node, x, heads / node.int('kv_num_heads', heads));
  }
  return repeatToMatch(node, q, x);
}

/** In four dimensions the number of heads is in the shapes alone. */
function repeatToMatch(node: Rewriting, q: Value, x: Value): Value {
  const group = node.op('Div', [node.sizeOf(q, 1), node.sizeOf(x, 1)]);
  const apart = node.op('Unsqueeze', [x, node.emit.int64([2])]);
  const one = node.emit.int64([1]);
  const wide = node.op('Expand', [apart, node.concat(one, one, group, one, one)]);
  const rest = node.op('Shape', [x], { start: int(2) });
  const shape = node.concat(node.sizeOf(x, 0), node.sizeOf(q, 1), rest);
  return node.op('Reshape', [wide, shape]);
}
