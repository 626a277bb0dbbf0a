/** The two texts of a request as the encoder reads them: whole, cut off, or in windows. */
import { positionLimit } from '../encoder/positionLimit.js';
import type { Encoder } from '../encoder/encoder.js';
import { RunError } from '../encoder/runtime.js';
import type { Hooks } from './hooks.js';
import { InputError } from './inputError.js';
import { type Read, readText } from './readText.js';
import { readWindows } from './readWindows.js';
import type { KnownReferences } from './reference.js';

/** What a model folder adds to its encoder. */
export interface Reader extends KnownReferences {
  /** Tokens read at most, special ones included; Infinity where the folder does not say. */
  readonly maxTokens: number;
}

export interface ReadOptions {
  /** What the model wants in front of a query and of a passage. */
  readonly prefixA?: string | undefined;
  readonly prefixB?: string | undefined;
  /** Tokens read at most, special ones included, instead of what the model says; 0: as it says. */
  readonly maxTokens?: number | undefined;
  /** What becomes of a text over the limit. `truncate` unless told. */
  readonly longText?: 'truncate' | 'windows' | undefined;
}

export interface ReadPair {
  /** The windows of a text over the limit, in order; else the text alone. Never empty. */
  readonly a: readonly Read[];
  readonly b: readonly Read[];
}

/** Throws InputError, TokenizerError, RunError, Cancelled. Cost: reading the texts; once a probe of the graph. */
export async function readPair(
  encoder: Encoder,
  { tokenizer, maxTokens: stated }: Reader,
  a: string,
  b: string,
  { prefixA, prefixB, maxTokens, longText }: ReadOptions,
  hooks: Pick<Hooks, 'cancelled'>,
): Promise<ReadPair> {
  const limit = await tokenLimit(encoder, stated, maxTokens);
  const read = async (text: string, which: 'first' | 'second', prefix: string | undefined) => {
    const whole = readText(text, which, tokenizer, limit, prefix);
    const cut = whole.unread !== null && longText === 'windows';
    return cut ? readWindows(text, tokenizer, limit, prefix ?? '', hooks) : [whole];
  };
  return { a: await read(a, 'first', prefixA), b: await read(b, 'second', prefixB) };
}

/**
 * Tokens that a text may have: as many as asked for, if the network can place them, else as the model's
 * files state, else as the network can place. Throws InputError, RunError.
 */
export async function tokenLimit(encoder: Encoder, stated: number, asked = 0): Promise<number> {
  if (asked === 0 && Number.isFinite(stated)) return stated;
  if (asked > 0 && asked <= stated && Number.isFinite(stated)) return asked;
  const positions = await positionLimit(encoder);
  if (asked === 0) return positions;
  if (asked <= positions) return asked;
  throw new InputError(
    `Input: expected at most ${positions} tokens, for which the network has positions, got ${asked}`,
  );
}

/**
 * The error to show where a run failed: with more tokens than the model's files state, no table said
 * that the network takes them, so their number is the likely reason.
 */
export function overrun(error: unknown, { maxTokens }: Reader, longest: number): unknown {
  if (!(error instanceof RunError) || longest <= maxTokens) return error;
  return new InputError(
    `Input: expected at most the ${maxTokens} tokens that the model's files state, got ${longest}, ` +
      `with which it does not run: ${error.message}`,
    { cause: error },
  );
}
