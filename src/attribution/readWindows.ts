/** A text that is longer than the encoder reads, as windows that are each a text of their own. */
import type { Tokenizer } from '../text/tokenizer.js';
import { type TextWindow, cutWindows } from '../text/windows.js';
import { InputError } from './inputError.js';
import { type Read, encodeOwn } from './readText.js';

/** Its tokens have offsets into the whole text. */
export interface WindowRead extends Read, TextWindow {}

/** Beside its special tokens a window must hold some of the text. */
const LEAST_ROOM = 4;

/** Two texts have the product of their windows in scores: more would take minutes. */
const MOST_WINDOWS = 2000;

/**
 * @param maxTokens tokens to a window, special ones and the prefix's included
 * @param prefix stands before each window
 * Throws InputError where the limit leaves no room, or too little for a text of this length.
 * Cost: the text is read three times.
 */
export function readWindows(
  text: string,
  tokenizer: Tokenizer,
  maxTokens: number,
  prefix = '',
): WindowRead[] {
  const around = tokenizer.encode(prefix, Infinity).tokens.length;
  const room = maxTokens - around;
  if (room < LEAST_ROOM) {
    throw new InputError(
      `Input: expected at least ${around + LEAST_ROOM} tokens to a window, ${around} of which are ` +
        `special or the prefix's, got ${maxTokens}`,
    );
  }
  const encode = ({ start, end }: TextWindow) =>
    encodeOwn(text.slice(start, end), tokenizer, maxTokens, prefix);
  const { tokens } = tokenizer.encode(text, Infinity);
  const windows = cutWindows(text, tokens, room, (window) => encode(window).unread?.tokens ?? 0);
  if (windows.length > MOST_WINDOWS) {
    throw new InputError(
      `Input: expected at most ${MOST_WINDOWS} windows, got ${windows.length} of ${maxTokens} ` +
        'tokens; read more tokens at once, or a shorter text',
    );
  }
  return windows.map((window) => {
    const move = (offset: number | null) => (offset === null ? null : window.start + offset);
    const tokens = encode(window).tokens.map((token) => ({
      ...token,
      start: move(token.start),
      end: move(token.end),
    }));
    // What is not read here, another window reads.
    return { ...window, text, tokens, unread: null };
  });
}
