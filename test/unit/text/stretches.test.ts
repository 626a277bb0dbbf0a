import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupLines, groupSentences, sentenceStarts } from '../../../src/text/stretches.js';
import { groupWords } from '../../../src/text/words.js';
import type { TextToken } from '../../../src/text/tokenizer.js';
import { bundledTokenizer } from './bundledTokenizer.js';
import { TOKENIZERS, tokenizerOf } from './fixtureTokenizers.js';
import { anyText } from './texts.js';

const tokenizer = bundledTokenizer();
const groupings = { groupWords, groupLines, groupSentences };
type Grouping = keyof typeof groupings;

const unitsOf = (grouping: Grouping, text: string) =>
  groupings[grouping](text, tokenizer.encode(text, 512).tokens)
    .filter((unit) => !unit.special)
    .map((unit) => unit.text);

/** Tokens with the given spans, such as a tokenizer makes that keeps white space. */
const tokensAt = (text: string, ...spans: [number, number][]): TextToken[] =>
  spans.map(([start, end]) => ({
    id: 0,
    text: text.slice(start, end),
    start,
    end,
    special: false,
  }));

describe('groupLines', () => {
  it('takes lines as written, whatever ends them, and no blank ones', () => {
    expect(
      unitsOf('groupLines', 'one two\nthree\r\nfour\rfive\u2028six\u2029seven\n\n \t\n  eight '),
    ).toEqual([...['one two', 'three', 'four', 'five', 'six', 'seven', 'eight']]);
  });

  it('is not misled by a form feed or the end of a sentence', () => {
    expect(unitsOf('groupLines', 'One. Two!\fThree')).toEqual(['One. Two!\fThree']);
  });

  it('leaves indentation and line ends out of the span, even where tokens stand for them', () => {
    const text = '  a\n\n\t b\n';
    const units = groupLines(text, tokensAt(text, [0, 2], [2, 3], [3, 5], [5, 7], [7, 8], [8, 9]));
    expect(units).toEqual([
      { text: 'a', start: 2, end: 3, special: false, tokens: [0, 1, 2] },
      { text: 'b', start: 7, end: 8, special: false, tokens: [3, 4, 5] },
    ]);
  });

  it('gives blank lines at the start to the line after them', () => {
    const text = '\n\na\n';
    expect(groupLines(text, tokensAt(text, [0, 1], [1, 2], [2, 3], [3, 4]))).toEqual([
      { text: 'a', start: 2, end: 3, special: false, tokens: [0, 1, 2, 3] },
    ]);
  });

  it('makes one unit of white space alone', () => {
    const text = ' \n \n';
    expect(groupLines(text, tokensAt(text, [0, 2], [2, 4]))).toEqual([
      { text, start: 0, end: 4, special: false, tokens: [0, 1] },
    ]);
  });
});

describe('groupSentences', () => {
  it('ends sentences where Intl.Segmenter does', () => {
    expect(
      unitsOf(
        'groupSentences',
        'Retry twice. Does it fail? "No." Version 2.5 waits… 再試行する。終わり。',
      ),
    ).toEqual([
      ...['Retry twice.', 'Does it fail?', '"No."', 'Version 2.5 waits… 再試行する。', '終わり。'],
    ]);
  });

  it('ends them at line breaks, and makes none of blank lines', () => {
    expect(unitsOf('groupSentences', 'a heading\n\nand a text\r\nover two lines. End')).toEqual([
      ...['a heading', 'and a text', 'over two lines.', 'End'],
    ]);
  });

  it('finds line by line what the segmenter finds in the whole text', () => {
    const segmenter = new Intl.Segmenter('und', { granularity: 'sentence' });
    fc.assert(
      fc.property(
        fc.array(anyText).map((parts) => parts.join('. \r\n')),
        (text) => {
          const whole = Array.from(segmenter.segment(text), ({ index }) => index);
          const starts = sentenceStarts(text).filter((start) => start < text.length);
          expect(starts).toEqual(whole);
        },
      ),
    );
  });
});

describe.each(TOKENIZERS)('%s: words, lines and sentences of any text', (name) => {
  const tokenizer = tokenizerOf(name);
  const tokensOf = (text: string) => tokenizer.encode(text, 1_000_000).tokens;
  const units = Object.entries(groupings);
  const text = fc.array(anyText, { maxLength: 4 }).map((parts) => parts.join('. '));

  it('partition the tokens, in order', () => {
    fc.assert(
      fc.property(text, (text) => {
        const tokens = tokensOf(text);
        for (const [, group] of units) {
          const members = group(text, tokens).flatMap((unit) => unit.tokens);
          expect(members).toEqual(tokens.map((_, i) => i));
        }
      }),
    );
  });

  it('have spans that are half-open, within the text, and whole characters, and never go back', () => {
    fc.assert(
      fc.property(text, (text) => {
        for (const [, group] of units) {
          let [from, to] = [0, 0];
          for (const unit of group(text, tokensOf(text))) {
            const { start, end } = unit;
            if (start === null || end === null) continue;
            expect(start).toBeGreaterThanOrEqual(from);
            expect(end).toBeGreaterThanOrEqual(to);
            expect(end).toBeGreaterThan(start);
            expect(unit.text).toBe(text.slice(start, end));
            expect(unit.text).not.toMatch(/\p{Cs}/u);
            [from, to] = [start, end];
          }
          expect(to).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });

  it('are lines that hold no line break with text on both sides, unless a token does', () => {
    fc.assert(
      fc.property(text, (text) => {
        const tokens = tokensOf(text);
        for (const line of groupLines(text, tokens)) {
          if (!/\S[^]*[\n\r\u2028\u2029][^]*\S/.test(line.text)) continue;
          const over = line.tokens.some((i) =>
            /[^\n\r\u2028\u2029][\n\r\u2028\u2029]+\s*\S/.test(spanOf(text, tokens[i])),
          );
          expect(over, JSON.stringify(line.text)).toBe(true);
        }
      }),
    );
  });
});

const spanOf = (text: string, token: TextToken | undefined) =>
  text.slice(token?.start ?? 0, token?.end ?? 0);
