import { describe, expect, test } from 'vitest';
import { ofTokens } from '../../../../scripts/bench/ofTokens.js';
import { PAIRS, benchCases } from '../../../../scripts/bench/pairs.js';
import { FRESH_WORDS, GUIDE, REVIEW, freshText } from '../../../../scripts/bench/texts.js';
import { bundledTokenizer } from '../../text/bundledTokenizer.js';

const tokenizer = bundledTokenizer();
const read = (text: string) => tokenizer.encode(text, 256).tokens;

describe.each(PAIRS)('the pair $name', ({ a, b, tokensA, tokensB }) => {
  test.each(FRESH_WORDS.map((word, run) => ({ word, run })))(
    'has as many tokens as it says with "$word"',
    ({ run }) => {
      expect(read(freshText(a, run))).toHaveLength(tokensA);
      expect(read(freshText(b, run))).toHaveLength(tokensB);
    },
  );

  test('has other texts in every run', () => {
    expect(new Set(FRESH_WORDS.map((_, run) => freshText(a, run))).size).toBe(FRESH_WORDS.length);
    expect(new Set(FRESH_WORDS.map((_, run) => freshText(b, run))).size).toBe(FRESH_WORDS.length);
  });
});

test('the pairs are those of the issue, at two layers; the quick ones are among them', () => {
  const places = (quick: boolean) => benchCases(quick).map(({ pair, layer }) => [pair.name, layer]);
  expect(places(false)).toEqual(
    ['10+10', '10+40', '10+128', '60+60', '10+250'].flatMap((name) => [
      [name, 0],
      [name, 3],
    ]),
  );
  expect(places(false)).toEqual(expect.arrayContaining(places(true)));
});

test.each([10, 100, 250])('a text can be cut to %i tokens', (tokens) => {
  for (const text of [GUIDE, REVIEW]) {
    expect(read(freshText(ofTokens(text, tokens, tokenizer), 3))).toHaveLength(tokens);
  }
});

test('a text that changes only beyond the cut is refused', () => {
  expect(() => ofTokens('one two three four five six {}', 5, tokenizer)).toThrow('a {}');
});
