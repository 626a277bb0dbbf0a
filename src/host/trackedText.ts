import { shiftSpan, type Edit, type Span } from './spans.js';

/** Shorter texts are too likely to stand in a document by chance to be found again by search. */
const shortestFindable = 20;

/**
 * A stretch of a document and the tokens in it, followed through edits. Edits elsewhere move it;
 * edits inside make it stale and cost it the tokens they touch. It becomes fresh again when the
 * document holds the same text once more: by undo, or moved as a whole (cut and paste, reload).
 * Invariant: while fresh, the document's text at `span` is `text`.
 */
export class TrackedText {
  private place: Span;
  private isStale = false;
  /** Token spans in the text as captured, and where they are now. */
  private captured: readonly (Span | null)[] = [];
  private present: (Span | null)[] = [];

  constructor(
    readonly text: string,
    start: number,
  ) {
    this.place = { start, end: start + text.length };
  }

  get span(): Span {
    return this.place;
  }

  get stale(): boolean {
    return this.isStale;
  }

  /** Follow these tokens too: offsets into `text`, null for tokens that stand for none of it. */
  setTokens(
    tokens: readonly { readonly start: number | null; readonly end: number | null }[],
  ): void {
    this.captured = tokens.map(({ start, end }) =>
      start === null || end === null ? null : { start, end },
    );
    // Edits made while the tokens were computed cannot be replayed on them.
    if (this.isStale) this.present = this.captured.map(() => null);
    else this.placeTokens();
  }

  /** Where a token is in the document now; null when it has no place or was edited. */
  token(index: number): Span | null {
    return this.present[index] ?? null;
  }

  get tokenCount(): number {
    return this.present.length;
  }

  /**
   * Follow edits, in the order in which they apply one after the other (VS Code's order).
   * `documentText` gives the text after all of them. True when anything moved or staleness changed.
   */
  apply(edits: readonly Edit[], documentText: () => string): boolean {
    const before = this.place;
    let touched = false;
    for (const edit of edits) {
      const shifted = shiftSpan(this.place, edit);
      this.place = shifted.span;
      touched ||= shifted.touched;
      this.present = this.present.map((span) => {
        if (span === null) return null;
        const token = shiftSpan(span, edit);
        return token.touched ? null : token.span;
      });
    }
    if (touched || this.isStale) {
      this.resettle(documentText());
      return true;
    }
    return before.start !== this.place.start;
  }

  /** Compare with a document that was closed meanwhile, or changed unseen. */
  resettle(documentText: string): void {
    const found = this.find(documentText);
    this.isStale = found === null;
    if (found === null) return;
    this.place = { start: found, end: found + this.text.length };
    this.placeTokens();
  }

  private find(documentText: string): number | null {
    if (documentText.startsWith(this.text, this.place.start)) return this.place.start;
    if (this.text.length < shortestFindable) return null;
    const first = documentText.indexOf(this.text);
    if (first < 0 || documentText.includes(this.text, first + 1)) return null;
    return first;
  }

  private placeTokens(): void {
    const { start } = this.place;
    this.present = this.captured.map(
      (span) => span && { start: start + span.start, end: start + span.end },
    );
  }
}
