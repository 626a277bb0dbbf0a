/**
 * Checkpoints that were fine-tuned with shifted embeddings, as the papers' authors do: an ordinary encoder
 * file, and `hitlight_exact` in config.json that says what to subtract.
 *
 *     "hitlight_exact": { "reference": "<pad>" }
 *
 * `reference` is a token of the vocabulary or an id; the tokens that the tokenizer puts around every text
 * are kept. Files that Hitlight wrote say `in_graph` as well: they subtract by themselves.
 */
import * as v from 'valibot';
import type { ExactReference } from '../encoder/exactReference.js';
import { ModelError } from '../encoder/modelError.js';
import type { Tokenizer } from '../text/tokenizer.js';

const Id = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Field of config.json. */
export const ExactConfig = v.object({
  reference: v.union([v.string(), Id, v.object({ token: v.optional(v.string()), id: Id })]),
  in_graph: v.optional(v.boolean()),
});
export type ExactConfig = v.InferOutput<typeof ExactConfig>;

/**
 * What a folder's config.json says is to be subtracted; undefined where it says nothing, or that the file
 * does it.
 * @param stated the field as it was read
 * Throws ModelError naming what is wrong with it.
 */
export function exactByConfig(stated: unknown, tokenizer: Tokenizer): ExactReference | undefined {
  if (stated === undefined || stated === null || stated === false) return undefined;
  const parsed = v.safeParse(ExactConfig, stated);
  if (!parsed.success) {
    throw new ModelError(
      'Model: expected hitlight_exact in config.json to be { "reference": TOKEN or ID }, ' +
        `got ${JSON.stringify(stated)}`,
    );
  }
  // The file knows better than what stands beside it.
  if (parsed.output.in_graph) return undefined;
  return { id: idOf(parsed.output.reference, tokenizer), ...keptAround(tokenizer) };
}

function idOf(reference: ExactConfig['reference'], tokenizer: Tokenizer): number {
  const { vocabularySize: size } = tokenizer;
  const ids = Array.from({ length: size }, (_, id) => id);
  const id =
    typeof reference === 'string'
      ? ids.find((candidate) => tokenizer.token(candidate) === reference)
      : typeof reference === 'number'
        ? reference
        : reference.id;
  if (id !== undefined && tokenizer.token(id) !== undefined) return id;
  throw new ModelError(
    `Model: expected the reference of hitlight_exact in the vocabulary (0 to ${size - 1}), ` +
      `got ${JSON.stringify(reference)}`,
  );
}

/** How many tokens the tokenizer puts in front of every text and behind it. */
export function keptAround(tokenizer: Tokenizer): Pick<ExactReference, 'before' | 'after'> {
  const { tokens } = tokenizer.encode('a', Infinity);
  const first = tokens.findIndex(({ special }) => !special);
  const last = tokens.findLastIndex(({ special }) => !special);
  if (first < 0) {
    throw new ModelError('Model: expected a tokenizer that reads "a", got nothing of it');
  }
  return { before: first, after: tokens.length - 1 - last };
}
