import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphemes } from '../../../src/text/graphemes.js';
import { anyText } from './texts.js';

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

function expectSegmenters(text: string): void {
  const found = [...graphemes(text)].map(([from, to]) => text.slice(from, to));
  expect(found).toEqual([...segmenter.segment(text)].map((s) => s.segment));
}

describe('graphemes are the segmenter’s own', () => {
  it('in texts of any length', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 40 }), (texts) => {
        expectSegmenters(texts.join(''));
      }),
    );
  });

  it('around every character of the planes with scripts and emoji', () => {
    // Rows are short because the segmenter's cost grows with the square of their length.
    for (let from = 0; from < 0x20000; from += 32) {
      if (from >= 0xd800 && from < 0xe000) continue;
      const row = Array.from({ length: 32 }, (_, i) => String.fromCodePoint(from + i));
      expectSegmenters(row.map((c) => `${c}가${c}\u0301日\u200d${c}`).join(''));
    }
  });

  it('where one cluster is longer than a window', () => {
    expectSegmenters(`x${'a'}${'\u0301'.repeat(1000)}b${'👍🏽'.repeat(300)}${'🇦🇩'.repeat(300)}`);
  });
});
