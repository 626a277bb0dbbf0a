/**
 * From attributions of an unmodified encoder to exact ones: the encoder e′(x) = e(x) − e(r_x) has the
 * same derivatives, so its matrix is the same but for the norms, and adds up to its own cosine.
 */
import * as v from 'valibot';
import { dot } from '../attribution/vectors.js';
import type { Explained } from './explainAll.js';
import { type Measured, measureAll } from './measureAll.js';
import type { StudyContext } from './study.js';

const Factor = v.object({
  /** |e(a)||e(b)| / (|e(a) − e(r_a)||e(b) − e(r_b)|): the exact matrix is A times this. */
  factor: v.number(),
  /** Cosine of e(a) − e(r_a) and e(b) − e(r_b). */
  score: v.number(),
});

/** For each explained pair in turn. Cost: 4 encodings, fewer where references are known. */
export async function exactFactors(
  explained: readonly Measured<{ readonly line: number }, Explained>[],
  context: StudyContext,
): Promise<v.InferOutput<typeof Factor>[]> {
  const { embeddings } = context.model.explainer;
  const found = await measureAll(explained, context, {
    kind: 'exact factor 1',
    key: ({ value: { tokensA, tokensB, reference } }) => [
      [...tokensA, ...tokensB].map(({ id, special }) => (special ? -id : id)),
      tokensA.length,
      reference.id,
    ],
    schema: Factor,
    async measure({ value: { tokensA, tokensB, reference, score } }) {
      // Of an exact encoder nothing is left to shift.
      if (context.model.explainer.encoder.exact) return { factor: 1, score };
      const ends = async (tokens: Explained['tokensA']) => {
        const text = await embeddings.of(tokens.map(({ id }) => id));
        const origin = await embeddings.of(
          tokens.map(({ id, special }) => (special ? id : reference.id)),
        );
        return { text, shifted: text.map((value, d) => value - (origin[d] ?? 0)) };
      };
      const [a, b] = [await ends(tokensA), await ends(tokensB)];
      const shifted = length(a.shifted) * length(b.shifted);
      const norms = length(a.text) * length(b.text);
      return { factor: norms / shifted, score: dot(a.shifted, b.shifted) / shifted };
    },
    pair: ({ item }) => item,
  });
  return found.map(({ value }) => value);
}

const length = (vector: ArrayLike<number>) => Math.sqrt(dot(vector, vector));
