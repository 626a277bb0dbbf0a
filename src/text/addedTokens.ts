import type { JsonReader } from './jsonReader.js';
import type { Normalizer } from './normalizer.js';
import { lengthWithoutTrailingSpace } from './normalizer.js';
import { TrackedText } from './trackedText.js';
import { WORD } from './unicodeClasses.js';

/** An entry of `added_tokens`: found in the text before the model sees it, and kept whole. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  /** Found only where no word character touches it. */
  readonly singleWord: boolean;
  /** Swallows white space on its left, or right. */
  readonly leftStrip: boolean;
  readonly rightStrip: boolean;
  /** Looked for in the normalised text, and itself normalised, rather than in the text as written. */
  readonly normalized: boolean;
}

/** A stretch of text: a found added token, or text that is still to be cut. */
export interface Section {
  readonly text: TrackedText;
  readonly token: AddedToken | null;
}

/** Reads `added_tokens`. A token the model has keeps the model's id, as in the original. */
export function readAddedTokens(
  json: JsonReader,
  vocabulary: ReadonlyMap<string, number>,
): AddedToken[] {
  if (!json.present) return [];
  return json
    .list()
    .map((entry) => {
      const content = entry.field('content').string();
      return {
        id: vocabulary.get(content) ?? entry.field('id').id(),
        content,
        singleWord: entry.field('single_word').boolean(false),
        leftStrip: entry.field('lstrip').boolean(false),
        rightStrip: entry.field('rstrip').boolean(false),
        normalized: entry.field('normalized').boolean(!entry.field('special').boolean(false)),
      };
    })
    .filter((token) => token.content !== '');
}

/** Cuts added tokens out of a text: leftmost first, of several the longest. Cost: linear. */
export class AddedTokenFinder {
  /** By first UTF-16 unit, longest first. */
  private readonly byFirstUnit = new Map<number, { content: string; token: AddedToken }[]>();

  /** `normalize` is applied to each token's content, for a finder that works on normalised text. */
  constructor(tokens: readonly AddedToken[], normalize: Normalizer = (text) => text) {
    for (const token of tokens) {
      const content = normalize(TrackedText.of(token.content)).text;
      if (content === '') continue;
      const first = content.charCodeAt(0);
      const list = this.byFirstUnit.get(first) ?? [];
      list.push({ content, token });
      list.sort((a, b) => b.content.length - a.content.length);
      this.byFirstUnit.set(first, list);
    }
  }

  find(source: TrackedText): Section[] {
    if (this.byFirstUnit.size === 0) return [{ text: source, token: null }];
    const { text } = source;
    const sections: Section[] = [];
    let done = 0;
    for (let at = 0; at < text.length;) {
      const found = this.byFirstUnit
        .get(text.charCodeAt(at))
        ?.find(({ content }) => text.startsWith(content, at));
      if (!found) {
        at++;
        continue;
      }
      const end = at + found.content.length;
      const { token } = found;
      if (!token.singleWord || isSingleWord(text, at, end)) {
        const from = token.leftStrip
          ? Math.max(done, lengthWithoutTrailingSpace(text.slice(done, at)) + done)
          : at;
        const to = token.rightStrip ? end + leadingSpace(text, end) : end;
        if (from > done) sections.push({ text: source.slice(done, from), token: null });
        sections.push({ text: source.slice(from, to), token });
        done = to;
      }
      at = Math.max(end, done);
    }
    if (done < text.length) sections.push({ text: source.slice(done), token: null });
    return sections;
  }
}

const ENDS_WITH_WORD = new RegExp(`[${WORD}]$`, 'u');
const STARTS_WITH_WORD = new RegExp(`^[${WORD}]`, 'u');

function isSingleWord(text: string, start: number, end: number): boolean {
  return (
    !ENDS_WITH_WORD.test(text.slice(Math.max(0, start - 2), start)) &&
    !STARTS_WITH_WORD.test(text.slice(end, end + 2))
  );
}

function leadingSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\p{White_Space}/u.test(text.charAt(at))) at++;
  return at - from;
}
