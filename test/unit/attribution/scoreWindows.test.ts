import { describe, expect, test } from 'vitest';
import { Embeddings } from '../../../src/attribution/embeddings.js';
import { Cancelled } from '../../../src/attribution/hooks.js';
import type { Read } from '../../../src/attribution/readText.js';
import { readWindows } from '../../../src/attribution/readWindows.js';
import { referenceIds } from '../../../src/attribution/reference.js';
import {
  type WindowScores,
  checkAsked,
  chooseWindows,
  scoreWindows,
} from '../../../src/attribution/scoreWindows.js';
import { bundledTokenizer } from '../text/bundledTokenizer.js';

const tokenizer = bundledTokenizer();
const DASH = { token: '-', id: 1011, source: 'asked' } as const;
const quiet = { progress: () => undefined, cancelled: () => false };

/** An embedding is a count of ids by their remainder: texts match by the words they share. */
function countingEncoder() {
  const encoded: string[] = [];
  const encode = (ids: readonly number[]) => {
    encoded.push(ids.join(' '));
    const embedding = new Float32Array(97);
    for (const id of ids) embedding[id % 97] = (embedding[id % 97] ?? 0) + 1;
    return Promise.resolve({ embedding, network: embedding, hidden: [] });
  };
  return { encoded, embeddings: new Embeddings({ encode }) };
}

const words = (count: number, seed: number) =>
  Array.from({ length: count }, (_, i) => `w${(i * 7919 + seed * 31) % 1000}`).join(' ');
const whole = (text: string): Read[] => [{ text, ...tokenizer.encode(text, 999) }];
const windowed = (text: string, prefix = '') => readWindows(text, tokenizer, 32, prefix, quiet);

const query = whole('a boat on a lake');
const hit = await windowed(`${words(60, 1)} ${'a boat on a lake '.repeat(4)} ${words(60, 2)}`);
const other = await windowed(`${words(30, 1)} ${words(40, 5)}`);

const score = (
  a: readonly Read[],
  b: readonly Read[],
  found: (windows: WindowScores) => void = () => undefined,
  encoder = countingEncoder(),
) => scoreWindows(encoder.embeddings, { a, b }, () => DASH, quiet, found);

const cosine = (x: Read, y: Read) => {
  const [u, v] = [x, y].map((read) => {
    const vector = new Array<number>(97).fill(0);
    for (const { id } of read.tokens) vector[id % 97] = (vector[id % 97] ?? 0) + 1;
    return vector;
  });
  const dot = (p: number[] = [], q: number[] = []) =>
    p.reduce((t, value, i) => t + value * (q[i] ?? 0), 0);
  return dot(u, v) / Math.sqrt(dot(u, u) * dot(v, v));
};

describe('scores of windows', () => {
  test('are the cosines of the windows, read as texts of their own', async () => {
    const { a, b } = await score(query, hit);
    expect(a).toBeNull();
    expect(b).toHaveLength(hit.length);
    for (const [i, window] of (b ?? []).entries()) {
      const [read, text] = [hit[i], query[0]];
      if (!read || !text) throw new Error('no window');
      // Sums of small integers in another order.
      expect(Math.abs(window.score - cosine(text, read))).toBeLessThan(1e-12);
      expect(window).toMatchObject({ start: read.start, end: read.end, partner: 0 });
      expect(window.tokens).toBe(read.tokens.length);
    }
  });

  test('are highest where the words are, which is explained unless told otherwise', async () => {
    const scores = await score(query, hit);
    const { a, b } = chooseWindows(scores, {});
    expect(a).toBe(0);
    const read = hit[b];
    expect(read?.text.slice(read.start, read.end)).toContain('a boat on a lake a boat');
    expect(chooseWindows(scores, { b: 2 })).toEqual({ a: 0, b: 2 });
  });

  test('have ledgers that add up to them', async () => {
    const { a, b } = await score(other, hit);
    for (const { score, ledger } of [...(a ?? []), ...(b ?? [])]) {
      const sum = Object.values({ ...ledger }).reduce((total, entry) => total + entry, 0);
      expect(Math.abs(sum - score)).toBeLessThan(1e-12);
      expect(Math.abs(ledger.residual)).toBeLessThan(1e-12);
    }
  });

  test('of two long texts name the best partner of each window, and of all the best pair', async () => {
    const scores = await score(other, hit);
    for (const [side, own, others] of [
      ['a', other, hit],
      ['b', hit, other],
    ] as const) {
      for (const [i, window] of (scores[side] ?? []).entries()) {
        const all = others.map((read) => cosine(own[i] ?? read, read));
        expect(Math.abs(window.score - Math.max(...all))).toBeLessThan(1e-12);
        expect(Math.abs((all[window.partner] ?? 0) - window.score)).toBeLessThan(1e-12);
      }
    }
    const best = chooseWindows(scores, {});
    const most = Math.max(...(scores.a ?? []).map(({ score }) => score));
    expect(scores.a?.[best.a]?.score).toBe(most);
    expect(scores.b?.[best.b]?.score).toBe(most);
    expect(scores.a?.[best.a]?.partner).toBe(best.b);
    expect(chooseWindows(scores, { a: 1 })).toEqual({ a: 1, b: scores.a?.[1]?.partner });
    expect(chooseWindows(scores, { b: 3 })).toEqual({ a: scores.b?.[3]?.partner, b: 3 });
    expect(chooseWindows(scores, { a: 1, b: 0 })).toEqual({ a: 1, b: 0 });
  });

  test('are the same with the texts in the other order', async () => {
    const [one, turned] = [await score(query, hit), await score(hit, query)];
    expect(turned.b).toBeNull();
    expect(turned.a?.map(({ score }) => score)).toEqual(one.b?.map(({ score }) => score));
    expect(turned.a?.map(({ ledger }) => ledger.onlyA)).toEqual(
      one.b?.map(({ ledger }) => ledger.onlyB),
    );
  });

  test('cost one encoding a window, and one for each length that references have', async () => {
    const encoder = countingEncoder();
    await score(query, hit, undefined, encoder);
    const texts = [...query, ...hit].map(({ tokens }) => tokens.map(({ id }) => id).join(' '));
    const references = [...query, ...hit].map(({ tokens }) => referenceIds(tokens, DASH).join(' '));
    expect(encoder.encoded.toSorted()).toEqual([...new Set([...texts, ...references])].sort());
    expect(new Set(references).size).toBeLessThan(hit.length);
    await score(query, hit, undefined, encoder);
    expect(encoder.encoded).toHaveLength(new Set([...texts, ...references]).size);
  });

  test('are told window by window', async () => {
    const counts: number[] = [];
    const end = await score(query, hit, ({ b }) => counts.push(b?.length ?? 0));
    expect(counts).toEqual(hit.map((_, i) => i + 1));
    expect(end.b).toHaveLength(hit.length);
  });

  test('stop between two encodings when cancelled', async () => {
    const encoder = countingEncoder();
    const hooks = { ...quiet, cancelled: () => encoder.encoded.length >= 3 };
    const work = scoreWindows(
      encoder.embeddings,
      { a: query, b: hit },
      () => DASH,
      hooks,
      () => undefined,
    );
    await expect(work).rejects.toThrow(Cancelled);
    expect(encoder.encoded).toHaveLength(3);
  });

  test('of a window that does not exist are refused before any work', () => {
    const count = hit.length;
    const check = (asked: { a?: number; b?: number }) => () =>
      checkAsked({ a: query, b: hit }, asked);
    expect(check({ b: count - 1 })).not.toThrow();
    expect(check({ b: count })).toThrow(
      `Window: expected 1 to ${count} of the second text, got ${count + 1}`,
    );
    expect(check({ a: 0 })).toThrow(
      'Window: expected a first text of several windows, got one that is not cut into any',
    );
  });
});

describe('reading windows', () => {
  test('gives spans in the whole text, and each window its prefix', async () => {
    const text = `${words(60, 3)}\n${words(60, 4)}`;
    for (const { start, end, tokens } of await windowed(text, 'query: ')) {
      expect(tokens.slice(0, 3).map((token) => [token.text, token.special])).toEqual([
        ...[
          ['[CLS]', true],
          ['query', true],
          [':', true],
        ],
      ]);
      expect(tokens.length).toBeLessThanOrEqual(32);
      const own = tokens.filter(({ special }) => !special);
      expect([own.at(0)?.start, own.at(-1)?.end]).toEqual([start, end]);
      for (const token of own) {
        const written = text.slice(token.start ?? 0, token.end ?? 0);
        expect(token.text.replace('##', '')).toBe(written);
      }
    }
  });

  test('refuses a limit without room, and more windows than can be scored', async () => {
    const read = (text: string, prefix: string) => readWindows(text, tokenizer, 8, prefix, quiet);
    await expect(read(words(60, 3), 'a rather long prefix: ')).rejects.toThrow(
      "Input: expected at least 11 tokens to a window, 7 of which are special or the prefix's, got 8",
    );
    await expect(read('ab '.repeat(10_000), '')).rejects.toThrow(
      'Input: expected at most 2000 windows of 8 tokens, got more; ',
    );
  });

  test('stops between two windows when cancelled', async () => {
    let asked = 0;
    const hooks = { cancelled: () => ++asked === 3 };
    await expect(readWindows(words(200, 3), tokenizer, 32, '', hooks)).rejects.toThrow(Cancelled);
    expect(asked).toBe(3);
  });
});
