/** A text as the encoder reads it: tokens, the reference's ids, and what was left out. */
import type { EncodedText, TextToken, Tokenizer } from '../text/tokenizer.js';
import { InputError } from './inputError.js';

export interface Read {
  /** As the user wrote it, without the prefix. */
  readonly text: string;
  readonly tokens: readonly TextToken[];
  readonly unread: EncodedText['unread'];
}

/** Far beyond what any encoder reads; more is a mistake, such as a whole log file. */
const MOST_CHARACTERS = 200_000;

/**
 * @param prefix what the model wants in front ("query: "); its tokens count as special, since they
 *   stand for none of the text and are the same in the reference
 * Throws InputError for a text without an explanation, TokenizerError for an ill-formed one.
 */
export function readText(
  text: string,
  which: 'first' | 'second',
  tokenizer: Tokenizer,
  maxTokens: number,
  prefix = '',
): Read {
  if (text.length > MOST_CHARACTERS) {
    throw new InputError(
      `Text: expected at most ${MOST_CHARACTERS} characters in the ${which} text, got ${text.length}`,
    );
  }
  if (text.trim() === '') {
    throw new InputError(`Text: expected words in the ${which} text, got a blank one`);
  }
  const { tokens, unread } = encodeOwn(text, tokenizer, maxTokens, prefix);
  if (tokens.every((token) => token.special)) {
    throw new InputError(
      unread
        ? `Text: expected room for words beside the prefix in ${maxTokens} tokens, got none`
        : `Text: expected words in the ${which} text, got only characters that the model ignores`,
    );
  }
  return { text, tokens, unread };
}

/** The tokens of a text behind its prefix, with offsets into the text alone. */
export function encodeOwn(
  text: string,
  tokenizer: Tokenizer,
  maxTokens: number,
  prefix: string,
): EncodedText {
  const { tokens, unread } = tokenizer.encode(prefix + text, maxTokens);
  const own = tokens.map((token) => withoutPrefix(token, prefix.length));
  const from = unread && Math.max(0, unread.from - prefix.length);
  return { tokens: own, unread: unread && { ...unread, from: from ?? 0 } };
}

function withoutPrefix(token: TextToken, length: number): TextToken {
  if (length === 0 || token.start === null || token.end === null) return token;
  if (token.end <= length) return { ...token, start: null, end: null, special: true };
  return { ...token, start: Math.max(0, token.start - length), end: token.end - length };
}
