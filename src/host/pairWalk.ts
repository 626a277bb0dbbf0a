import { hasPairs, type Explanation } from '../protocol.js';
import { pairsOf, strongestPairs, type Pair } from '../reading/pairs.js';

/** Beyond these nobody walks. */
const LIMIT = 200;

/** One pair on the way through the strongest ones. */
export interface Visit extends Pair {
  /** From 1. */
  readonly rank: number;
  readonly count: number;
}

/** Where a person is in the list of the strongest pairs; another explanation begins it anew. */
export class PairWalk {
  private of: Explanation | null = null;
  private pairs: readonly Pair[] = [];
  private at = -1;

  /** The next (1) or previous (-1) pair, round and round; null where there are none. */
  step(explanation: Explanation, by: 1 | -1): Visit | null {
    if (this.of !== explanation) {
      this.of = explanation;
      this.at = by > 0 ? -1 : 0;
      this.pairs = hasPairs(explanation)
        ? strongestPairs(explanation, LIMIT, pairsOf(explanation, false))
        : [];
    }
    const count = this.pairs.length;
    this.at = (this.at + by + count) % Math.max(1, count);
    const pair = this.pairs[this.at];
    return pair === undefined ? null : { ...pair, rank: this.at + 1, count };
  }
}
