/** A sample of texts as the encoder reads them, with what their references keep. */
import { InputError } from '../attribution/inputError.js';
import { readText } from '../attribution/readText.js';
import type { TextToken, Tokenizer } from '../text/tokenizer.js';

/** Where the reference token goes in a frame. */
const OPEN = -1;

/** Ids that the reference of a text keeps, and OPEN where the reference token goes. */
export type Frame = readonly number[];

export interface SampleText {
  readonly ids: readonly number[];
  /** Position of its frame in the sample's list. */
  readonly frame: number;
}

export interface Sample {
  readonly texts: readonly SampleText[];
  /** Texts of one length share a frame. */
  readonly frames: readonly Frame[];
}

export interface Reading {
  readonly tokenizer: Tokenizer;
  /** Tokens read of a text at most. */
  readonly maxTokens: number;
  /** What a model wants in front of texts: the sample takes turns, for either may meet the other. */
  readonly prefixes: readonly [string, string];
}

/** One sentence for a text that cannot be read; `line` as people count. */
export type Complaint = (line: number, reason: string) => InputError;

/**
 * Throws InputError for the first text that the model reads nothing of, in the words of `complain`.
 * Cost: reading the texts.
 */
export function readSample(
  texts: readonly string[],
  { tokenizer, maxTokens, prefixes }: Reading,
  complain: Complaint = (line, reason) =>
    new InputError(`Texts: expected words in text ${line}, got ${reason}`),
): Sample {
  const frames = new Map<string, { readonly index: number; readonly frame: Frame }>();
  const read = texts.map((text, index): SampleText => {
    const tokens = tokensOf(text, index, tokenizer, maxTokens, prefixes, complain);
    const frame = tokens.map(({ id, special }) => (special ? id : OPEN));
    const key = frame.join(' ');
    const known = frames.get(key) ?? { index: frames.size, frame };
    frames.set(key, known);
    return { ids: tokens.map(({ id }) => id), frame: known.index };
  });
  return { texts: read, frames: [...frames.values()].map(({ frame }) => frame) };
}

function tokensOf(
  text: string,
  index: number,
  tokenizer: Tokenizer,
  maxTokens: number,
  prefixes: readonly [string, string],
  complain: Complaint,
): readonly TextToken[] {
  const prefix = index % 2 === 0 ? prefixes[0] : prefixes[1];
  try {
    return readText(text, 'first', tokenizer, maxTokens, prefix).tokens;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw complain(
      index + 1,
      error.message.replace(/^.*, got /s, '').replace(/ in the first text$/, ''),
    );
  }
}

/**
 * Frames of texts of `tokens` tokens, special ones and prefixes not counted, or as many as may be read:
 * one for each prefix.
 */
export function framesOfLength(
  tokens: number,
  { tokenizer, maxTokens, prefixes }: Reading,
): readonly Frame[] {
  return [...new Set(prefixes)].map((prefix) => {
    const read = readText('a', 'first', tokenizer, Infinity, prefix).tokens;
    const first = read.findIndex(({ special }) => !special);
    const last = read.findLastIndex(({ special }) => !special);
    const kept = (those: readonly TextToken[]) => those.map(({ id }) => id);
    const room = maxTokens - first - (read.length - 1 - last);
    const open = Array.from({ length: Math.max(1, Math.min(tokens, room)) }, () => OPEN);
    return [...kept(read.slice(0, first)), ...open, ...kept(read.slice(last + 1))];
  });
}

/** The reference's ids: a frame with the token in its open places. */
export const filled = (frame: Frame, token: number): readonly number[] =>
  frame.map((id) => (id === OPEN ? token : id));

/**
 * The texts of at most `most` frames, spread over the lengths: texts sorted by length are cut into as many
 * groups of one size, and of each group those of its most common frame stay. A reference is encoded once
 * for each frame, so that is what ranking references costs.
 */
export function withFewFrames({ texts, frames }: Sample, most: number): Sample {
  if (frames.length <= most) return { texts, frames };
  const sorted = [...texts].sort((x, y) => x.ids.length - y.ids.length || x.frame - y.frame);
  const kept = new Set(
    Array.from({ length: most }, (_, group) => {
      const edge = (at: number) => Math.round((at * sorted.length) / most);
      return mostCommon(sorted.slice(edge(group), edge(group + 1)).map(({ frame }) => frame));
    }),
  );
  const chosen = [...kept];
  return {
    texts: texts
      .filter(({ frame }) => kept.has(frame))
      .map(({ ids, frame }) => ({ ids, frame: chosen.indexOf(frame) })),
    frames: chosen.map((frame) => frames[frame] ?? []),
  };
}

/** Of those that occur equally often, the first; -1 of none. */
function mostCommon(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let [best, times] = [-1, 0];
  for (const [value, count] of counts) if (count > times) [best, times] = [value, count];
  return best;
}
