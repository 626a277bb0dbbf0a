/** UTF-16 offsets into the original text, half-open. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A text that knows where it came from: every UTF-16 unit carries the span of the original text
 * it stands for. Tokenisation rewrites the text again and again; spans ride along, so that no
 * token ever has to be searched for afterwards.
 *
 * Both halves of a surrogate pair carry the span of the whole character, so no span can split one.
 * Inserted characters (a prepended `▁`) carry an empty span. Starts and ends never decrease.
 */
export class TrackedText {
  private constructor(
    readonly text: string,
    private readonly starts: Int32Array,
    private readonly ends: Int32Array,
    private readonly offset: number,
  ) {}

  /** The original text itself. Cost: linear. */
  static of(text: string): TrackedText {
    const starts = new Int32Array(text.length);
    const ends = new Int32Array(text.length);
    for (let i = 0; i < text.length; i++) {
      starts[i] = i;
      ends[i] = i + 1;
      if (i > 0 && isLowSurrogate(text.charCodeAt(i))) {
        starts[i] = i - 1;
        ends[i - 1] = i + 1;
      }
    }
    return new TrackedText(text, starts, ends, 0);
  }

  static build(text: string, starts: Int32Array, ends: Int32Array): TrackedText {
    return new TrackedText(text, starts, ends, 0);
  }

  get length(): number {
    return this.text.length;
  }

  startOf(unit: number): number {
    return this.starts[this.offset + unit] ?? 0;
  }

  endOf(unit: number): number {
    return this.ends[this.offset + unit] ?? 0;
  }

  /** The original text that units [from, to) stand for; `start === end` when they stand for none. */
  span(from = 0, to = this.length): Span {
    if (from >= to) {
      const at = from < this.length ? this.startOf(from) : from > 0 ? this.endOf(from - 1) : 0;
      return { start: at, end: at };
    }
    return { start: this.startOf(from), end: this.endOf(to - 1) };
  }

  /** Units [from, to). Shares memory: constant cost. */
  slice(from: number, to = this.length): TrackedText {
    if (from === 0 && to === this.length) return this;
    return new TrackedText(this.text.slice(from, to), this.starts, this.ends, this.offset + from);
  }

  /** Same spans, other characters: for rewrites that keep every unit in its place. */
  withText(text: string): TrackedText {
    if (text.length !== this.length) throw new RangeError('TrackedText: expected equal length');
    return new TrackedText(text, this.starts, this.ends, this.offset);
  }

  /** Copies the spans of units [from, to) to `starts` and `ends` at `at`. */
  copySpans(from: number, to: number, starts: Int32Array, ends: Int32Array, at: number): void {
    starts.set(this.starts.subarray(this.offset + from, this.offset + to), at);
    ends.set(this.ends.subarray(this.offset + from, this.offset + to), at);
  }
}

export function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
