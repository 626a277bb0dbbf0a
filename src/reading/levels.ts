/**
 * Levels of reading: the units that an explanation's tokens are put together to. Each is a coarsening
 * of the one before, so values are block sums and every total stays what it is.
 */
import { readingLevels, type ReadingLevel } from '../protocol.js';

export {
  readingLevels,
  type LevelChoice,
  type OutlineEntry,
  type ReadingLevel,
  type TextKind,
  type TextReading,
} from '../protocol.js';

/** More units in a row of the panel would have no room for a label, and hardly for a cell. */
export const MOST_UNITS = 150;

/** Height of a level in the ladder, 0 for tokens. */
export const rankOf = (level: ReadingLevel): number => readingLevels.indexOf(level);
