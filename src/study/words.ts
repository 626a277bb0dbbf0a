/** Words of a text, and the tokens that make them up. */
import type { PairToken } from './explainPair.js';

export interface Span {
  /** UTF-16 offsets, half-open. */
  readonly start: number;
  readonly end: number;
}

/** Positions of the ordinary tokens whose first character, white space aside, lies in a span. */
export function tokensIn(
  { start, end }: Span,
  text: string,
  tokens: readonly PairToken[],
): number[] {
  return tokens.flatMap((token, i) => {
    const first = firstCharacter(text, token);
    return first !== null && first >= start && first < end ? [i] : [];
  });
}

/**
 * Where an ordinary token's own characters begin: some tokenizers count the space before a word as part
 * of its token. null: it is special, or stands for none of the text.
 */
export function firstCharacter(text: string, { special, start, end }: PairToken): number | null {
  if (special || start === null || end === null) return null;
  const offset = text.slice(start, end).search(/\S/);
  return start + Math.max(0, offset);
}

const WORD = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu;

/** Words with their spans; hyphens and apostrophes inside belong to them. */
export function wordsOf(text: string): (Span & { readonly word: string })[] {
  return Array.from(text.matchAll(WORD), (match) => {
    return { word: match[0], start: match.index, end: match.index + match[0].length };
  });
}
