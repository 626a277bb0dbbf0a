import type { Explanation, ExplanationWithPairs, Side, Token } from '../protocol.js';

export function tokensOf(explanation: Explanation, side: Side): readonly Token[] {
  return side === 'a' ? explanation.tokensA : explanation.tokensB;
}

/** A_ij seen from one side: `token` of `side` with token `other` of the other text. */
export function pairValue(
  { matrix, tokensB }: ExplanationWithPairs,
  side: Side,
  token: number,
  other: number,
): number {
  const [row, column] = side === 'a' ? [token, other] : [other, token];
  return matrix[row * tokensB.length + column] ?? 0;
}

/** What each token of a text adds to the score together with all of the other text. */
export interface Totals {
  readonly values: Float64Array;
  /** Largest |value| of the tokens with a place in the text: full colour. */
  readonly scale: number;
}

/**
 * Each token's marginal: its pairs and its share of what its text adds by itself. It is known before
 * the pairs are, and it is what the panel shows, so that a token has one number everywhere.
 */
export function tokenTotals(explanation: Explanation, side: Side): Totals {
  const known = computed.get(explanation) ?? {};
  computed.set(explanation, known);
  return (known[side] ??= totalsOf(explanation, side));
}

/** An explanation never changes, and its totals are asked for at every move of the cursor. */
const computed = new WeakMap<Explanation, Partial<Record<Side, Totals>>>();

function totalsOf(explanation: Explanation, side: Side): Totals {
  const values = side === 'a' ? explanation.marginalA : explanation.marginalB;
  const sizes = tokensOf(explanation, side).map(({ special }, token) =>
    special ? 0 : Math.abs(values[token] ?? 0),
  );
  return { values, scale: sizes.reduce((largest, size) => Math.max(largest, size), 0) };
}
