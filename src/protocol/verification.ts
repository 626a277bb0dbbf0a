/** What an explanation predicts of masked texts, and what was measured. */
import * as v from 'valibot';
import { Finite, Index } from './parts.js';

export const VerifiedStep = v.object({
  /** How many of the strongest pairs were masked together. */
  pairs: Index,
  /** Tokens masked of either text. */
  a: Index,
  b: Index,
  /** By how much the score falls by the explanation: what it adds up the masked tokens to. */
  predicted: Finite,
  /** By how much the inner product falls, at the norms of the whole texts: what is predicted. */
  measured: Finite,
  /** By how much the score itself falls, whose norms change, too. */
  score: Finite,
  /** The mean fall of the score with as many other tokens; null where there are not so many. */
  others: v.nullable(Finite),
});
export type VerifiedStep = v.InferOutput<typeof VerifiedStep>;

export const Verification = v.object({ score: Finite, steps: v.array(VerifiedStep) });
export type Verification = v.InferOutput<typeof Verification>;
