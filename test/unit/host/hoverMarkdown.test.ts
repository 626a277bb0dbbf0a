import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFormat } from '../../../src/host/format.js';
import { codeSpan, hoverMarkdown } from '../../../src/host/hoverMarkdown.js';
import { sampleExplanation, token } from '../engine/sampleExplanation.js';

const t = (message: string, ...args: string[]) =>
  message.replace(/\{(\d)\}/g, (_, i: string) => args[Number(i)] ?? '');
const pair = {
  explanation: sampleExplanation(),
  a: { text: 'retry later' },
  b: { text: 'back off' },
};

describe('hoverMarkdown', () => {
  it('names the token, its total, and its strongest partners with values and shares', () => {
    expect(hoverMarkdown(pair, 'a', 1, createFormat('en'), t).split('\n')).toEqual([
      '`retry` contributes **+0.200** to the score 0.500',
      '',
      '- ↔ `back` +0.300, 75% of this token’s pairs',
      '- ↔ `off` −0.100, 25%',
    ]);
  });

  it('says so when a token has no partner', () => {
    expect(hoverMarkdown(pair, 'a', 0, createFormat('en'), t)).toContain('pairs with no token');
  });

  it('keeps every text inside one code span on one line', () => {
    // A code span closes only at a run of backticks as long as the one that opened it.
    const closes = (span: string) => {
      const fence = /^`+/.exec(span)?.[0].length ?? 0;
      const runs = [...span.matchAll(/`+/g)].map(([run]) => run.length);
      return runs.at(0) === fence && runs.slice(1, -1).every((run) => run !== fence);
    };
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: fc.constantFrom('`', 'a', ' ', '[', '*') }),
        (text) => {
          const span = codeSpan(text);
          expect(closes(span)).toBe(true);
          expect(span).toContain(text);
        },
      ),
    );
    const hostile = '](command:x)\n# <img src=x>`';
    const explanation = sampleExplanation({ tokensA: [token(hostile, 0, hostile.length)] });
    const matrix = Float64Array.of(0.1, 0.2, 0.3);
    const lines = hoverMarkdown(
      { ...pair, explanation: { ...explanation, matrix }, a: { text: hostile } },
      'a',
      0,
      createFormat('en'),
      t,
    ).split('\n');
    expect(lines[0]).toContain('`` ](command:x)↵# <img src=x>` ``');
  });
});
