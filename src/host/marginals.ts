import type { Explanation, Side, Token } from '../protocol.js';

export function tokensOf(explanation: Explanation, side: Side): readonly Token[] {
  return side === 'a' ? explanation.tokensA : explanation.tokensB;
}

/** A_ij seen from one side: `token` of `side` with token `other` of the other text. */
export function pairValue(
  { matrix, tokensB }: Explanation,
  side: Side,
  token: number,
  other: number,
): number {
  const [row, column] = side === 'a' ? [token, other] : [other, token];
  return matrix[row * tokensB.length + column] ?? 0;
}

/** What each token of a text adds to the score together with all of the other text. */
export interface Marginals {
  /** Sums of the pair matrix over the other text, special tokens included: they add up to `pairs`. */
  readonly values: Float64Array;
  /** Largest |value| of the tokens with a place in the text: full colour. */
  readonly scale: number;
}

/**
 * Row sums (side a) or column sums (side b) of the pair matrix. Not `marginalA`/`marginalB`, which
 * hold a share of the reference terms too: what is painted must be what the partners add up to.
 */
export function pairMarginals(explanation: Explanation, side: Side): Marginals {
  const known = computed.get(explanation) ?? {};
  computed.set(explanation, known);
  return (known[side] ??= sumPairs(explanation, side));
}

/** An explanation never changes, and its sums are asked for at every move of the cursor. */
const computed = new WeakMap<Explanation, Partial<Record<Side, Marginals>>>();

function sumPairs(explanation: Explanation, side: Side): Marginals {
  const tokens = tokensOf(explanation, side);
  const others = tokensOf(explanation, side === 'a' ? 'b' : 'a').length;
  const values = new Float64Array(tokens.length);
  let scale = 0;
  tokens.forEach((token, i) => {
    let sum = 0;
    for (let j = 0; j < others; j++) sum += pairValue(explanation, side, i, j);
    values[i] = sum;
    if (!token.special) scale = Math.max(scale, Math.abs(sum));
  });
  return { values, scale };
}
