/** What changes of one text of a pair really do to the score: the truth that rankings are held against. */
import { dot } from '../../attribution/vectors.js';
import type { BatchEncoder } from '../../encoder/batchEncoder.js';
import { randomFrom } from '../statistics/random.js';

/** Share of the ordinary tokens in a random subset, and the number of subsets. */
export const SUBSET = { share: 0.3, count: 20 };

/** A text of a pair: its ids, and which of them may be changed. */
export interface ChangedText {
  readonly ids: readonly number[];
  /** Positions of the ordinary tokens. */
  readonly ordinary: readonly number[];
}

/** Embeddings of a text without, or with a mask at, each of its ordinary tokens and random subsets. */
export interface Changes {
  readonly whole: Float32Array;
  /** For each ordinary token. */
  readonly deleted: readonly Float32Array[];
  readonly masked: readonly Float32Array[];
  /** Subsets as positions among the ordinary tokens. */
  readonly subsets: readonly (readonly number[])[];
  readonly subsetDeleted: readonly Float32Array[];
  readonly subsetMasked: readonly Float32Array[];
}

/**
 * @param mask id that stands for a masked token
 * @param seed of the subsets
 * Throws RunError. Cost: 2n + 41 encodings of texts about as long, in batches.
 */
export async function changesOf(
  { ids, ordinary }: ChangedText,
  batch: BatchEncoder,
  mask: number,
  seed: number,
  between: () => void,
): Promise<Changes> {
  const random = randomFrom(seed);
  const size = Math.max(1, Math.round(SUBSET.share * ordinary.length));
  const subsets = Array.from({ length: SUBSET.count }, () =>
    random.sample([...ordinary.keys()], size),
  );
  const without = (positions: readonly number[]) => ids.filter((_, i) => !positions.includes(i));
  const withMask = (positions: readonly number[]) =>
    ids.map((id, i) => (positions.includes(i) ? mask : id));
  const placesOf = (subset: readonly number[]) => subset.map((k) => ordinary[k] ?? 0);
  const texts = [
    ids,
    ...ordinary.map((position) => without([position])),
    ...ordinary.map((position) => withMask([position])),
    ...subsets.map((subset) => without(placesOf(subset))),
    ...subsets.map((subset) => withMask(placesOf(subset))),
  ];
  const found = await batch.encode(texts, between);
  const n = ordinary.length;
  const at = (from: number, count: number) => found.slice(from, from + count);
  const [whole = new Float32Array(0)] = found;
  return {
    ...{ whole, subsets, deleted: at(1, n), masked: at(1 + n, n) },
    subsetDeleted: at(1 + 2 * n, SUBSET.count),
    subsetMasked: at(1 + 2 * n + SUBSET.count, SUBSET.count),
  };
}

export function cosine(x: ArrayLike<number>, y: ArrayLike<number>): number {
  return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
}

/** f(x, y) − f(changed x, y) for each change. */
export const dropsOf = (
  whole: Float32Array,
  changed: readonly Float32Array[],
  other: Float32Array,
): number[] => changed.map((embedding) => cosine(whole, other) - cosine(embedding, other));

/**
 * What removing a pair of tokens does beyond removing each alone:
 * f(a,b) − f(a∖i, b) − f(a, b∖j) + f(a∖i, b∖j), row by row.
 */
export function interactionsOf(
  a: { readonly whole: Float32Array; readonly changed: readonly Float32Array[] },
  b: { readonly whole: Float32Array; readonly changed: readonly Float32Array[] },
): number[] {
  const both = cosine(a.whole, b.whole);
  const withoutB = b.changed.map((embedding) => cosine(a.whole, embedding));
  return a.changed.flatMap((x) => {
    const withoutA = cosine(x, b.whole);
    return b.changed.map((y, j) => both - withoutA - (withoutB[j] ?? 0) + cosine(x, y));
  });
}
