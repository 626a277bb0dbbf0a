import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextToken, Tokenizer } from '../../../src/text/tokenizer.js';
import { cutWindows } from '../../../src/text/windows.js';
import { bundledTokenizer } from './bundledTokenizer.js';
import { TOKENIZERS, tokenizerOf } from './fixtureTokenizers.js';
import { anyText } from './texts.js';

const own = (tokens: readonly TextToken[]) => tokens.filter((token) => !token.special);

/** A text's tokens without special ones, its windows, and what each window is read as by itself. */
function cut(tokenizer: Tokenizer, text: string, room: number) {
  const specials = tokenizer.encode('', 99).tokens.length;
  const read = (part: string) => tokenizer.encode(part, room + specials);
  const tokens = own(tokenizer.encode(text, Infinity).tokens);
  const windows = [
    ...cutWindows(
      text,
      tokens,
      room,
      ({ start, end }) => read(text.slice(start, end)).unread?.tokens ?? 0,
    ),
  ];
  return { tokens, windows, reads: windows.map(({ start, end }) => read(text.slice(start, end))) };
}

const tokenizer = bundledTokenizer();
const prose =
  'Retry when it fails. Wait a little longer each time! Give up after five attempts? '.repeat(60);
const code = readFileSync('samples/fetch.ts', 'utf8').repeat(8);

describe.each(TOKENIZERS)('%s: windows over any text', (name) => {
  const tokenizer = tokenizerOf(name);
  const longText = fc.array(anyText, { minLength: 5, maxLength: 12 }).map((all) => all.join(' '));
  const room = fc.integer({ min: 24, max: 60 });

  it('read every token of it', () => {
    fc.assert(
      fc.property(longText, room, (text, room) => {
        const { tokens, windows, reads } = cut(tokenizer, text, room);
        const seen = windows.map(({ start, end }, i) => {
          const from = reads[i]?.unread?.from;
          return { start, end: from === undefined ? end : start + from };
        });
        for (const { start, end } of tokens) {
          if (start === null || end === null) continue;
          const whole = seen.some((window) => window.start <= start && end <= window.end);
          expect(whole, JSON.stringify(text.slice(start, end))).toBe(true);
        }
      }),
    );
  });

  it('are in order, fit, and break no character', () => {
    fc.assert(
      fc.property(longText, room, (text, room) => {
        const { windows, reads } = cut(tokenizer, text, room);
        for (const [i, { start, end }] of windows.entries()) {
          expect(end).toBeGreaterThan(start);
          expect(start).toBeGreaterThan(windows[i - 1]?.start ?? -1);
          expect(end).toBeGreaterThan(windows[i - 1]?.end ?? 0);
          expect(text.slice(start, end)).not.toMatch(/\p{Cs}/u);
          expect(reads[i]?.unread).toBeNull();
        }
      }),
    );
  });
});

describe('windows over long texts', () => {
  it.each([
    ['prose', prose],
    ['code', code],
    ['text without any end', 'x'.repeat(300) + 'word '.repeat(500)],
    ['text without spaces', '再試行する前に少し待つ'.repeat(80)],
  ])('over %s share a quarter to three eighths with the one before', (_, text) => {
    const room = 100;
    const { tokens, windows } = cut(tokenizer, text, room);
    const count = (start: number, end: number) =>
      tokens.filter((t) => (t.start ?? 0) >= start && (t.end ?? 0) <= end).length;
    expect(windows.length).toBeGreaterThan(3);
    for (const [i, { start, end }] of windows.slice(1).entries()) {
      const before = windows[i];
      if (!before) throw new Error('no window');
      const size = count(before.start, before.end);
      expect(size).toBeGreaterThanOrEqual(room * (7 / 8));
      expect(size).toBeLessThanOrEqual(room);
      const shared = count(start, before.end);
      expect(shared).toBeGreaterThanOrEqual(size / 4);
      expect(shared).toBeLessThanOrEqual(Math.ceil(size / 4) + size / 8);
      expect(count(start, end)).toBeGreaterThan(shared);
    }
  });

  it('begin and end at lines where they can', () => {
    for (const { start, end } of cut(tokenizer, code, 250).windows) {
      expect(code.slice(0, start)).toMatch(/(^|\n)\s*$/);
      expect(code.slice(end)).toMatch(/^\s*(\n|$)/);
    }
  });

  it('else at sentences', () => {
    for (const { start, end } of cut(tokenizer, prose, 120).windows) {
      expect(prose.slice(0, start)).toMatch(/(^|[.!?] )$/);
      expect(prose.slice(end - 1)).toMatch(/^[.!?]/);
    }
  });

  it('else between words', () => {
    const text = 'tokenization of embeddings '.repeat(80);
    for (const { start, end } of cut(tokenizer, text, 60).windows) {
      expect(text.slice(0, start)).toMatch(/(^| )$/);
      expect(text.slice(end)).toMatch(/^( |$)/);
    }
  });

  it('are shorter where a part is more tokens by itself', () => {
    const count = (part: string) => own(tokenizer.encode(part, Infinity).tokens).length;
    // As if every part began with two tokens that the whole text does not have.
    const windows = [
      ...cutWindows(prose, own(tokenizer.encode(prose, Infinity).tokens), 50, ({ start, end }) =>
        Math.max(0, count(prose.slice(start, end)) + 2 - 50),
      ),
    ];
    const sizes = windows.map(({ start, end }) => count(prose.slice(start, end)));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(48);
    expect(windows.at(-1)?.end).toBe(prose.trimEnd().length);
  });
});
