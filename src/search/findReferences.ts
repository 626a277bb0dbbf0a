/**
 * Finds reference tokens that nearly vanish in the embedding. In stages that each look closer at fewer
 * candidates: the repeated token is encoded at one length after the other, and the candidates with the
 * smallest gap, estimated with the lengths known so far, go on; the last ones are ranked by their true
 * mean gap over all pairs of a sample.
 *
 * Why the gap and not |e(r)| alone: e(r) may be long as long as it lies across the embeddings of texts.
 * Norms at one length rank "-", the second best of the bundled model, 131st (docs/reference.md).
 */
import { InputError } from '../attribution/inputError.js';
import type { BatchEncoder } from '../encoder/batchEncoder.js';
import type { Tokenizer } from '../text/tokenizer.js';
import { type ReferenceFigures, SamplePairs } from './referenceGaps.js';
import { type Frame, type Reading, type Sample, filled, framesOfLength } from './readSample.js';
import { vocabularyCandidates } from './vocabularyCandidates.js';

/** How many candidates are looked at, and how closely. */
export interface Effort {
  readonly candidates: number;
  /** Repetitions of the token, and how many candidates are left after these were looked at. */
  readonly stages: readonly { readonly tokens: number; readonly keep: number }[];
  /** How many of the last ones are handed back. */
  readonly found: number;
}

export const FULL_SEARCH: Effort = {
  candidates: 2000,
  stages: [
    { tokens: 6, keep: 320 },
    { tokens: 14, keep: 80 },
    { tokens: 30, keep: 24 },
  ],
  found: 16,
};

/** A few seconds at most, for those who wait for an explanation. */
export const QUICK_SEARCH: Effort = {
  candidates: 320,
  stages: [
    { tokens: 6, keep: 48 },
    { tokens: 14, keep: 12 },
  ],
  found: 8,
};

export interface SearchHooks {
  /** `done` in [0, 1]. */
  readonly progress: (stage: 'screening' | 'ranking', done: number) => void;
  /** Throws to end the search; asked between runs. */
  readonly check: () => void;
}

export interface FoundReference extends ReferenceFigures {
  readonly id: number;
  readonly token: string;
}

export interface Searched {
  readonly encoder: BatchEncoder;
  /** Ids below it have an embedding. */
  readonly vocabulary: number;
  readonly reading: Reading;
}

/**
 * The best candidates, smallest mean gap over the sample first.
 * Throws InputError where the vocabulary has no candidate, RunError, and what `hooks.check` throws.
 * Cost: for each stage an encoding for each candidate; at last one for each candidate and frame.
 */
export async function findReferences(
  { encoder, vocabulary, reading }: Searched,
  sample: Sample,
  effort: Effort,
  hooks: SearchHooks,
): Promise<FoundReference[]> {
  const { tokenizer } = reading;
  const embeddings = await encoder.encode(
    sample.texts.map(({ ids }) => ids),
    hooks.check,
  );
  const pairs = new SamplePairs(sample, embeddings);
  let left = vocabularyCandidates(tokenizer, vocabulary, effort.candidates);
  if (left.length === 0) {
    throw new InputError('Reference: expected a vocabulary with printable tokens, got none');
  }
  const lengths: number[] = [];
  const known = new Map<number, Float32Array[]>();
  for (const [stage, { tokens, keep }] of effort.stages.entries()) {
    const frames = framesOfLength(tokens, reading);
    const found = await encoder.encode(
      left.flatMap((id) => frames.map((frame) => filled(frame, id))),
      (done) => {
        hooks.check();
        hooks.progress('screening', (stage + done) / effort.stages.length);
      },
    );
    lengths.push(...frames.map(({ length }) => length));
    left.forEach((id, i) => {
      const own = found.slice(i * frames.length, (i + 1) * frames.length);
      known.set(id, [...(known.get(id) ?? []), ...own]);
    });
    const nearest = sample.frames.map((frame) => nearestTo(frame, lengths));
    const gap = (id: number) =>
      pairs.meanGap(nearest.map((at) => known.get(id)?.[at] ?? new Float32Array(0)));
    left = smallest(left, gap, keep);
  }
  const ranked = await measured({ encoder, tokenizer }, sample, pairs, left, hooks);
  return ranked.sort((x, y) => x.meanGap - y.meanGap || x.id - y.id).slice(0, effort.found);
}

/** Figures of given references over a sample. Throws and costs as the last stage of `findReferences`. */
export async function measureReferences(
  { encoder, reading }: Searched,
  sample: Sample,
  ids: readonly number[],
  hooks: SearchHooks,
): Promise<FoundReference[]> {
  const embeddings = await encoder.encode(
    sample.texts.map((text) => text.ids),
    hooks.check,
  );
  const pairs = new SamplePairs(sample, embeddings);
  return measured({ encoder, tokenizer: reading.tokenizer }, sample, pairs, ids, hooks);
}

async function measured(
  { encoder, tokenizer }: { readonly encoder: BatchEncoder; readonly tokenizer: Tokenizer },
  { frames }: Sample,
  pairs: SamplePairs,
  ids: readonly number[],
  hooks: SearchHooks,
): Promise<FoundReference[]> {
  const found = await encoder.encode(
    ids.flatMap((id) => frames.map((frame) => filled(frame, id))),
    (done) => {
      hooks.check();
      hooks.progress('ranking', done);
    },
  );
  return ids.map((id, i) => ({
    id,
    token: tokenizer.token(id) ?? '',
    ...pairs.figures(found.slice(i * frames.length, (i + 1) * frames.length)),
  }));
}

function nearestTo(frame: Frame, lengths: readonly number[]): number {
  let best = 0;
  const distance = (at: number) => Math.abs(Math.log((lengths[at] ?? 1) / frame.length));
  lengths.forEach((_, at) => {
    if (distance(at) < distance(best)) best = at;
  });
  return best;
}

/** The `most` ids with the smallest value, in that order. */
function smallest(
  ids: readonly number[],
  valueOf: (id: number) => number,
  most: number,
): readonly number[] {
  const values = new Map(ids.map((id) => [id, valueOf(id)]));
  const value = (id: number) => values.get(id) ?? Infinity;
  return [...ids].sort((x, y) => value(x) - value(y) || x - y).slice(0, most);
}
