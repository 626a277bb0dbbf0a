import { hasPairs, type Explanation, type Side } from '../protocol.js';
import { pairValue, tokensOf } from './marginals.js';

/** A token of the other text and what the pair contributes. */
export interface Partner {
  readonly token: number;
  readonly value: number;
  /** |value| as a part of the sizes of all pairs of this token. */
  readonly share: number;
}

/** A partner counts from this part of the strongest partner's size on; the panel has the same. */
const floor = 0.15;

/**
 * The tokens that a token pairs with most, strongest first, at most `limit`; zeros never count. None
 * while pairs are not known.
 */
export function strongestPartners(
  explanation: Explanation,
  side: Side,
  token: number,
  limit: number,
): Partner[] {
  if (!hasPairs(explanation)) return [];
  const count = tokensOf(explanation, side === 'a' ? 'b' : 'a').length;
  const pairs = Array.from({ length: count }, (_, other) => ({
    token: other,
    value: pairValue(explanation, side, token, other),
  }));
  const total = pairs.reduce((sum, { value }) => sum + Math.abs(value), 0);
  if (!(total > 0)) return [];
  pairs.sort((x, y) => Math.abs(y.value) - Math.abs(x.value));
  const least = floor * Math.abs(pairs[0]?.value ?? 0);
  return pairs
    .slice(0, limit)
    .filter(({ value }) => value !== 0 && Math.abs(value) >= least)
    .map((pair) => ({ ...pair, share: Math.abs(pair.value) / total }));
}
