/** What becomes of a score when parts of the texts give way to the reference. */
import * as v from 'valibot';
import { Finite, Index } from './parts.js';

/** More are more than a person asks for at a time. */
export const MOST_MASKS = 4096;

/** Parts that give way, by their indices in the explanation; special ones stay as they are. */
export const Mask = v.object({ a: v.array(Index), b: v.array(Index) });
export type Mask = v.InferOutput<typeof Mask>;

export const Masks = v.pipe(v.array(Mask), v.maxLength(MOST_MASKS));

export const MaskedScores = v.object({
  /** Cosine of the texts as they are. */
  score: Finite,
  masked: v.array(
    v.object({
      /** Cosine of the masked texts. */
      score: Finite,
      /** Their inner product over the norms of the unmasked texts: what contributions add up to. */
      product: Finite,
    }),
  ),
});
export type MaskedScores = v.InferOutput<typeof MaskedScores>;
