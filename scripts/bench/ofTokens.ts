import type { Tokenizer } from '../../src/text/tokenizer.js';
import { FRESH_WORDS, freshText } from './texts.js';

/**
 * The longest beginning of a text that the encoder reads as so many tokens, special ones included,
 * whatever word its `{}` becomes. Throws where there is none, or none that has the `{}`.
 */
export function ofTokens(text: string, tokens: number, tokenizer: Tokenizer): string {
  const fits = (beginning: string) =>
    FRESH_WORDS.every((_, run) => {
      const read = tokenizer.encode(freshText(beginning, run), Infinity);
      return read.tokens.length === tokens;
    });
  for (let length = text.length; length >= text.indexOf('{}') + 2; length--) {
    const beginning = text.slice(0, length);
    if (fits(beginning)) return beginning;
  }
  throw new Error(`Bench: expected a text that begins with ${tokens} tokens and a {}, got none`);
}
