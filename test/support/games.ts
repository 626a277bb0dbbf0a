/** Games over small texts, for tests of estimates. */
import { BatchEncoder } from '../../src/encoder/batchEncoder.js';
import type { Encoder } from '../../src/encoder/encoder.js';
import { Coalitions } from '../../src/attribution/estimates/Coalitions.js';
import type { TextPath } from '../../src/attribution/textPath.js';
import { pathOf } from './encoders.js';

/** Two ids that stay in the reference, around the text; of the fixtures' vocabulary of 120. */
const [OPEN, CLOSE, REFERENCE] = [2, 3, 7];

/** A text between special tokens, every token a part. */
export const textPath = (encoder: Encoder, text: readonly number[]): Promise<TextPath> =>
  pathOf(encoder, [OPEN, ...text, CLOSE], [OPEN, ...text.map(() => REFERENCE), CLOSE]);

export async function gameOf(encoder: Encoder, text: readonly number[]) {
  return new Coalitions(await BatchEncoder.open(encoder), await textPath(encoder, text));
}

/**
 * A game without a network, of as many players as `value` has arguments for: e of a coalition of ids is
 * `value` of which of them are present.
 */
export function madeUpGame(
  players: number,
  value: (present: readonly boolean[]) => readonly number[],
): Coalitions {
  const ids = Array.from({ length: players }, () => 1);
  const embed = (tokens: readonly number[]) =>
    Float32Array.from(value(tokens.map((token) => token === 1)));
  const encoding = (tokens: readonly number[]) => {
    return { embedding: embed(tokens), network: embed(tokens), hidden: [] };
  };
  const referenceIds = ids.map(() => 0);
  const path: TextPath = {
    ...{ ids, referenceIds },
    text: encoding(ids),
    reference: encoding(referenceIds),
    parts: ids.map((_, position) => [position]),
  };
  const encode = (texts: readonly (readonly number[])[]) => Promise.resolve(texts.map(embed));
  return new Coalitions({ encode }, path);
}
