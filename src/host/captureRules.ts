/** Longer texts are refused: the encoder reads a few hundred tokens, and 1 MB would only cost time. */
export const longestText = 200_000;

/** Why a text cannot be explained. */
export type TextProblem =
  | { readonly kind: 'empty' }
  | { readonly kind: 'blank' }
  | { readonly kind: 'long'; readonly length: number }
  | { readonly kind: 'binary'; readonly offset: number }
  | { readonly kind: 'surrogate'; readonly offset: number };

/** Nothing a reader would see: white space, controls, zero-width and directional marks. */
const invisible = /^[\s\p{Cc}\p{Cf}]*$/u;

/** A surrogate without its partner, which no Unicode text contains. */
const loneSurrogate = /\p{Surrogate}/u;

/** The first reason to refuse a text, or null. Cost: linear in the text, constant past the limit. */
export function findTextProblem(text: string): TextProblem | null {
  if (text.length === 0) return { kind: 'empty' };
  if (text.length > longestText) return { kind: 'long', length: text.length };
  const nul = text.indexOf('\0');
  if (nul >= 0) return { kind: 'binary', offset: nul };
  const surrogate = loneSurrogate.exec(text);
  if (surrogate !== null) return { kind: 'surrogate', offset: surrogate.index };
  return invisible.test(text) ? { kind: 'blank' } : null;
}

/** Files up to this size are read at all; UTF-16 text takes two bytes a character, and a mark. */
export const largestFile = 2 * longestText + 2;

/** Whether the first bytes of a file are those of something else than text. */
export function looksBinary(head: Uint8Array): boolean {
  const [first, second] = head;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return !isUtf16 && head.subarray(0, 8192).includes(0);
}
