import type { ExplanationWithPairs, Side } from '../protocol.js';

export interface Pair {
  a: number;
  b: number;
  value: number;
  /** |value| as part of the sum of |value| over the whole matrix. */
  share: number;
}

const totals = new WeakMap<Float64Array, number>();

/** Σ|A_ij|: what a share is a share of. Summed once a matrix, since every hover asks for it. */
export function totalSize(matrix: Float64Array): number {
  let sum = totals.get(matrix);
  if (sum === undefined) {
    sum = matrix.reduce((total, value) => total + Math.abs(value), 0);
    totals.set(matrix, sum);
  }
  return sum;
}

const isNone = (total: number) => !(total > 0);

/** The value and share of one cell. */
export function pairAt(
  explanation: ExplanationWithPairs,
  total: number,
  a: number,
  b: number,
): Pair {
  const value = explanation.matrix[a * explanation.tokensB.length + b] ?? 0;
  return { a, b, value, share: isNone(total) ? 0 : Math.abs(value) / total };
}

/** Pairs to choose from; `kept`: 1 for those that count, in the matrix's order. */
export interface PairsAmong {
  rows: readonly number[];
  columns: readonly number[];
  kept?: Uint8Array | undefined;
}

/** All pairs, or those of the texts' own tokens. */
export function pairsOf(
  { tokensA, tokensB }: ExplanationWithPairs,
  withSpecial: boolean,
): PairsAmong {
  const shown = (tokens: typeof tokensA) =>
    tokens.flatMap(({ special }, i) => (special && !withSpecial ? [] : [i]));
  return { rows: shown(tokensA), columns: shown(tokensB) };
}

/**
 * The `limit` pairs of largest |value|, strongest first; zeros never count. One pass with a sorted
 * shortlist, so a 512 × 512 matrix needs no sort of its own.
 */
export function strongestPairs(
  explanation: ExplanationWithPairs,
  limit: number,
  { rows, columns: among, kept }: PairsAmong,
): Pair[] {
  const { matrix, tokensB } = explanation;
  const best: { k: number; size: number }[] = [];
  const columns = tokensB.length;
  for (const a of rows) {
    for (const b of among) {
      const k = a * columns + b;
      if (kept && kept[k] !== 1) continue;
      const size = Math.abs(matrix[k] ?? 0);
      const weakest = best.length < limit ? 0 : (best[best.length - 1]?.size ?? Infinity);
      if (size <= weakest) continue;
      let place = best.length;
      while (place > 0 && (best[place - 1]?.size ?? 0) < size) place--;
      best.splice(place, 0, { k, size });
      if (best.length > limit) best.pop();
    }
  }
  const total = totalSize(matrix);
  return best.map(({ k }) => pairAt(explanation, total, Math.floor(k / columns), k % columns));
}

/** A partner is worth marking from this part of the strongest partner's size on. */
const PARTNER_FLOOR = 0.1;

/** The tokens of the other text that one token pairs with most, strongest first. */
export function strongestPartners(
  explanation: ExplanationWithPairs,
  side: Side,
  token: number,
  limit: number,
): Pair[] {
  const count = side === 'a' ? explanation.tokensB.length : explanation.tokensA.length;
  const total = totalSize(explanation.matrix);
  const all = Array.from({ length: count }, (_, other) =>
    side === 'a'
      ? pairAt(explanation, total, token, other)
      : pairAt(explanation, total, other, token),
  ).sort((x, y) => y.share - x.share);
  const floor = (all[0]?.share ?? 0) * PARTNER_FLOOR;
  return all.slice(0, limit).filter(({ share }) => share > 0 && share >= floor);
}
