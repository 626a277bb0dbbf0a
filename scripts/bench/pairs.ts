/** The pairs that are measured. */
import { ANSWER, COMMENT, FUNCTION, GUIDE, PROBLEM, QUERY, SENTENCE } from './texts.js';

export interface BenchPair {
  /** Tokens of both texts as the encoder reads them, special ones included. */
  readonly name: string;
  readonly tokensA: number;
  readonly tokensB: number;
  /** With a `{}` for a word that changes from run to run. */
  readonly a: string;
  readonly b: string;
}

const pair = (tokensA: number, a: string, tokensB: number, b: string): BenchPair => ({
  name: `${tokensA}+${tokensB}`,
  tokensA,
  tokensB,
  a,
  b,
});

export const SHORT_PAIR = pair(10, QUERY, 10, SENTENCE);
export const HIT_PAIR = pair(10, QUERY, 128, FUNCTION);
export const EVEN_PAIR = pair(60, PROBLEM, 60, ANSWER);

export const PAIRS: readonly BenchPair[] = [
  SHORT_PAIR,
  pair(10, QUERY, 40, COMMENT),
  HIT_PAIR,
  EVEN_PAIR,
  pair(10, QUERY, 250, GUIDE),
];

/** Of the bundled model's six layers. */
export const MIDDLE_LAYER = 3;

export interface BenchCase {
  readonly pair: BenchPair;
  readonly layer: number;
}

/** What a run measures. */
export function benchCases(quick: boolean): readonly BenchCase[] {
  if (quick) return [SHORT_PAIR, HIT_PAIR].map((one) => ({ pair: one, layer: MIDDLE_LAYER }));
  return PAIRS.flatMap((one) => [0, MIDDLE_LAYER].map((layer) => ({ pair: one, layer })));
}
