/** A text that is longer than the encoder reads, as windows that are each a text of their own. */
import type { EncodedText, Tokenizer } from '../text/tokenizer.js';
import { type TextWindow, cutWindows } from '../text/windows.js';
import { type Hooks, throwIfCancelled } from './hooks.js';
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
 * Throws InputError where the limit leaves no room, or too little for a text of this length; Cancelled.
 * Cost: the text is read twice; other work gets a turn after each window.
 */
export async function readWindows(
  text: string,
  tokenizer: Tokenizer,
  maxTokens: number,
  prefix: string,
  hooks: Pick<Hooks, 'cancelled'>,
): Promise<WindowRead[]> {
  const around = tokenizer.encode(prefix, Infinity).tokens.length;
  const room = maxTokens - around;
  if (room < LEAST_ROOM) {
    throw new InputError(
      `Input: expected at least ${around + LEAST_ROOM} tokens to a window, ${around} of which are ` +
        `special or the prefix's, got ${maxTokens}`,
    );
  }
  let encoded: EncodedText = { tokens: [], unread: null };
  // The last window that was tried is the one that is taken.
  const excess = ({ start, end }: TextWindow) => {
    encoded = encodeOwn(text.slice(start, end), tokenizer, maxTokens, prefix);
    return encoded.unread?.tokens ?? 0;
  };
  const windows: WindowRead[] = [];
  for (const window of cutWindows(text, tokenizer.encode(text, Infinity).tokens, room, excess)) {
    if (windows.length === MOST_WINDOWS) {
      throw new InputError(
        `Input: expected at most ${MOST_WINDOWS} windows of ${maxTokens} tokens, got more; read more ` +
          'tokens at once, or a shorter text',
      );
    }
    const move = (offset: number | null) => (offset === null ? null : window.start + offset);
    const tokens = encoded.tokens.map((token) => ({
      ...token,
      start: move(token.start),
      end: move(token.end),
    }));
    // What is not read here, another window reads.
    windows.push({ ...window, text, tokens, unread: null });
    await new Promise(setImmediate);
    throwIfCancelled(hooks);
  }
  return windows;
}
