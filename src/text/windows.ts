/** Windows over a text that is longer than an encoder reads. */
import { type PlacedToken, isPlaced } from './groupTokens.js';
import { lineStarts, sentenceStarts } from './stretches.js';
import type { TextToken } from './tokenizer.js';
import { groupWords } from './words.js';

/** A stretch of a text: UTF-16 offsets, half-open. */
export interface TextWindow {
  readonly start: number;
  readonly end: number;
}

/** Each window repeats at least this share of the one before, so that no passage is only seen cut. */
const OVERLAP = 1 / 4;

/** A cut may move back by this share of a window, to a line end, a sentence end or a word end. */
const LEEWAY = 1 / 8;

/**
 * Cuts a text into windows of at most `room` tokens. A window begins and ends where a line does, else
 * a sentence, else a word, if that is near: windows so have seven eighths to all of the room, and
 * share a quarter to three eighths with the one before (the last one is as long as is left).
 *
 * @param tokens of the whole text, special ones not counted
 * @param room tokens to a window, at least 4
 * @param excess tokens too many that a window has by itself: pieces change where a text is cut
 *
 * Invariants: the windows are in order, and each token with a place in the text lies within one.
 * Cost: linear in the tokens, and one call of `excess` a window, more where it is not 0; taken window
 * by window.
 */
export function* cutWindows(
  text: string,
  tokens: readonly TextToken[],
  room: number,
  excess: (window: TextWindow) => number,
): Generator<TextWindow> {
  const placed = tokens.filter(isPlaced);
  const cuts = new Cuts(text, placed);
  for (let from = 0; from < placed.length;) {
    const longest = (size: number) =>
      from + size < placed.length ? cuts.near(from, from + size, size) : placed.length;
    let end = longest(room);
    for (let over = excess(spanOf(placed, from, end)); over > 0 && end - from > 1;) {
      end = longest(Math.max(1, end - from - over));
      over = excess(spanOf(placed, from, end));
    }
    yield spanOf(placed, from, end);
    if (end === placed.length) return;
    from = cuts.near(from, end - Math.ceil((end - from) * OVERLAP), end - from);
  }
}

function spanOf(placed: readonly PlacedToken[], from: number, end: number): TextWindow {
  return { start: placed[from]?.start ?? 0, end: placed[end - 1]?.end ?? 0 };
}

/** Where a text may be cut: before which of its tokens. */
class Cuts {
  constructor(
    private readonly text: string,
    private readonly placed: readonly PlacedToken[],
  ) {}

  /**
   * The best place at `index` or a little before it, and after `from`: the last one before which a
   * line ends, else a sentence, else a word, else a token that shares no character with the next.
   */
  near(from: number, index: number, size: number): number {
    const latest = Math.max(from + 1, index);
    const leeway = Math.max(1, Math.floor(size * LEEWAY));
    const earliest = Math.max(from + 1, latest - leeway);
    const zone = Array.from({ length: latest - earliest + 1 }, (_, i) => latest - i);
    const { line, sentence, word } = this.starts(earliest, latest);
    const follows = (starts: readonly number[]) => (i: number) =>
      starts.some((start) => this.inkBefore(i) < start && start <= this.start(i));
    return (
      zone.find(follows(line)) ??
      zone.find(follows(sentence)) ??
      zone.find((i) => word.includes(this.start(i)) && this.parts(i)) ??
      zone.find((i) => this.parts(i)) ??
      this.lastParting(from, earliest) ??
      latest
    );
  }

  /** Offsets at which lines, sentences and words start around the tokens of a zone. */
  private starts(earliest: number, latest: number) {
    const tokens = this.placed.slice(Math.max(0, earliest - 1), latest + 1);
    const from = tokens[0]?.start ?? 0;
    const zone = this.text.slice(from, tokens.at(-1)?.end);
    const line = lineStarts(zone).map((start) => from + start);
    const sentence = sentenceStarts(zone).map((start) => from + start);
    const word = groupWords(this.text, tokens).flatMap(({ start }) => start ?? []);
    return { line, sentence, word };
  }

  /** Whether the characters of token `index` are all after those of the one before. */
  private parts(index: number): boolean {
    return this.start(index) >= (this.placed[index - 1]?.end ?? 0);
  }

  private lastParting(from: number, before: number): number | undefined {
    const between = Array.from(
      { length: Math.max(0, before - 1 - from) },
      (_, i) => before - 1 - i,
    );
    return between.find((i) => this.parts(i));
  }

  private start(index: number): number {
    return this.placed[index]?.start ?? this.text.length;
  }

  /** Where the last visible token before `index` begins: tokens may stand for line ends, too. */
  private inkBefore(index: number): number {
    for (let i = index - 1; i >= 0; i--) {
      const token = this.placed[i];
      if (token && /\P{White_Space}/u.test(this.text.slice(token.start, token.end))) {
        return token.start;
      }
    }
    return -1;
  }
}
