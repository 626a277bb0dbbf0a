import { rankOf, type ReadingLevel } from './levels.js';

/**
 * Where units of a text begin: for each offset the rank of the coarsest level at which one does, 0
 * where none does. A unit of one level thus never straddles one of a coarser level.
 */
export class Boundaries {
  private readonly ranks: Uint8Array;

  constructor(length: number) {
    this.ranks = new Uint8Array(length + 1);
  }

  /** A unit of this level, and of all finer ones, begins here. */
  add(offset: number, level: ReadingLevel): void {
    const rank = rankOf(level);
    if (offset < this.ranks.length && (this.ranks[offset] ?? 0) < rank) this.ranks[offset] = rank;
  }

  /** Whether a unit of this level begins after `from` and no later than at `to`. */
  parts(from: number, to: number, level: ReadingLevel): boolean {
    const rank = rankOf(level);
    for (let offset = from + 1; offset <= to && offset < this.ranks.length; offset++) {
      if ((this.ranks[offset] ?? 0) >= rank) return true;
    }
    return false;
  }

  /** Offsets at which units of a level begin. */
  starts(level: ReadingLevel): number[] {
    const rank = rankOf(level);
    const found: number[] = [];
    this.ranks.forEach((each, offset) => {
      if (each >= rank) found.push(offset);
    });
    return found;
  }
}
