import type { ExplanationView, Side, Token } from '../../src/protocol.js';

export interface StrongToken {
  side: Side;
  token: number;
  value: number;
}

/**
 * The token of each text with the largest total, special tokens left out: the main reason as far as
 * it is known before the pairs. A text without a total has none.
 */
export function strongestTokens({ explanation }: ExplanationView): StrongToken[] {
  const { tokensA, tokensB, marginalA, marginalB } = explanation;
  return [strongest('a', tokensA, marginalA), strongest('b', tokensB, marginalB)].flat();
}

function strongest(side: Side, tokens: readonly Token[], totals: Float64Array): StrongToken[] {
  let best: StrongToken | null = null;
  tokens.forEach(({ special }, token) => {
    const value = totals[token] ?? 0;
    if (!special && Math.abs(value) > Math.abs(best?.value ?? 0)) best = { side, token, value };
  });
  return best === null ? [] : [best];
}
