import { graphemes } from './graphemes.js';
import { type PlacedToken, type Unit, groupTokens } from './groupTokens.js';
import type { TextToken } from './tokenizer.js';

/**
 * Groups tokens into words. Neighbours belong together when they touch inside a run of letters,
 * marks and digits, or inside one grapheme (an emoji with modifiers, the bytes of a character).
 * Scripts without spaces (Chinese, Japanese, Thai…) are cut where `Intl.Segmenter` cuts them.
 * Punctuation and white space are units of their own. A token without a span begins a word.
 *
 * The words partition the token indices, in order. Cost: linear in the text that has tokens.
 */
export function groupWords(text: string, tokens: readonly TextToken[]): Unit[] {
  const joins = new Joins(text, tokens);
  return groupTokens(text, tokens, (left, right, parted) => !parted && joins.joined(left, right));
}

const WORD_AT_END = /[\p{L}\p{M}\p{N}]$/u;
const WORD_AT_START = /^[\p{L}\p{M}\p{N}]/u;
const SPACELESS = String.raw`\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}`;
const SPACELESS_AT_END = new RegExp(`[${SPACELESS}]$`, 'u');
const SPACELESS_RUN = new RegExp(`[${SPACELESS}\\p{M}]+`, 'gu');
/** What normalisation deletes without parting a word: soft hyphens, zero-width characters, marks. */
const INVISIBLE = /^[\p{Cf}\p{M}\p{Cc}]*$/u;
const HAS_SPACE = /\p{White_Space}/u;

/** Answers whether two neighbouring tokens belong together. */
class Joins {
  private readonly wordStarts = new Set<number>();
  private readonly graphemeStarts = new Set<number>();

  constructor(
    private readonly text: string,
    tokens: readonly TextToken[],
  ) {
    const from = tokens.find((t) => t.start !== null)?.start ?? 0;
    const to = tokens.reduce((most, t) => Math.max(most, t.end ?? 0), from);
    const read = text.slice(from, to);
    if (!/[^\0-\x7f]/.test(read)) return;
    for (const [start] of graphemes(read)) this.graphemeStarts.add(from + start);
    // Run by run: the segmenter's cost per word grows with the text it holds.
    for (const run of read.matchAll(SPACELESS_RUN)) {
      for (const { index } of words.segment(run[0])) this.wordStarts.add(from + run.index + index);
    }
  }

  joined(left: PlacedToken, right: PlacedToken): boolean {
    const at = right.start;
    if (at < left.end) return true;
    const gap = this.text.slice(left.end, at);
    if (HAS_SPACE.test(gap) || !INVISIBLE.test(gap)) return false;
    if (this.graphemeStarts.size > 0 && !this.graphemeStarts.has(at)) return true;
    const before = this.text.slice(Math.max(0, left.end - 2), left.end);
    const after = this.text.slice(at, at + 2);
    if (!WORD_AT_END.test(before) || !WORD_AT_START.test(after)) return false;
    return !SPACELESS_AT_END.test(before) || !this.wordStarts.has(at);
  }
}

const words = new Intl.Segmenter('und', { granularity: 'word' });
