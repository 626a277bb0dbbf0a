/** What a negation does to one pair. */
import type { Explained } from './explainPair.js';
import { columnSums, sumOf } from './matrixParts.js';
import type { NegationItem } from './negationItems.js';
import { negatorsIn } from './negators.js';
import { ranks } from './statistics/correlation.js';
import { tokensIn } from './words.js';

export interface NegationEffect {
  readonly item: NegationItem;
  readonly negator: string;
  readonly before: number;
  readonly after: number;
  readonly change: number;
  readonly controlChange: number | null;
  /** Sum of the negator's columns. */
  readonly attribution: number;
  /** Mean of the columns of the other ordinary tokens. */
  readonly others: number | null;
  /** 1: the largest of the ordinary tokens' columns, 0: the smallest. */
  readonly standing: number | null;
  readonly unread: number;
}

/** @param before and `after` are (a, plain) and (a, negated) */
export function effectOf(
  item: NegationItem,
  before: Explained,
  after: Explained,
  control: number | null,
): NegationEffect {
  const [first] = negatorsIn(item.negated);
  const at = new Set(first ? tokensIn(first, item.negated, after.tokensB) : []);
  const columns = columnSums(after);
  const ordinary = [...after.tokensB.keys()].filter((j) => after.tokensB[j]?.special !== true);
  const others = ordinary.filter((j) => !at.has(j)).map((j) => columns[j] ?? 0);
  const order = ranks(ordinary.map((j) => columns[j] ?? 0));
  const standings = ordinary.flatMap((j, k) =>
    at.has(j) && ordinary.length > 1 ? [((order[k] ?? 1) - 1) / (ordinary.length - 1)] : [],
  );
  return {
    item,
    negator: first?.word.toLowerCase() ?? '',
    before: before.score,
    after: after.score,
    change: after.score - before.score,
    controlChange: control === null ? null : control - before.score,
    attribution: sumOf([...at].map((j) => columns[j] ?? 0)),
    others: others.length === 0 ? null : sumOf(others) / others.length,
    standing: standings.length === 0 ? null : sumOf(standings) / standings.length,
    unread: before.unread + after.unread,
  };
}
