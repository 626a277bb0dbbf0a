import type { Explanation, Token } from '../protocol.js';
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

/** An explanation's units at every level, found when they are asked for. */
export class Ladder {
  private readonly segmentations: { a: Segmentation; b: Segmentation };
  private readonly units = new Map<ReadingLevel, Record<'a' | 'b', readonly ReadingUnit[]>>();

  constructor(readonly texts: ReadTexts) {
    this.segmentations = { a: segmentationOf(texts.a), b: segmentationOf(texts.b) };
  }

  unitsAt(level: ReadingLevel): Record<'a' | 'b', readonly ReadingUnit[]> {
    let found = this.units.get(level);
    if (!found) {
      const of = (side: 'a' | 'b') => {
        const { text, tokens } = this.texts[side];
        return groupTokens(text, tokens, this.segmentations[side], level);
      };
      found = { a: of('a'), b: of('b') };
      this.units.set(level, found);
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
    const alike = readingLevels.filter((each) => this.countAt(each) === count);
    // A sentence that is a paragraph is rather called a sentence.
    return alike.findLast((each) => each !== 'symbol') ?? level;
  }

  /** Units of both texts, special ones aside. */
  private countAt(level: ReadingLevel): number {
    const { a, b } = this.unitsAt(level);
    return [...a, ...b].filter(({ token }) => !token.special).length;
  }

  /** The finest level at which neither text has more units than `most`, else the coarsest. */
  fitting(most: number): ReadingLevel {
    const { levels } = this;
    const fits = levels.find((level) => {
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

function segmentationOf({ text, reading, tokens }: ReadText): Segmentation {
  const starts = tokens.flatMap(({ start }) => start ?? []);
  const ends = tokens.flatMap(({ end }) => end ?? []);
  const extent = {
    start: starts.reduce((least, start) => Math.min(least, start), text.length),
    end: ends.reduce((most, end) => Math.max(most, end), 0),
  };
  return segment(text, reading, extent);
}
