/** How a text is read in the panel and the editors. */
import * as v from 'valibot';
import { Index, Text } from './parts.js';

/**
 * Units that an explanation's tokens are put together to, from the finest to the coarsest, by their
 * names in code. In prose, `part` and `identifier` are words as well, `statement` is a clause, `line` a
 * sentence and `symbol` a paragraph.
 */
export const readingLevels = [
  'token',
  'word',
  'part',
  'identifier',
  'statement',
  'line',
  'symbol',
] as const;

export const ReadingLevel = v.picklist(readingLevels);
export type ReadingLevel = v.InferOutput<typeof ReadingLevel>;

/** `auto`: words, or the finest level above at which both texts fit on the screen. */
export const LevelChoice = v.union([v.literal('auto'), ReadingLevel]);
export type LevelChoice = v.InferOutput<typeof LevelChoice>;

export const TextKind = v.picklist(['code', 'prose']);
export type TextKind = v.InferOutput<typeof TextKind>;

/** A symbol of a text: a function, a method, a class. UTF-16 offsets, half-open. */
export const OutlineEntry = v.object({ name: Text, start: Index, end: Index });
export type OutlineEntry = v.InferOutput<typeof OutlineEntry>;

export const TextReading = v.object({
  kind: TextKind,
  /** Symbols that an editor knows; without any, indentation tells where they are. */
  outline: v.optional(v.array(OutlineEntry)),
});
export type TextReading = v.InferOutput<typeof TextReading>;
