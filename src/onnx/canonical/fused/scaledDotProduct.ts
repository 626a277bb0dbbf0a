/**
 * softmax(scale · Q Kᵀ + bias) V, with heads on an axis of their own; what every attention operator
 * comes down to. Vaswani et al. 2017, https://arxiv.org/abs/1706.03762
 */
import { int, ints, type Value } from '../../emitter.js';
import type { Rewriting } from '../Rewriting.js';
import { countTo } from './support.js';

/**
 * What masked scores get added: far below any score, yet two of them still add up to a finite
 * number, so that a row masked throughout comes out uniform, as in onnxruntime, and not NaN.
 */
export const MASKED = -1.7e38;

export interface DotProduct {
  /** [B, heads, S, d], [B, heads or fewer, T, d], [B, heads or fewer, T, e] */
  readonly q: Value;
  readonly k: Value;
  readonly v: Value;
  /** undefined: 1/√d. */
  readonly scale: number | undefined;
  /** Terms added to the scores, broadcast to [B, heads, S, T]. */
  readonly biases: readonly Value[];
  /** Scores are squashed to ±softcap by tanh before biases; 0: not. */
  readonly softcap?: number;
}

/** [B, heads, S, e]. */
export function scaledDotProduct(node: Rewriting, product: DotProduct): Value {
  const { q, k, v, biases, softcap = 0 } = product;
  // Queries are scaled rather than scores: S · d numbers, not S · T.
  const scaled = node.op('Mul', [q, scaleOf(node, product)]);
  const keys = node.op('Transpose', [k], { perm: ints([0, 1, 3, 2]) });
  const raw = node.op('MatMul', [scaled, keys]);
  const capped = softcap > 0 ? squashed(node, raw, softcap) : raw;
  const scores = biases.reduce((sum, bias) => node.op('Add', [sum, bias]), capped);
  const weights = node.op('Softmax', [scores], { axis: int(-1) });
  return node.op('MatMul', [weights, v]);
}

function scaleOf(node: Rewriting, { q, scale }: DotProduct): Value {
  if (scale !== undefined) return node.emit.scalar(scale);
  const size = node.op('Cast', [node.sizeOf(q, 3)], { to: int(1) });
  return node.op('Reciprocal', [node.op('Sqrt', [size])]);
}

function squashed(node: Rewriting, scores: Value, softcap: number): Value {
  const inner = node.op('Mul', [scores, node.emit.scalar(1 / softcap)]);
  return node.op('Mul', [node.op('Tanh', [inner]), node.emit.scalar(softcap)]);
}

/** Heads repeated so that each serves a group of queries: [B, h, T, d] → [B, h · group, T, d]. */
export function repeatHeads(node: Rewriting, x: Value, group: number): Value {
  if (group === 1) return x;
  const apart = node.op('Unsqueeze', [x, node.emit.int64([2])]);
  const wide = node.op('Expand', [apart, node.emit.int64([1, 1, group, 1, 1])]);
  const heads = node.op('Mul', [node.sizeOf(x, 1), node.emit.int64([group])]);
  const rest = node.op('Shape', [x], { start: int(2) });
  return node.op('Reshape', [wide, node.concat(node.sizeOf(x, 0), heads, rest)]);
}

/** 0 where a boolean holds, else `otherwise`. */
export const biasOf = (node: Rewriting, keep: Value, otherwise = MASKED): Value =>
  node.op('Where', [keep, node.emit.scalar(0), node.emit.scalar(otherwise)]);

/** Queries see keys up to their own position, and at most `window` of them (0: all). [S, T] */
export function causalBias(node: Rewriting, q: Value, k: Value, window = 0): Value {
  const rows = node.op('Unsqueeze', [countTo(node, node.sizeOf(q, 2)), node.emit.int64([1])]);
  const columns = countTo(node, node.sizeOf(k, 2));
  const seen = node.op('LessOrEqual', [columns, rows]);
  if (window <= 0) return biasOf(node, seen);
  const from = node.op('Sub', [rows, node.emit.int64([window])]);
  return biasOf(node, node.op('And', [seen, node.op('Greater', [columns, from])]));
}

/**
 * The scores' bias from an integer mask of any of onnxruntime's shapes: [B] valid lengths, [B, T],
 * [B, S, T] (1 = keep). Padding on the left, [2B], is taken as on the right.
 */
export function paddingBias(node: Rewriting, mask: Value, k: Value, filter: number): Value {
  const { emit } = node;
  const batch = node.sizeOf(k, 0);
  const own = node.op('Slice', [mask, emit.int64([0]), batch, emit.int64([0])]);
  const shape = node.op('Shape', [own]);
  const rank = node.op('Shape', [shape]);
  // [B] → [B, 1, 1, 1], [B, T] → [B, 1, 1, T], [B, S, T] → [B, 1, S, T].
  const ones = node.op('Expand', [emit.int64([1]), node.op('Sub', [emit.int64([4]), rank])]);
  const rest = node.op('Shape', [own], { start: int(1) });
  const wide = node.op('Reshape', [own, node.concat(node.sizeOf(own, 0), ones, rest)]);
  const counts = node.op('Cast', [wide], { to: int(7) });
  const within = node.op('Less', [countTo(node, node.sizeOf(k, 2)), counts]);
  const kept = node.op('Greater', [counts, emit.int64([0])]);
  const areLengths = node.op('Equal', [rank, emit.int64([1])]);
  const either = node.op('Or', [
    node.op('And', [areLengths, within]),
    node.op('And', [node.op('Not', [areLengths]), kept]),
  ]);
  return biasOf(node, either, filter);
}
