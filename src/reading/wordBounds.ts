import type { Boundaries } from './Boundaries.js';
import type { ReadingLevel } from './levels.js';

const words = new Intl.Segmenter('und', { granularity: 'word' });
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Scripts that are written without spaces. */
export const SPACELESS = String.raw`\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}`;

/** Marks where words begin in a stretch of text, as Unicode Standard Annex 29 has them. */
export function addWords(
  bounds: Boundaries,
  stretch: string,
  from: number,
  level: ReadingLevel,
): void {
  for (const { index, segment } of words.segment(stretch)) {
    if (/\S/u.test(segment)) bounds.add(from + index, level);
  }
}

/** Marks where characters begin, as readers see them: an emoji is one however it is written. */
export function addGraphemes(
  bounds: Boundaries,
  stretch: string,
  from: number,
  level: ReadingLevel,
): void {
  for (const { index } of graphemes.segment(stretch)) bounds.add(from + index, level);
}
