import { isLowSurrogate } from './trackedText.js';

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** UTF-16 units given to the segmenter at once: its cost per grapheme grows with the text it holds. */
const WINDOW = 256;

/** Characters between two of which there is always a boundary (CR LF apart): most of most texts. */
const PLAIN = String.raw`\0-\xa8\xaa-\xad\xaf-\u02ff\u0370-\u0482\u048a-\u052f\u05d0-\u05ea\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3`;

/** Characters that draw in even a plain one after them (Grapheme_Cluster_Break Prepend or L). */
const PREPENDED = String.raw`\u1100-\u115f\ua960-\ua97c\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\u{110bd}\u{110cd}\u{111c2}\u{111c3}\u{113d1}\u{1193f}\u{11941}\u{11a3a}\u{11a84}-\u{11a89}\u{11d46}\u{11f02}`;

/** A stretch that needs the segmenter, from the plain character it may join. */
const STRETCH = new RegExp(
  `\\r\\n|[${PLAIN}]?(?:[^${PLAIN}]+(?:(?<=[${PREPENDED}])[${PLAIN}])?)+`,
  'gu',
);

/**
 * Grapheme clusters as [start, end) in UTF-16 units (Unicode Standard Annex 29). Plain characters
 * are clusters of their own; the rest is segmented in windows, each beginning where a cluster
 * ended, which cannot change where later ones end. Cost: linear.
 */
export function* graphemes(text: string): Generator<[number, number]> {
  let at = 0;
  for (const stretch of text.matchAll(STRETCH)) {
    for (; at < stretch.index; at++) yield [at, at + 1];
    const end = at + stretch[0].length;
    for (let size = WINDOW; at < end;) {
      const before = at;
      let to = Math.min(end, at + size);
      if (to < end && isLowSurrogate(text.charCodeAt(to))) to++;
      for (const { segment } of segmenter.segment(text.slice(at, to))) {
        // What touches the window's end may go on beyond it.
        if (at + segment.length === to && to < end) break;
        yield [at, at + segment.length];
        at += segment.length;
      }
      size = at === before ? size * 2 : WINDOW;
    }
  }
  for (; at < text.length; at++) yield [at, at + 1];
}
