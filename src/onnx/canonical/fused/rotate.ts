/**
 * Rotary position embedding: pairs of features turned by an angle that grows with the position.
 * Su et al. 2021, https://arxiv.org/abs/2104.09864
 */
import { int, type Value } from '../../emitter.js';
import type { Rewriting } from '../Rewriting.js';

export interface Rotation {
  /** Broadcast to [B, heads, S, dimensions / 2]. */
  readonly cos: Value;
  readonly sin: Value;
  /** Whether a pair is two neighbours, or one from each half. */
  readonly interleaved: boolean;
  /** Leading features that are turned; undefined: all. */
  readonly dimensions: number | undefined;
}

/** [B, heads, S, d] turned. */
export function rotated(node: Rewriting, x: Value, rotation: Rotation): Value {
  const { dimensions, interleaved } = rotation;
  const { emit } = node;
  const last = emit.int64([-1]);
  const slice = (from: number, to: number) =>
    node.op('Slice', [x, emit.int64([from]), emit.int64([to]), last]);
  const whole = dimensions === undefined;
  const turning = whole ? x : slice(0, dimensions);
  const pairs = interleaved ? neighbours(node, turning) : halves(node, turning);
  const parts = turn(node, pairs, rotation);
  const joined = interleaved ? interleave(node, parts) : parts;
  const rest = whole ? [] : [slice(dimensions, Number.MAX_SAFE_INTEGER)];
  const all = [...joined, ...rest];
  return all.length === 1 ? (all[0] ?? x) : node.op('Concat', all, { axis: int(-1) });
}

function turn(node: Rewriting, pairs: readonly Value[], { cos, sin }: Rotation): readonly Value[] {
  const [a = '', b = ''] = pairs;
  const times = (value: Value, factor: Value) => node.op('Mul', [value, factor]);
  return [
    node.op('Sub', [times(a, cos), times(b, sin)]),
    node.op('Add', [times(b, cos), times(a, sin)]),
  ];
}

const halves = (node: Rewriting, x: Value): readonly Value[] =>
  node.emit.ops('Split', [x], { axis: int(-1), num_outputs: int(2) }, 2);

/** [B, heads, S, d] → even and odd features [B, heads, S, d / 2]. */
function neighbours(node: Rewriting, x: Value): readonly Value[] {
  const paired = node.op('Reshape', [x, node.emit.int64([0, 0, 0, -1, 2])]);
  return halves(node, paired).map((part) => node.op('Squeeze', [part, node.emit.int64([-1])]));
}

function interleave(node: Rewriting, parts: readonly Value[]): readonly Value[] {
  const columns = parts.map((part) => node.op('Unsqueeze', [part, node.emit.int64([-1])]));
  const paired = node.op('Concat', columns, { axis: int(-1) });
  return [node.op('Reshape', [paired, node.emit.int64([0, 0, 0, -1])])];
}
