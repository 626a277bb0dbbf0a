import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFormat } from '../../../../src/host/format.js';
import { shareCsv } from '../../../../src/host/share/shareCsv.js';
import type { Shared, ShareWords } from '../../../../src/host/share/shared.js';
import { strongestPairs } from '../../../../src/host/share/shared.js';
import { shareHtml } from '../../../../src/host/share/shareHtml.js';
import { shareMarkdown } from '../../../../src/host/share/shareMarkdown.js';
import { escaped, shareSvg } from '../../../../src/host/share/shareSvg.js';
import { sampleExplanation } from '../../engine/sampleExplanation.js';

const format = createFormat('en');
const words: ShareWords = {
  score: 'Score',
  constant: 'Constant',
  onlyA: 'Only A',
  onlyB: 'Only B',
  pairs: 'Pairs',
  residual: 'Residual',
  pair: 'Strongest pairs',
  value: 'Value',
  share: 'Share',
};

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '=1+1',
    '"a,b"',
    '`|`',
    '\u202egnp',
    'a\r\nb',
    '\u0000',
  ),
);

/** One token a text, over all of it. */
function withTexts(a: string, b: string): Shared {
  const token = (text: string) => ({ text, id: 1, start: 0, end: text.length, special: false });
  const explanation = sampleExplanation({
    tokensA: [token(a)],
    tokensB: [token(b)],
    matrix: Float64Array.of(0.25),
    marginalA: Float64Array.of(0.5),
    marginalB: Float64Array.of(-0.5),
  });
  return { explanation, a: { label: 'query.txt', text: a }, b: { label: 'hit.ts:1', text: b } };
}

describe('an exported explanation', () => {
  it('as CSV gives back every pair with all its digits and its text', () => {
    fc.assert(
      fc.property(hostile, hostile, fc.double({ noNaN: true }), (a, b, value) => {
        const shared = withTexts(a, b);
        shared.explanation.matrix?.set([value]);
        const rows = parse<Record<string, string>>(shareCsv(shared), { columns: true });
        expect(rows).toHaveLength(1);
        expect(Number(rows[0]?.value)).toBe(value === 0 ? 0 : value);
        const plain = (text: string | undefined) => text?.replace(/^'(?=[=+\-@\t\r])/, '');
        expect(plain(rows[0]?.a_token)).toBe(a);
        expect(rows[0]?.b_token).not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
  });

  it('as a page or a picture holds no markup of the texts, and nothing that XML forbids', () => {
    fc.assert(
      fc.property(hostile, hostile, (a, b) => {
        for (const page of [shareHtml, shareSvg]) {
          const written = page(withTexts(a, b), format, words);
          expect(written).not.toContain('<script');
          // eslint-disable-next-line no-control-regex -- what must not be there
          expect(written).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
          expect(written).not.toMatch(/\p{Surrogate}/u);
        }
      }),
    );
  });

  it('as a page shows each text whole, in its order', () => {
    const shared = withTexts('retry <later>', 'wait & see');
    const page = shareHtml(shared, format, words);
    for (const { text } of [shared.a, shared.b]) {
      expect(page).toContain(`${escaped(text)}</mark>`);
    }
  });

  it('as Markdown has cells that no text can break out of', () => {
    fc.assert(
      fc.property(hostile, hostile, (a, b) => {
        const tables = shareMarkdown(withTexts(a, b), format, words)
          .split('\n')
          .filter((line) => line.startsWith('|'));
        // The ledger's three lines and the pairs' three.
        expect(tables).toHaveLength(6);
        for (const line of tables.slice(3)) {
          expect(line.replace(/\\\|/g, '').split('|')).toHaveLength(5);
        }
      }),
    );
  });

  it('has shares of what all pairs add up to in size, as the panel has', () => {
    const shared = withTexts('retry', 'again');
    shared.explanation.matrix?.set([-0.25]);
    expect(shareMarkdown(shared, format, words)).toContain('| `retry` ↔ `again` | −0.250 | 100% |');
    expect(shareHtml(shared, format, words)).toContain('<td class="number">100%</td>');
  });

  it('as a picture says what its colours stand for', () => {
    const picture = shareSvg(withTexts('retry', 'again'), format, words);
    expect(picture).toContain('>−0.250</text>');
    expect(picture).toContain('>+0.250</text>');
    expect(picture).toContain('>query.txt ↔ hit.ts:1: Score');
  });

  it('names its strongest pairs by size, without special tokens', () => {
    const shared = withTexts('retry', 'again');
    const token = { text: '[CLS]', id: 0, start: null, end: null, special: true };
    const { tokensA, tokensB } = shared.explanation;
    const explanation = {
      ...shared.explanation,
      tokensA: [token, ...tokensA, ...tokensA],
      tokensB,
      matrix: Float64Array.of(0.9, 0.1, -0.2),
    };
    expect(strongestPairs({ ...shared, explanation }, 5)).toEqual([
      { a: 2, b: 0, value: -0.2, share: 0.2 / 1.2 },
      { a: 1, b: 0, value: 0.1, share: 0.1 / 1.2 },
    ]);
  });
});
