import type { TextWindow, Token, Unread } from '../../src/protocol.js';

/** A stretch of the original text, in reading order. */
export type Segment =
  | { kind: 'token'; token: number; text: string }
  /** Whitespace and whatever else no token covers. */
  | { kind: 'gap'; text: string }
  /** What the encoder never read. */
  | { kind: 'unread'; text: string }
  /** What the explanation is not about: a long text before and after the window that is explained. */
  | { kind: 'outside'; text: string };

/**
 * The text cut at the spans of its tokens: the segments' texts join to the text again.
 * A token whose characters an earlier one covers already (several tokens for one emoji) has an
 * empty text.
 */
export function segmentText(
  text: string,
  tokens: readonly Token[],
  unread: Unread | null,
  window: Pick<TextWindow, 'start' | 'end'> | null = null,
): Segment[] {
  const readEnd = Math.min(window?.end ?? unread?.from ?? text.length, text.length);
  const spans = tokens
    .flatMap(({ start, end }, token) =>
      start === null || end === null ? [] : [{ token, start, end }],
    )
    .sort((x, y) => x.start - y.start || x.token - y.token);
  const before = text.slice(0, window?.start ?? 0);
  const segments: Segment[] = before === '' ? [] : [{ kind: 'outside', text: before }];
  let at = before.length;
  const gapUntil = (end: number) => {
    if (end > at) segments.push({ kind: 'gap', text: text.slice(at, end) });
    at = Math.max(at, end);
  };
  for (const span of spans) {
    const end = Math.min(span.end, readEnd);
    gapUntil(Math.min(span.start, readEnd));
    segments.push({ kind: 'token', token: span.token, text: text.slice(at, Math.max(at, end)) });
    at = Math.max(at, end);
  }
  gapUntil(readEnd);
  if (at < text.length) {
    segments.push({ kind: window ? 'outside' : 'unread', text: text.slice(at) });
  }
  return segments;
}

/** Tokens that have no place in the text: special ones, and those without a span. */
export const tokensApart = (tokens: readonly Token[]): number[] =>
  tokens.flatMap((token, i) => (token.start === null || token.end === null ? [i] : []));

/** What to call a token: its characters in the text, or its vocabulary form where it has none. */
export function tokenName(text: string, token: Token): string {
  if (token.start === null || token.end === null) return token.text;
  return text.slice(token.start, token.end) || token.text;
}
