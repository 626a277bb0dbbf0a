/** One pair as two models see it. */
import type { Explained } from './explainPair.js';
import type { Pair } from './input/pairFile.js';
import { masses, ordinaryEntries, sumOf } from './matrixParts.js';
import { pearson, spearman, topJaccard } from './statistics/correlation.js';
import { wordMatrix } from './wordMatrix.js';

/** Share of the entries that are compared as the top. */
export const TOP = 0.1;

export interface Compared {
  readonly pair: Pair;
  readonly scores: readonly [number, number];
  readonly originals: readonly [number | null, number | null];
  /** Entries of the two word matrices, where they have the same words. */
  readonly entries: number | null;
  readonly pearson: number | null;
  readonly spearman: number | null;
  readonly jaccard: number | null;
  readonly difference: number | null;
  readonly negative: readonly [number, number];
  readonly gaps: readonly [number, number];
  readonly tokens: readonly [number, number];
  readonly unread: number;
}

export function comparePair(
  pair: Pair,
  first: Explained,
  second: Explained,
  originals: readonly [number | null, number | null],
): Compared {
  const [x, y] = [wordMatrix(pair, first), wordMatrix(pair, second)];
  // Models that read different parts of long texts share no words to compare.
  const same = x.words === y.words;
  const [p, q] = [x.entries, y.entries];
  const gap = ({ ledger: { constant, onlyA, onlyB } }: Explained) => constant + onlyA + onlyB;
  const negative = (explained: Explained) => {
    const parts = masses(ordinaryEntries(explained));
    return -parts.negative / (parts.positive - parts.negative || 1);
  };
  return {
    ...{ pair, originals, scores: [first.score, second.score] },
    entries: same ? p.length : null,
    pearson: same ? pearson(p, q) : null,
    spearman: same ? spearman(p, q) : null,
    jaccard: same ? topJaccard(p, q, Math.max(1, Math.round(TOP * p.length))) : null,
    difference: same ? sumOf(p.map((value, i) => Math.abs(value - (q[i] ?? 0)))) / p.length : null,
    negative: [negative(first), negative(second)],
    gaps: [gap(first), gap(second)],
    tokens: [
      first.tokensA.length + first.tokensB.length,
      second.tokensA.length + second.tokensB.length,
    ],
    unread: first.unread + second.unread,
  };
}
