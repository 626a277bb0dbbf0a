import { graphemes } from './graphemes.js';
import type { TextToken } from './tokenizer.js';

/** Tokens that a reader sees as one unit. */
export interface Word {
  /** The text's own characters; a token's vocabulary form where there are none. */
  readonly text: string;
  /** UTF-16 offsets, half-open, into the original text; null for what stands for none of it. */
  readonly start: number | null;
  readonly end: number | null;
  readonly special: boolean;
  /** Indices into the tokens, ascending and without gaps. */
  readonly tokens: readonly number[];
}

/**
 * Groups tokens into words. Neighbours belong together when they touch inside a run of letters,
 * marks and digits, or inside one grapheme (an emoji with modifiers, the bytes of a character).
 * Scripts without spaces (Chinese, Japanese, Thai…) are cut where `Intl.Segmenter` cuts them.
 * Punctuation and white space are units of their own, and so is every special token. A token
 * without a span (a `▁` put in front) goes with the word after it, else with the one before.
 *
 * The words partition the token indices, in order. Cost: linear in the text that has tokens.
 */
export function groupWords(text: string, tokens: readonly TextToken[]): Word[] {
  const joins = new Joins(text, tokens);
  const groups: number[][] = [];
  let previous: number | null = null;
  let spanless: number[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.special) {
      closeSpanless(groups, spanless, previous);
      spanless = [];
      groups.push([index]);
      previous = null;
    } else if (token.start === null) {
      spanless.push(index);
    } else {
      const last = groups.at(-1);
      const before = previous === null ? undefined : tokens[previous];
      if (last && before && spanless.length === 0 && joins.joined(before, token)) last.push(index);
      else groups.push([...spanless, index]);
      spanless = [];
      previous = index;
    }
  }
  closeSpanless(groups, spanless, previous);
  return groups.map((indices) => toWord(text, tokens, indices));
}

/** Spanless tokens with no word after them. */
function closeSpanless(groups: number[][], spanless: number[], previous: number | null): void {
  if (spanless.length === 0) return;
  const last = groups.at(-1);
  if (last && previous !== null) last.push(...spanless);
  else groups.push(spanless);
}

function toWord(text: string, tokens: readonly TextToken[], indices: readonly number[]): Word {
  const members = indices.map((i) => tokens[i]).filter((t) => t !== undefined);
  const spans = members.flatMap(({ start, end }) =>
    start === null || end === null ? [] : [{ start, end }],
  );
  const special = members.some((t) => t.special);
  const first = spans[0];
  if (!first) {
    return { text: members[0]?.text ?? '', start: null, end: null, special, tokens: indices };
  }
  const end = spans.reduce((most, s) => Math.max(most, s.end), 0);
  return { text: text.slice(first.start, end), start: first.start, end, special, tokens: indices };
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

  joined(left: TextToken, right: TextToken): boolean {
    if (left.end === null || right.start === null) return false;
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
