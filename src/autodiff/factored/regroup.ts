/** How a reshape regroups axes: runs of axes of one shape with as many elements as runs of another. */
import type { Dim } from '../../onnx/valueType.js';
import type { Shape } from '../shapes.js';

export interface Group {
  /** Axes of the source, from the start; as many elements as `to` has. */
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/**
 * Sizes that stand for symbols: two sets of primes, so that runs which agree by chance at one set do
 * not at the other.
 */
const SAMPLES = [
  { tokens: 1009, directions: 10007 },
  { tokens: 1723, directions: 13309 },
] as const;

type Sample = (typeof SAMPLES)[number];

const sizeOf = (dim: Dim, { tokens, directions }: Sample): number =>
  dim ? dim.fixed + dim.perToken * tokens : directions;

/** The finest common grouping of two shapes with equally many elements; undefined for others. */
export function regrouping(from: Shape, to: Shape): readonly Group[] | undefined {
  const [one, other] = SAMPLES.map((sample) =>
    groupsOf(
      from.map((dim) => sizeOf(dim, sample)),
      to.map((dim) => sizeOf(dim, sample)),
    ),
  );
  return JSON.stringify(one) === JSON.stringify(other) ? one : undefined;
}

function groupsOf(from: readonly number[], to: readonly number[]): readonly Group[] | undefined {
  const groups: Group[] = [];
  let [i, j] = [0, 0];
  while (i < from.length || j < to.length) {
    const group = { from: [] as number[], to: [] as number[] };
    let [left, right] = [1, 1];
    const takeFrom = () => {
      left *= from[i] ?? NaN;
      group.from.push(i++);
    };
    const takeTo = () => {
      right *= to[j] ?? NaN;
      group.to.push(j++);
    };
    if (i < from.length) takeFrom();
    if (j < to.length) takeTo();
    while (left !== right) {
      if (Number.isNaN(left) || Number.isNaN(right)) return undefined;
      if (left < right) takeFrom();
      else takeTo();
    }
    groups.push(group);
  }
  return groups;
}
