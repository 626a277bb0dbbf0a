import type { Explanation, Side, Token } from '../protocol.js';
import { coarsen } from './coarsen.js';
import { groupTokens, type ReadingUnit } from './groupTokens.js';
import { readingLevels, type ReadingLevel, type TextReading } from './levels.js';
import { segment, type Segmentation } from './segment.js';

/** A text and how it is to be read. */
export interface ReadText {
  readonly text: string;
  readonly reading: TextReading;
  readonly tokens: readonly Token[];
}

/** Both texts of an explanation. */
export interface ReadTexts {
  readonly a: ReadText;
  readonly b: ReadText;
}

/**
 * An explanation's units at every level, found when they are asked for. A text that would be a single
 * unit at some level, as a query of one line is, stays at the coarsest level at which it has several:
 * else there would be nothing to read of it.
 */
export class Ladder {
  private readonly segmentations: { a: Segmentation; b: Segmentation };
  private readonly units = new Map<string, readonly ReadingUnit[]>();

  constructor(readonly texts: ReadTexts) {
    this.segmentations = { a: segmentationOf(texts.a), b: segmentationOf(texts.b) };
  }

  unitsAt(level: ReadingLevel): Record<Side, readonly ReadingUnit[]> {
    const { a, b } = this.sideLevels(level);
    return { a: this.unitsOf('a', a), b: this.unitsOf('b', b) };
  }

  /** Words, and in code the parts of names, whatever else is read. */
  wordUnits(): Record<Side, readonly ReadingUnit[]> {
    return { a: this.unitsOf('a', 'part'), b: this.unitsOf('b', 'part') };
  }

  /** The level that each text is read at when this one is chosen. */
  sideLevels(level: ReadingLevel): Record<Side, ReadingLevel> {
    const of = (side: Side) => {
      const finer = readingLevels.slice(0, readingLevels.indexOf(level) + 1);
      return finer.findLast((each) => ownUnits(this.unitsOf(side, each)) > 1) ?? 'token';
    };
    return { a: of('a'), b: of('b') };
  }

  private unitsOf(side: Side, level: ReadingLevel): readonly ReadingUnit[] {
    const key = `${side} ${level}`;
    let found = this.units.get(key);
    if (!found) {
      const { text, tokens } = this.texts[side];
      found = groupTokens(text, tokens, this.segmentations[side], level);
      this.units.set(key, found);
    }
    return found;
  }

  /** The levels that differ, each by its coarsest name; tokens, as they were computed, first. */
  get levels(): readonly ReadingLevel[] {
    return [...new Set(readingLevels.map((level) => this.nameOf(level)))];
  }

  /** What a level is offered as: of levels with the same units the coarsest, but tokens and lines as such. */
  nameOf(level: ReadingLevel): ReadingLevel {
    const count = this.countAt(level);
    if (count === this.countAt('token')) return 'token';
    // Not one that neither text is read at because it would be a single unit.
    const alike = readingLevels.filter(
      (each) => this.countAt(each) === count && Object.values(this.sideLevels(each)).includes(each),
    );
    // A sentence that is a paragraph is rather called a sentence.
    return alike.findLast((each) => each !== 'symbol') ?? level;
  }

  /** Units of both texts, special ones aside. */
  private countAt(level: ReadingLevel): number {
    const { a, b } = this.unitsAt(level);
    return ownUnits(a) + ownUnits(b);
  }

  /**
   * The finest level at which neither text has more units than `most`, else the coarsest; not tokens
   * where words are in pieces: nobody reads "re" and "try".
   */
  fitting(most: number): ReadingLevel {
    const { levels } = this;
    const finest = levels.indexOf(this.nameOf('word'));
    const fits = levels.slice(Math.max(0, finest)).find((level) => {
      const { a, b } = this.unitsAt(level);
      return Math.max(a.length, b.length) <= most;
    });
    return fits ?? levels.at(-1) ?? 'token';
  }

  explanationAt(explanation: Explanation, level: ReadingLevel): Explanation {
    const { a, b } = this.unitsAt(level);
    return coarsen(explanation, a, b);
  }
}

const ownUnits = (units: readonly ReadingUnit[]): number =>
  units.filter(({ token }) => !token.special).length;

function segmentationOf({ text, reading, tokens }: ReadText): Segmentation {
  const starts = tokens.flatMap(({ start }) => start ?? []);
  const ends = tokens.flatMap(({ end }) => end ?? []);
  const extent = {
    start: starts.reduce((least, start) => Math.min(least, start), text.length),
    end: ends.reduce((most, end) => Math.max(most, end), 0),
  };
  return segment(text, reading, extent);
}
