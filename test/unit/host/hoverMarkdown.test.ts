import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Explanation } from '../../../src/protocol.js';
import { createFormat, roundUp } from '../../../src/host/format.js';
import { codeSpan, hoverMarkdown, stageSentence } from '../../../src/host/hoverMarkdown.js';
import {
  sampleExplanation,
  sampleMarginals,
  sampleRefining,
  sampleWindows,
  token,
} from '../engine/sampleExplanation.js';

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
    const same = hoverMarkdown(pair, 'a', 1, createFormat('en'), t, (a, b) => a === 1 && b === 1);
    expect(same.match(/same word/g)).toHaveLength(1);
  });

  it('says how far an explanation is that is not done, beside what is known', () => {
    const hover = (explanation: Explanation) =>
      hoverMarkdown({ ...pair, explanation }, 'a', 1, createFormat('en'), t).split('\n');
    const [head = '', first = '', second = ''] = hover(sampleExplanation()).filter(Boolean);
    const refined = 'Being refined: the largest error is 0.004.';
    expect(hover(sampleRefining())).toEqual([head, '', first, second, '', refined]);
    const totals = 'Token pairs are being computed; totals are exact to 0.002.';
    expect(hover(sampleMarginals())).toEqual([head, '', totals]);
    expect(hover(sampleMarginals({ stage: 'stopped' })).at(-1)).toBe(
      'Stopped. Totals are exact to 0.002; token pairs were not computed.',
    );
    expect(hover({ ...sampleRefining(), stage: 'stopped' }).at(-1)).toBe(
      'Stopped. The largest error is 0.004.',
    );
  });

  it('says of windows alone that none is explained', () => {
    const said = (explanation: Explanation) => stageSentence(explanation, createFormat('en'), t);
    expect(said(sampleWindows())).toMatch(/being scored/);
    expect(said({ ...sampleWindows(), stage: 'stopped' })).toMatch(/none was explained/);
    expect(said(sampleExplanation())).toBeNull();
  });

  it('never states an error as smaller than it is', () => {
    const { bound } = createFormat('en');
    expect([0.004, 0.00401, 0.3, 0.96, 3e-9, 0].map(bound)).toEqual([
      ...['0.004', '0.005', '0.3', '1', '0.0001', '0.0001'],
    ]);
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 3, noNaN: true }), (error) => {
        expect(roundUp(error)).toBeGreaterThanOrEqual(error * (1 - 1e-9));
        expect(roundUp(error)).toBeLessThanOrEqual(Math.max(2e-4, 2 * error));
        expect(Number(bound(error))).toBeCloseTo(roundUp(error), 12);
      }),
    );
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
    const marginalA = Float64Array.of(0.6);
    const explanation = sampleExplanation({
      tokensA: [token(hostile, 0, hostile.length)],
      marginalA,
    });
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
