import type { EncodedText, TextToken } from './tokenizer.js';
import type { Span } from './trackedText.js';

/** Takes tokens as they come: keeps as many as there is room for, and counts the others. */
export class TokenCollector {
  readonly tokens: TextToken[] = [];
  private dropped = 0;
  private unreadFrom: number | null = null;

  constructor(
    private readonly text: string,
    private readonly vocabulary: readonly (string | undefined)[],
    private readonly room: number,
  ) {}

  add(id: number, span: Span): void {
    if (this.tokens.length < this.room) {
      const { start, end } = trimmed(span, this.text);
      const empty = start === end;
      this.tokens.push({
        id,
        text: this.vocabulary[id] ?? '',
        start: empty ? null : start,
        end: empty ? null : end,
        special: false,
      });
      return;
    }
    this.dropped++;
    if (this.unreadFrom === null && span.end > span.start) {
      this.unreadFrom = trimmed(span, this.text).start;
    }
  }

  get unread(): EncodedText['unread'] {
    if (this.dropped === 0) return null;
    return { from: this.unreadFrom ?? this.text.length, tokens: this.dropped };
  }
}

/** Painted spaces look like a mistake: a span loses those at its ends, unless it is all spaces. */
function trimmed(span: Span, text: string): Span {
  let { start, end } = span;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  if (start === end) return span;
  while (isSpace(text.charCodeAt(end - 1))) end--;
  return { start, end };
}

function isSpace(unit: number): boolean {
  if (unit <= 0x20) return unit === 0x20 || (unit >= 9 && unit <= 13);
  return (
    unit === 0x85 || unit === 0xa0 || (unit >= 0x1680 && SPACE.test(String.fromCharCode(unit)))
  );
}

const SPACE = /^[\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;
