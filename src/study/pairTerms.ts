/** Scores and ledgers of one pair for several references, from embeddings alone. */
import * as v from 'valibot';
import { settle } from '../attribution/ledger.js';
import { readPair } from '../attribution/readPair.js';
import {
  type Reference,
  type ReferenceOption,
  chooseReference,
  referenceIds,
} from '../attribution/reference.js';
import { dot } from '../attribution/vectors.js';
import type { Pair } from './input/pairFile.js';
import type { StudyContext, StudyModel } from './study.js';

export const Terms = v.object({
  /** As it was asked for: `auto`, `pad`, `id:5`. */
  asked: v.string(),
  token: v.string(),
  id: v.number(),
  constant: v.number(),
  onlyA: v.number(),
  onlyB: v.number(),
  pairs: v.number(),
  /** |e(r)| of the first text's reference and of the second's. */
  norms: v.array(v.number()),
});
export type Terms = v.InferOutput<typeof Terms>;

export const PairTerms = v.object({
  score: v.number(),
  unread: v.number(),
  norms: v.array(v.number()),
  references: v.array(Terms),
});
export type PairTerms = v.InferOutput<typeof PairTerms>;

/** As the command line names it. */
export const nameOf = (reference: ReferenceOption) =>
  typeof reference === 'object' ? `id:${reference.id}` : reference;

/** Cost: 2 encodings, and as many for each reference unless known. */
export async function termsOf(
  { explainer, reader }: StudyModel,
  { options, hooks }: StudyContext,
  { a, b }: Pair,
  asked: readonly ReferenceOption[],
): Promise<PairTerms> {
  const { encoder, embeddings } = explainer;
  const read = await readPair(encoder, reader, a, b, options, hooks);
  const [first, second] = [read.a[0], read.b[0]];
  if (!first || !second) throw new RangeError('Pairs: expected two texts, got fewer');
  const ends = async (tokens: typeof first.tokens, reference: Reference) => ({
    text: { embedding: await embeddings.of(tokens.map(({ id }) => id)) },
    reference: { embedding: await embeddings.of(referenceIds(tokens, reference)) },
  });
  const references: Terms[] = [];
  let [score, textNorms] = [0, [0, 0]];
  for (const option of asked) {
    const texts = [first.tokens, second.tokens];
    const reference = chooseReference(option, reader, texts);
    const [endsA, endsB] = [
      await ends(first.tokens, reference),
      await ends(second.tokens, reference),
    ];
    textNorms = [norm(endsA.text.embedding), norm(endsB.text.embedding)];
    const norms = (textNorms[0] ?? 0) * (textNorms[1] ?? 0);
    const whole = settle(endsA, endsB, 0, norms);
    score = whole.score;
    const { constant, onlyA, onlyB, residual } = whole.ledger;
    references.push({
      asked: nameOf(option),
      ...{ token: reference.token, id: reference.id, constant, onlyA, onlyB },
      // Of pairs that add up to nothing, the residual is what they add up to.
      pairs: residual,
      norms: [norm(endsA.reference.embedding), norm(endsB.reference.embedding)],
    });
  }
  const unread = (first.unread?.tokens ?? 0) + (second.unread?.tokens ?? 0);
  return { score, unread, norms: textNorms, references };
}

const norm = (embedding: Float32Array) => Math.sqrt(dot(embedding, embedding));
