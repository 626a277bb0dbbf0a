import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { modelForTests } from '../../../scripts/model/ensureModel.js';
import {
  type ExplainOptions,
  type TextResult,
  explainTexts,
} from '../../../src/attribution/explainTexts.js';
import { InputError } from '../../../src/attribution/inputError.js';
import { overrun } from '../../../src/attribution/readPair.js';
import { RunError } from '../../../src/encoder/runtime.js';
import { type LoadedModel, loadModel, releaseModel } from '../../../src/engine/loadModel.js';
import { quiet, runtime } from '../../support/encoders.js';

/** Nothing here is about how exact the numbers are. */
const quick: ExplainOptions = {
  layer: 'last',
  reference: 'auto',
  accuracy: { nodes: 1 },
  level: 'line',
};

let model: LoadedModel;
beforeAll(async () => {
  model = await loadModel('bundled', path.dirname(modelForTests(process.cwd())), runtime);
});
afterAll(() => releaseModel(model));

const explain = (a: string, b: string, options: Partial<ExplainOptions> = {}, hooks = {}) =>
  explainTexts(
    model.explainer,
    model.reader,
    a,
    b,
    { ...quick, ...options },
    { ...quiet, ...hooks },
  );

const query = readFileSync('samples/query.txt', 'utf8');
const filler = readFileSync('samples/lru_cache.py', 'utf8');
const hit = readFileSync('samples/retry.ts', 'utf8');
const long = [filler, filler, filler, hit, filler, filler].join('\n');

describe('levels', () => {
  const level = (level: ExplainOptions['level'], text = hit) =>
    explain(query, text, { level, layer: 'middle', accuracy: { nodes: 3 } });

  test.each(['word', 'line', 'sentence'] as const)(
    'an entry at %s level is the sum of those of its tokens',
    async (name) => {
      const [fine, coarse] = [await level('token'), await level(name)];
      expect(coarse.tokensB.length).toBeLessThan(fine.tokensB.length);
      const { tokensA, tokensB } = coarse;
      for (const [i, a] of tokensA.entries()) {
        for (const [j, b] of tokensB.entries()) {
          const sum = a.positions
            .flatMap((p) => b.positions.map((q) => fine.matrix[p * fine.tokensB.length + q] ?? NaN))
            .reduce((total, value) => total + value, 0);
          const entry = coarse.matrix[i * tokensB.length + j] ?? NaN;
          // The same float32 derivatives, summed in another order.
          expect(Math.abs(entry - sum)).toBeLessThan(1e-5);
        }
      }
      expect(Math.abs(coarse.ledger.pairs - fine.ledger.pairs)).toBeLessThan(1e-5);
    },
    60_000,
  );

  test('lines are those of the text as written', async () => {
    const { tokensB } = await level('line', 'one two\r\n\r\n  three\nfour');
    expect(tokensB.map(({ text, start }) => [text, start])).toEqual([
      ...[
        ['[CLS] [SEP]', null],
        ['one two', 0],
        ['three', 13],
        ['four', 19],
      ],
    ]);
  });
});

describe('long texts in windows', () => {
  const inWindows = (a: string, b: string, options: Partial<ExplainOptions> = {}, hooks = {}) =>
    explain(a, b, { longText: 'windows', ...options }, hooks);

  test('the window that matches best is found and explained', async () => {
    const { windows, tokensB, score, ledger, unreadB, unreadA } = await inWindows(query, long);
    expect(windows?.a).toBeNull();
    const shown = windows?.b?.[windows.shown.b];
    if (!shown) throw new Error('no window');
    expect(shown.score).toBe(Math.max(...(windows?.b ?? []).map((window) => window.score)));
    expect(long.slice(shown.start, shown.end)).toContain('withBackoff');
    expect([unreadA, unreadB]).toEqual([null, null]);
    // The list and the explanation are about the same two texts.
    expect(Math.abs(shown.score - score)).toBeLessThan(1e-12);
    expect(Math.abs(shown.ledger.onlyB - ledger.onlyB)).toBeLessThan(1e-12);
    expect(Math.abs(shown.ledger.pairs - (ledger.pairs + ledger.residual))).toBeLessThan(1e-12);
    const own = tokensB.filter(({ special }) => !special);
    expect([own.at(0)?.start, own.at(-1)?.end]).toEqual([shown.start, shown.end]);
    for (const { text, start, end } of own) expect(long.slice(start ?? 0, end ?? 0)).toBe(text);
  }, 60_000);

  test('another window is explained when it is asked for, and the list stays', async () => {
    const best = await inWindows(query, long);
    const other = await inWindows(query, long, { windowB: 0 });
    expect(other.windows).toEqual({ ...best.windows, shown: { a: 0, b: 0 } });
    expect(other.score).toBe(best.windows?.b?.[0]?.score);
    expect(other.tokensB[1]?.start).toBe(best.windows?.b?.[0]?.start);
  }, 60_000);

  test('two long texts are explained by their best pair', async () => {
    const { windows, score, tokensA, tokensB } = await inWindows(
      long,
      `${filler}\n${filler}\n${filler}`,
    );
    const a = windows?.a?.[windows.shown.a];
    const b = windows?.b?.[windows.shown.b];
    expect([a?.partner, b?.partner]).toEqual([windows?.shown.b, windows?.shown.a]);
    expect(Math.abs((a?.score ?? 0) - score)).toBeLessThan(1e-12);
    expect([tokensA[1]?.start, tokensB[1]?.start]).toEqual([a?.start, b?.start]);
  }, 60_000);

  test('texts within the limit are read whole', async () => {
    expect((await inWindows(query, 'a short text')).windows).toBeUndefined();
    await expect(inWindows(query, 'a short text', { windowB: 0 })).rejects.toThrow(
      'Window: expected a second text of several windows, got one that is not cut into any',
    );
  });

  test('windows that are finished are told while the others are scored', async () => {
    const soFar: TextResult[] = [];
    // A second at every look at the clock: all is worth showing.
    let seconds = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => ++seconds * 1000);
    const { windows } = await inWindows(
      'wait longer',
      long,
      { maxTokens: 16 },
      {
        found: (result: TextResult) => soFar.push(result),
      },
    );
    clock.mockRestore();
    const counts = soFar.flatMap(({ stage, windows }) =>
      stage === 'windows' ? [windows?.b?.length ?? 0] : [],
    );
    expect(counts).toEqual(windows?.b?.map((_, i) => i + 1));
    for (const { stage, score, windows: some, tokensB } of soFar) {
      expect(score).toBe(some?.b?.[some.shown.b]?.score);
      if (stage === 'windows') expect(tokensB).toEqual([]);
    }
  }, 60_000);

  test('a cancelled request stops while windows are scored', async () => {
    let steps = 0;
    const work = inWindows(
      'lie down',
      long,
      { maxTokens: 16 },
      {
        progress: (stage: string) => (steps += stage === 'scoring' ? 1 : 0),
        cancelled: () => steps > 5,
      },
    );
    await expect(work).rejects.toThrow('expected to finish, got cancelled');
    expect(steps).toBeLessThan(8);
  }, 60_000);
});

describe('the limit of tokens', () => {
  const count = async (maxTokens: number, reader = {}) => {
    const { tokensB } = await explainTexts(
      ...([model.explainer, { ...model.reader, ...reader }, 'one', 'word '.repeat(600)] as const),
      ...([{ ...quick, level: 'token', maxTokens }, quiet] as const),
    );
    return tokensB.length;
  };

  test.each([
    [0, 256],
    [8, 8],
    [300, 300],
    [512, 512],
  ])(
    'asked for %i, %i are read',
    async (asked, read) => {
      expect(await count(asked)).toBe(read);
    },
    60_000,
  );

  test('is that of the positions where the files state none', async () => {
    expect(await count(0, { maxTokens: Infinity })).toBe(512);
  }, 60_000);

  test('cannot be more than the network has positions for', async () => {
    await expect(count(513)).rejects.toThrow(
      'Input: expected at most 512 tokens, for which the network has positions, got 513',
    );
  });

  test('that the runtime turns out not to take is named as the reason', () => {
    const failed = new RunError('Run: expected the graph to run, got: index out of bounds');
    const { reader } = model;
    expect(overrun(failed, reader, 257)).toEqual(
      new InputError(
        "Input: expected at most the 256 tokens that the model's files state, got 257, with which it " +
          'does not run: Run: expected the graph to run, got: index out of bounds',
      ),
    );
    expect(overrun(failed, reader, 256)).toBe(failed);
    const other = new Error('other');
    expect(overrun(other, reader, 257)).toBe(other);
  });
});
