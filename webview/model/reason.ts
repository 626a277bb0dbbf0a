import type { ExplanationWithPairs } from '../../src/protocol.js';
import { pairsOf, strongestPairs, type Pair } from '../../src/reading/pairs.js';

/** What a sentence about the main reason can be made of. */
export type Reason =
  /** Every pair is zero. */
  | { kind: 'flat' }
  /** The largest pair is hardly larger than the rest. */
  | { kind: 'none' }
  | { kind: 'pairs'; main: Pair; next: Pair | null; against: Pair | null };

/** A pair is named second, or as the one against, from this part of the first one's size on. */
const NAMED_FROM = 0.25;
/** The strongest of n pairs stands out when it is this many times their average. */
const OUTSTANDING = 2;
const CANDIDATES = 24;

/**
 * The strongest pairs of the text's own tokens, for and against the score; `toward` -1: for and against
 * a difference that is negative.
 */
export function mainReason(explanation: ExplanationWithPairs, toward: 1 | -1 = 1): Reason {
  const strongest = strongestPairs(explanation, CANDIDATES, pairsOf(explanation, false));
  const main = strongest.find(({ value }) => value * toward > 0) ?? strongest[0];
  if (!main) return { kind: 'flat' };
  const cells = explanation.matrix.length;
  if (cells > 4 && main.share * cells < OUTSTANDING) return { kind: 'none' };
  const named = (pair: Pair) => pair !== main && pair.share >= main.share * NAMED_FROM;
  const next = strongest.find(
    (pair) => named(pair) && Math.sign(pair.value) === Math.sign(main.value),
  );
  const against = strongest.find((pair) => named(pair) && pair.value * toward < 0);
  return {
    kind: 'pairs',
    main,
    next: next ?? null,
    against: main.value * toward > 0 ? (against ?? null) : null,
  };
}
