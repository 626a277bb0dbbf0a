import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupWords } from '../../../src/text/words.js';
import type { TextToken } from '../../../src/text/tokenizer.js';
import { bundledTokenizer } from './bundledTokenizer.js';
import { anyText } from './texts.js';

const tokenizer = bundledTokenizer();

function wordsOf(text: string): string[] {
  return groupWords(text, tokenizer.encode(text, 512).tokens).map((w) => w.text);
}

function token(text: string, start: number | null, end: number | null, special = false): TextToken {
  return { id: 0, text, start, end, special };
}

describe('groupWords', () => {
  it('joins the pieces of a word and leaves punctuation alone', () => {
    expect(wordsOf('embeddings, tokenisation!')).toEqual([
      '[CLS]',
      'embeddings',
      ',',
      'tokenisation',
      '!',
      '[SEP]',
    ]);
  });

  it('parts identifiers at underscores but not at capitals', () => {
    expect(wordsOf('load_configFile')).toEqual(['[CLS]', 'load', '_', 'configFile', '[SEP]']);
  });

  it('cuts Chinese and Japanese where a dictionary does, not at every character', () => {
    expect(wordsOf('東京都に行く')).toContain('東京');
  });

  it('keeps the syllables of a Korean word together', () => {
    expect(wordsOf('한국어 안녕')).toEqual(['[CLS]', '한국어', '안녕', '[SEP]']);
  });

  it('does not join words across a space or line end', () => {
    expect(wordsOf('retry\r\nbackoff now')).toEqual(['[CLS]', 'retry', 'backoff', 'now', '[SEP]']);
  });

  it('joins what only a soft hyphen parts', () => {
    const text = 'back\u00adoff';
    const words = groupWords(text, [token('back', 0, 4), token('##off', 5, 8)]);
    expect(words).toEqual([{ text, start: 0, end: 8, special: false, tokens: [0, 1] }]);
  });

  it('joins the byte tokens of one character and the parts of one emoji', () => {
    const text = '👨‍👩‍👧!';
    const words = groupWords(text, [
      token('a', 0, 2),
      token('b', 0, 2),
      token('c', 2, 3),
      token('d', 3, 5),
      token('e', 5, 8),
      token('!', 8, 9),
    ]);
    expect(words.map((w) => w.tokens)).toEqual([[0, 1, 2, 3, 4], [5]]);
  });

  it('gives a token without span to the word after it, or else before it', () => {
    const words = groupWords('ab', [
      token('▁', null, null),
      token('ab', 0, 2),
      token('▁', null, null),
      token('</s>', null, null, true),
      token('▁', null, null),
    ]);
    expect(words.map((w) => [w.tokens, w.start, w.text])).toEqual([
      [[0, 1, 2], 0, 'ab'],
      [[3], null, '</s>'],
      [[4], null, '▁'],
    ]);
  });

  it('keeps special tokens apart from each other', () => {
    const words = groupWords('', [
      token('[CLS]', null, null, true),
      token('[SEP]', null, null, true),
    ]);
    expect(words.map((w) => w.special)).toEqual([true, true]);
  });

  it('partitions the tokens, in order, whatever the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { tokens } = tokenizer.encode(text, 512);
        const words = groupWords(text, tokens);
        expect(words.flatMap((w) => w.tokens)).toEqual(tokens.map((_, i) => i));
        for (const word of words) {
          if (word.start === null || word.end === null) continue;
          expect(word.text).toBe(text.slice(word.start, word.end));
        }
      }),
    );
  });
});
