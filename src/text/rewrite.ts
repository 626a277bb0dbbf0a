import { TrackedText, type Span } from './trackedText.js';

/** Builds a rewritten text from left to right: parts kept as they are, and parts replaced. */
export class Rewrite {
  private readonly parts: string[] = [];
  private starts: Int32Array;
  private ends: Int32Array;
  private length = 0;

  constructor(private readonly source: TrackedText) {
    this.starts = new Int32Array(source.length + 64);
    this.ends = new Int32Array(source.length + 64);
  }

  /** Units [from, to) of the source, unchanged. */
  keep(from: number, to: number): void {
    if (from >= to) return;
    this.reserve(to - from);
    this.source.copySpans(from, to, this.starts, this.ends, this.length);
    this.parts.push(this.source.text.slice(from, to));
    this.length += to - from;
  }

  /** New text, every unit of which stands for `span`. */
  insert(text: string, span: Span): void {
    this.reserve(text.length);
    this.starts.fill(span.start, this.length, this.length + text.length);
    this.ends.fill(span.end, this.length, this.length + text.length);
    this.parts.push(text);
    this.length += text.length;
  }

  /** Deleted text that belongs to the character before it (a stripped accent): it keeps the span. */
  absorb(span: Span): void {
    const last = this.length - 1;
    if (last >= 0 && this.ends[last] === span.start) this.ends[last] = span.end;
  }

  finish(): TrackedText {
    return TrackedText.build(
      this.parts.join(''),
      this.starts.subarray(0, this.length),
      this.ends.subarray(0, this.length),
    );
  }

  private reserve(extra: number): void {
    if (this.length + extra <= this.starts.length) return;
    const capacity = (this.length + extra) * 2;
    const starts = new Int32Array(capacity);
    const ends = new Int32Array(capacity);
    starts.set(this.starts);
    ends.set(this.ends);
    this.starts = starts;
    this.ends = ends;
  }
}

/**
 * Replaces every match of a global pattern. All of a replacement stands for all of its match; a
 * match replaced by nothing is deleted, and if it is a combining mark or joiner its span goes to
 * the character it was written on, so that a stripped accent is still painted with its letter.
 * Cost: linear; a text without matches is returned as it is.
 */
export function replaceMatches(
  source: TrackedText,
  pattern: RegExp,
  replacement: (match: string) => string,
): TrackedText {
  let rewrite: Rewrite | undefined;
  let kept = 0;
  for (const match of source.text.matchAll(pattern)) {
    const found = match[0];
    const replaced = replacement(found);
    if (replaced === found) continue;
    rewrite ??= new Rewrite(source);
    rewrite.keep(kept, match.index);
    kept = match.index + found.length;
    const span = source.span(match.index, kept);
    if (replaced !== '') rewrite.insert(replaced, span);
    else if (JOINED_TO_PREVIOUS.test(found)) rewrite.absorb(span);
  }
  if (rewrite === undefined) return source;
  rewrite.keep(kept, source.length);
  return rewrite.finish();
}

const JOINED_TO_PREVIOUS = /^[\p{M}\u200d]+$/u;

/** Puts text in front that stands for nothing in the original. */
export function prepend(source: TrackedText, text: string): TrackedText {
  const rewrite = new Rewrite(source);
  const { start } = source.span(0, 0);
  rewrite.insert(text, { start, end: start });
  rewrite.keep(0, source.length);
  return rewrite.finish();
}
