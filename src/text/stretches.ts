/** Lines and sentences: units of a text that its tokens do not decide. */
import { type Unit, groupTokens, isPlaced } from './groupTokens.js';
import type { TextToken } from './tokenizer.js';

/** Line terminators of ECMAScript, CR LF as one: those that VS Code breaks or warns at. */
const LINE_END = /\r\n|[\n\r\u2028\u2029]/g;

/**
 * Groups tokens into the text's lines, as written. A blank line is no unit: where tokens stand for
 * its white space, they go with the line before, at the start with the one after.
 *
 * The lines partition the token indices, in order. Cost: linear.
 */
export function groupLines(text: string, tokens: readonly TextToken[]): Unit[] {
  return groupStretches(text, tokens, lineStarts);
}

/**
 * Groups tokens into sentences where `Intl.Segmenter` ends them (Unicode Standard Annex 29), which
 * knows no abbreviations and ends a sentence at every line break. Blank ones are treated as by
 * `groupLines`. Where a token runs over an end, its first character decides.
 *
 * The sentences partition the token indices, in order. Cost: linear, but for lines of 20,000
 * characters and more.
 */
export function groupSentences(text: string, tokens: readonly TextToken[]): Unit[] {
  return groupStretches(text, tokens, sentenceStarts);
}

/** Offsets at which lines start, 0 among them; the last may be the text's length. */
export function lineStarts(text: string): number[] {
  return [0, ...Array.from(text.matchAll(LINE_END), ({ index, 0: end }) => index + end.length)];
}

const sentences = new Intl.Segmenter('und', { granularity: 'sentence' });

/** Offsets at which sentences start, 0 among them. */
export function sentenceStarts(text: string): number[] {
  const lines = lineStarts(text);
  // Line by line, since the segmenter's cost per sentence grows with the text it holds.
  return lines.flatMap((start, i) => [
    start,
    ...Array.from(sentences.segment(text.slice(start, lines[i + 1])), ({ index }) => start + index)
      // An empty last line has no sentence, any other has one that starts with it.
      .slice(1),
  ]);
}

function groupStretches(
  text: string,
  tokens: readonly TextToken[],
  startsIn: (text: string) => number[],
): Unit[] {
  const placed = tokens.filter(isPlaced);
  const from = placed.reduce((least, token) => Math.min(least, token.start), text.length);
  const to = placed.reduce((most, token) => Math.max(most, token.end), from);
  const read = text.slice(from, to);
  const starts = startsIn(read);
  const visible = starts.filter((start, i) =>
    /\P{White_Space}/u.test(read.slice(start, starts[i + 1])),
  );
  // What comes before the second belongs to the first, blank stretches included.
  const later = visible.slice(1);
  const stretchOf = (offset: number) => countUpTo(later, offset - from);
  return groupTokens(
    text,
    tokens,
    (left, right) => stretchOf(left.start) === stretchOf(right.start),
  );
}

/** How many of the ascending `values` are at most `bound`. */
function countUpTo(values: readonly number[], bound: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? Infinity) <= bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
