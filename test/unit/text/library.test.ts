import { Tokenizer as LibraryTokenizer } from '@huggingface/tokenizers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTokenizer } from '../../../src/text/createTokenizer.js';
import { bundledFile } from './bundledTokenizer.js';
import { fixture } from './fixtureTokenizers.js';
import { anyText } from './texts.js';

/**
 * Where the JavaScript library departs from the original, as originalLibrary.test.ts shows that we
 * do not: ideographs beyond the Basic Multilingual Plane are not set apart, a final Σ becomes ς,
 * U+FEFF is white space and U+0085 is not, and classes are those of a newer Unicode (the ranges).
 */
function departs(text: string): boolean {
  if (/[\u{10000}-\u{1efff}\u{20000}-\u{3ffff}Σ\ufeff\x85]/u.test(text)) return true;
  return [...text].some((character) => {
    const point = character.codePointAt(0) ?? 0;
    return LATER_RANGES.some(([from, to]) => point >= from && point <= to);
  });
}

const LATER_RANGES = [
  [0x890, 0x89f],
  [0x8ca, 0x8e2],
  [0x1734, 0x1734],
  [0x1885, 0x1886],
  [0x1abf, 0x1aeb],
  [0x2e43, 0x2e5d],
  [0xa8c5, 0xa8c5],
  [0xa9bd, 0xa9bd],
] as const;

describe('ids agree with the JavaScript library’s for the whole text', () => {
  const cases: [string, unknown, unknown][] = [
    ['minilm', bundledFile('tokenizer.json'), bundledFile('tokenizer_config.json')],
    ['roberta', fixture('roberta'), {}],
    ['gemma', fixture('gemma'), {}],
  ];

  it.each(cases)('%s', (_, json, config) => {
    const library = new LibraryTokenizer(json as object, config as object);
    const ours = createTokenizer(json, config);
    fc.assert(
      fc.property(
        anyText.filter((text) => !departs(text)),
        (text) => {
          const ids = ours.encode(text, 1_000_000).tokens.map((t) => t.id);
          expect(ids).toEqual(library.encode(text).ids);
        },
      ),
      { numRuns: 300 },
    );
  });
});
