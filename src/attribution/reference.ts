/**
 * References: the text's special tokens kept, every other position one and the same token. A neutral
 * reference (|e(r)| small) keeps the terms small that the published approximation drops.
 */
import type { TextToken, Tokenizer } from '../text/tokenizer.js';
import { InputError } from './inputError.js';

export type ReferenceOption = 'auto' | 'pad' | 'unk' | 'mask' | { readonly id: number };

export interface Reference {
  readonly token: string;
  readonly id: number;
}

/**
 * The reference token for a pair. `auto` takes the first neutral token that occurs in neither text,
 * because a token equal to its reference contributes nothing; without any, [UNK].
 * Throws InputError where the vocabulary does not have the token.
 */
export function chooseReference(
  option: ReferenceOption,
  neutral: readonly number[],
  tokenizer: Tokenizer,
  texts: readonly (readonly TextToken[])[],
): Reference {
  if (typeof option === 'object') return named(tokenizer, option.id, `id:${option.id}`);
  if (option !== 'auto') return named(tokenizer, tokenizer.special[option], option);
  const used = new Set(texts.flatMap((tokens) => tokens.map((token) => token.id)));
  const id = neutral.find((candidate) => !used.has(candidate)) ?? tokenizer.special.unk;
  return named(tokenizer, id, 'auto');
}

function named(tokenizer: Tokenizer, id: number | undefined, asked: string): Reference {
  const token = id === undefined ? undefined : tokenizer.token(id);
  if (id !== undefined && token !== undefined) return { token, id };
  throw new InputError(
    `Reference: expected a token of the vocabulary (0 to ${tokenizer.vocabularySize - 1}), ` +
      `got ${asked}`,
  );
}

/** The reference text's ids: as long as the text, its special tokens in place. */
export function referenceIds(tokens: readonly TextToken[], reference: Reference): number[] {
  return tokens.map((token) => (token.special ? token.id : reference.id));
}
