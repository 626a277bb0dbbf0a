import { describe, expect, test } from 'vitest';
import { settle } from '../../../src/attribution/ledger.js';
import { dot } from '../../../src/attribution/vectors.js';
import { BatchEncoder } from '../../../src/encoder/batchEncoder.js';
import type { Encoder } from '../../../src/encoder/encoder.js';
import {
  type Effort,
  findReferences,
  measureReferences,
} from '../../../src/search/findReferences.js';
import { SamplePairs } from '../../../src/search/referenceGaps.js';
import { filled, readSample, withFewFrames } from '../../../src/search/readSample.js';
import { vocabularyCandidates } from '../../../src/search/vocabularyCandidates.js';
import { spearman } from '../../../src/study/statistics/correlation.js';
import { createTokenizer } from '../../../src/text/createTokenizer.js';
import { fixtureEncoder } from '../../support/encoders.js';
import { tinyTokenizer } from '../../support/modelFolders.js';

const tokenizer = createTokenizer(JSON.parse(tinyTokenizer()), {});
const reading = { tokenizer, maxTokens: 64, prefixes: ['', ''] as const };
const hooks = { progress: () => undefined, check: () => undefined };
const texts = ['abc de', 'b', 'the cat', 'a b c d', 'xyz', 'q r s t u', 'hello a', 'c', 'dd ee f'];

async function withBatch<T>(
  use: (batch: BatchEncoder, encoder: Encoder) => Promise<T>,
): Promise<T> {
  const encoder = await fixtureEncoder('bert/classic', 'mean');
  const batch = await BatchEncoder.open(encoder);
  try {
    return await use(batch, encoder);
  } finally {
    await batch.release();
    await encoder.release();
  }
}

describe('figures of a reference', () => {
  test('are those of the ledgers of all pairs', () =>
    withBatch(async (batch, encoder) => {
      const sample = readSample(texts, reading);
      const id = 40;
      const [found] = await measureReferences(
        { encoder: batch, vocabulary: encoder.vocabulary, reading },
        sample,
        [id],
        hooks,
      );
      const embeddings: Float32Array[] = [];
      const origins: Float32Array[] = [];
      for (const { ids, frame } of sample.texts) {
        embeddings.push((await encoder.encode(ids)).embedding);
        origins.push((await encoder.encode(filled(sample.frames[frame] ?? [], id))).embedding);
      }
      const gaps: number[] = [];
      const scores: number[] = [];
      for (let i = 0; i < texts.length; i++) {
        for (let j = i + 1; j < texts.length; j++) {
          const end = (at: number) => ({
            text: { embedding: embeddings[at] ?? [] },
            reference: { embedding: origins[at] ?? [] },
          });
          const norm = (at: number) => Math.sqrt(dot(embeddings[at] ?? [], embeddings[at] ?? []));
          const { score, ledger } = settle(end(i), end(j), 0, norm(i) * norm(j));
          scores.push(score);
          gaps.push(ledger.constant + ledger.onlyA + ledger.onlyB);
        }
      }
      const sizes = gaps.map(Math.abs);
      const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
      const norms = origins.map((origin) => Math.sqrt(dot(origin, origin)));
      expect(found?.meanGap).toBeCloseTo(mean(sizes), 5);
      expect(found?.maxGap).toBeCloseTo(Math.max(...sizes), 5);
      expect(found?.norm).toBeCloseTo(mean(norms), 5);
      const sums = scores.map((score, pair) => score - (gaps[pair] ?? NaN));
      expect(found?.spearman).toBeCloseTo(spearman(sums, scores) ?? NaN, 5);
    }));

  test('of a reference with embedding zero: no gap, and the order of the scores', () => {
    const sample = {
      texts: [0, 1, 2].map((n) => ({ ids: [n], frame: 0 })),
      frames: [[-1]],
    };
    const pairs = new SamplePairs(sample, [
      Float32Array.of(1, 0, 2),
      Float32Array.of(0, 1, 1),
      Float32Array.of(3, 1, 0),
    ]);
    const zero = [new Float32Array(3)];
    expect(pairs.figures(zero)).toEqual({ norm: 0, meanGap: 0, maxGap: 0, spearman: 1 });
    expect(pairs.meanGap(zero)).toBe(0);
  });
});

describe('a search', () => {
  const everything: Effort = {
    candidates: 1000,
    stages: [{ tokens: 6, keep: 1000 }],
    found: 1000,
  };

  test('that leaves nothing out ranks by the mean gap; one in stages finds the same best', () =>
    withBatch(async (batch, encoder) => {
      const searched = { encoder: batch, vocabulary: encoder.vocabulary, reading };
      const sample = readSample(texts, reading);
      const all = await findReferences(searched, sample, everything, hooks);
      const gaps = all.map(({ meanGap }) => meanGap);
      expect(gaps).toEqual(gaps.toSorted((x, y) => x - y));
      expect(all.length).toBeGreaterThan(50);
      const stages = [
        { tokens: 3, keep: 40 },
        { tokens: 6, keep: 12 },
      ];
      const few = await findReferences(
        searched,
        sample,
        { candidates: 1000, stages, found: 3 },
        hooks,
      );
      expect(few).toHaveLength(3);
      // Random weights: which token is best hardly depends on the length.
      expect(all.slice(0, 3).map(({ id }) => id)).toContain(few[0]?.id);
    }));

  test('ends where it is told to', () =>
    withBatch(async (batch, encoder) => {
      let asked = 0;
      const check = () => {
        if (++asked > 3) throw new Error('enough');
      };
      const searched = { encoder: batch, vocabulary: encoder.vocabulary, reading };
      const sample = readSample(texts, reading);
      await expect(
        findReferences(searched, sample, everything, { ...hooks, check }),
      ).rejects.toThrow('enough');
      expect(asked).toBe(4);
    }));

  test('needs a vocabulary with something in it', () =>
    withBatch(async (batch) => {
      const searched = { encoder: batch, vocabulary: 3, reading };
      await expect(
        findReferences(searched, readSample(texts, reading), everything, hooks),
      ).rejects.toThrow('Reference: expected a vocabulary with printable tokens, got none');
    }));
});

describe('candidates', () => {
  const of = (tokens: readonly string[], most = 100) =>
    vocabularyCandidates(
      {
        encode: () => ({ tokens: [], unread: null }),
        token: (id) => tokens[id],
        vocabularySize: tokens.length,
        special: { pad: 0, unk: undefined, mask: undefined },
      },
      tokens.length,
      most,
    ).map((id) => tokens[id]);

  test('leave out what is never part of a text', () => {
    const kept = ['a', '<', '[', '##b', '▁c', 'Ġd'];
    const never = ['[unused3]', '<s>', '<0xE2>', '<|im_end|>', '\u200b', '▁', '##', ' '];
    expect(new Set(of(['!', ...kept, ...never]))).toEqual(new Set(kept));
  });

  test('begin with punctuation and short tokens, whatever their ids', () => {
    const tokens = ['[PAD]', 'house', '水', 'ab', '…', 'q', '->', '?'];
    expect(of(tokens, 5)).toEqual(['?', '->', 'ab', 'q', '…']);
  });

  test('lie below the rows that the network embeds', () => {
    expect(vocabularyCandidates(tokenizer, 50, 1000).every((id) => id < 50)).toBe(true);
  });
});

describe('a sample', () => {
  test('gives texts of one length one frame, which keeps what the tokenizer adds', () => {
    const { texts: read, frames } = readSample(['a', 'b', 'a b'], reading);
    expect(frames.map(({ length }) => length)).toEqual([3, 4]);
    expect(read.map(({ frame }) => frame)).toEqual([0, 0, 1]);
    const [frame = []] = frames;
    const [text] = read;
    expect(frame.map((id, at) => (id === -1 ? 'open' : id === text?.ids[at]))).toEqual([
      ...[true, 'open', true],
    ]);
  });

  test('reads prefixes in turns, and keeps them in the frame', () => {
    const prefixed = readSample(['a', 'b'], { ...reading, prefixes: ['x ', ''] });
    expect(prefixed.texts.map(({ ids }) => ids.length)).toEqual([4, 3]);
    expect(prefixed.frames.map((frame) => frame.filter((id) => id === -1).length)).toEqual([1, 1]);
  });

  test('names the text that cannot be read', () => {
    expect(() => readSample(['a', '\u200b'], reading)).toThrow(
      /^Texts: expected words in text 2, got/,
    );
  });

  test('with few frames keeps texts of all lengths, and each with its own frame', () => {
    const words = (count: number) => Array.from({ length: count }, () => 'a').join(' ');
    const sample = readSample([1, 1, 2, 3, 5, 8, 8, 13, 21, 30].map(words), reading);
    const few = withFewFrames(sample, 3);
    expect(few.frames.length).toBeLessThanOrEqual(3);
    expect(few.texts.length).toBeGreaterThanOrEqual(3);
    for (const { ids, frame } of few.texts) expect(few.frames[frame]).toHaveLength(ids.length);
    const lengths = few.texts.map(({ ids }) => ids.length);
    expect(Math.min(...lengths)).toBeLessThan(5);
    expect(Math.max(...lengths)).toBeGreaterThan(10);
  });
});
