import type { Token } from '../protocol.js';
import type { ReadingUnit } from '../reading/groupTokens.js';
import type { Span } from './spans.js';

/** Where the tokens of a text are in its document now. */
export interface PlacedTokens {
  readonly span: Span;
  readonly stale: boolean;
  readonly tokenCount: number;
  /** null where a token has no place or was edited. */
  token(index: number): Span | null;
}

/** Where units are, by where their tokens are: from the first to the last, unless one was edited. */
export class PlacedUnits implements PlacedTokens {
  constructor(
    private readonly placed: PlacedTokens,
    private readonly tokens: readonly Token[],
    private readonly units: readonly ReadingUnit[],
  ) {}

  get span(): Span {
    return this.placed.span;
  }

  get stale(): boolean {
    return this.placed.stale;
  }

  get tokenCount(): number {
    return this.units.length;
  }

  token(index: number): Span | null {
    const unit = this.units[index];
    const { start = null, end = null } = unit?.token ?? {};
    if (unit === undefined || start === null || end === null) return null;
    const shift = this.placed.span.start;
    if (!this.placed.stale) return { start: shift + start, end: shift + end };
    const spans = unit.members
      .filter((member) => this.tokens[member]?.start !== null)
      .map((member) => this.placed.token(member));
    const left = spans.filter((span) => span !== null);
    if (left.length < spans.length || left.length === 0) return null;
    return {
      start: left.reduce((least, { start }) => Math.min(least, start), Infinity),
      end: left.reduce((most, { end }) => Math.max(most, end), 0),
    };
  }
}
