/**
 * Tokens of a vocabulary worth trying as a reference, the most promising first.
 *
 * What a repeated token's embedding will be nobody can tell from the token, but in the vocabularies tried
 * the shortest norms belong to short tokens: punctuation, single letters, word pieces of two letters.
 * docs/reference.md has the figures.
 */
import type { Tokenizer } from '../text/tokenizer.js';

/**
 * At most `most` ids below `vocabulary`, without special, unused and unprintable tokens.
 * Cost: linear in the vocabulary.
 */
export function vocabularyCandidates(
  tokenizer: Tokenizer,
  vocabulary: number,
  most: number,
): readonly number[] {
  const special = new Set(Object.values(tokenizer.special));
  const ranked: { readonly id: number; readonly rank: number }[] = [];
  for (let id = 0; id < Math.min(tokenizer.vocabularySize, vocabulary); id++) {
    const rank = special.has(id) ? undefined : rankOf(tokenizer.token(id));
    if (rank !== undefined) ranked.push({ id, rank });
  }
  // Within a rank by id: vocabularies list frequent tokens first.
  ranked.sort((x, y) => x.rank - y.rank || x.id - y.id);
  return ranked.slice(0, most).map(({ id }) => id);
}

/** `[SEP]`, `[unused7]`, `<s>`, `<0xE2>`, `<|im_end|>`: never part of a text. */
const BRACKETED = /^[[<].*[\p{L}\p{N}].*[\]>]$/u;

/** Marks of a word's beginning, continuation or end, which are no part of the text either. */
const MARKS = /^(##|▁+|Ġ+|Ċ+|ĉ+)|<\/w>$/gu;

function rankOf(token: string | undefined): number | undefined {
  if (token === undefined || BRACKETED.test(token)) return undefined;
  const text = token.replace(MARKS, '');
  const { length } = [...text];
  if (length === 0 || /[\p{C}\p{Z}]/u.test(text)) return undefined;
  const isAscii = /^[\x21-\x7e]+$/.test(text);
  const isSign = /^[\p{P}\p{S}]+$/u.test(text);
  if (isSign) return isAscii ? length : 3 + length;
  if (isAscii && length <= 2) return 3;
  // Letters of other scripts are many, and none of them came close.
  return isAscii ? 4 + length : 20 + length;
}
