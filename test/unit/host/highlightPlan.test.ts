import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gradeStep } from '../../../src/host/grading.js';
import {
  planEmphasis,
  planHighlights,
  tokenAt,
  withoutPartners,
} from '../../../src/host/highlightPlan.js';
import { tokenTotals } from '../../../src/host/marginals.js';
import { strongestPartners } from '../../../src/host/partners.js';
import { TrackedText } from '../../../src/host/trackedText.js';
import { grade, marginalScale } from '../../../webview/model/grade.js';
import { sampleExplanation, sampleMarginals, special, token } from '../engine/sampleExplanation.js';

/** Rows retry, later; columns [CLS], back, off. Marginals 0.2, 0.1; 0.4, −0.1. */
const explanation = sampleExplanation();
const placed = (text: string, start: number, tokens = explanation.tokensA) => {
  const tracked = new TrackedText(text, start);
  tracked.setTokens(tokens);
  return tracked;
};
const a = placed('retry later', 100);
const b = placed('back off', 50, explanation.tokensB);

describe('gradeStep', () => {
  it('rounds fifths of the scale up and leaves out what is under 2 %', () => {
    expect([0, 0.019, 0.02, 0.2, 0.21, 0.6, 1].map((v) => gradeStep(v, 1))).toEqual([
      0, 0, 1, 1, 2, 3, 5,
    ]);
    expect(gradeStep(-0.5, 1)).toBe(-3);
    expect(gradeStep(0, 0)).toBe(0);
  });

  it("is the panel's rule", () => {
    const value = fc.double({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(value, fc.double({ min: 0, max: 2, noNaN: true }), (v, scale) => {
        expect(gradeStep(v, scale)).toBe(grade(v, scale));
      }),
    );
  });
});

describe('withoutPartners', () => {
  it('leaves out what is painted as a partner, and keeps the token pointed at', () => {
    const highlights = planHighlights(explanation, 'b', b);
    const tokens = (emphasis: Parameters<typeof planEmphasis>[1]) =>
      withoutPartners(highlights, planEmphasis(explanation, emphasis, 'b', b)).map(
        ({ token: index }) => index,
      );
    expect(tokens({ a: null, b: null })).toEqual([1, 2]);
    expect(tokens({ a: null, b: 1 })).toEqual([1, 2]);
    expect(tokens({ a: 1, b: 1 })).toEqual([2]);
    expect(tokens({ a: 1, b: null })).toEqual([]);
  });
});

describe('tokenTotals', () => {
  it("are the panel's: marginals, of which special tokens do not set the scale", () => {
    const marginalA = Float64Array.of(9, 0.2, -0.3);
    const explained = sampleExplanation({ marginalA });
    const { values, scale } = tokenTotals(explained, 'a');
    expect(values).toEqual(marginalA);
    expect(scale).toBe(0.3);
    expect(scale).toBe(marginalScale(marginalA, explained.tokensA));
  });
});

describe('planHighlights', () => {
  it('places tokens in the document with their step, without special ones', () => {
    expect(planHighlights(explanation, 'a', a)).toEqual([
      { token: 1, span: { start: 100, end: 105 }, step: 5 },
      { token: 2, span: { start: 106, end: 111 }, step: 3 },
    ]);
    expect(planHighlights(explanation, 'b', b).map(({ step }) => step)).toEqual([5, -2]);
  });

  it('paints the same before and after the pairs are known', () => {
    for (const [side, tracked] of [
      ['a', a],
      ['b', b],
    ] as const) {
      const before = planHighlights(sampleMarginals(), side, tracked);
      expect(before).toEqual(planHighlights(explanation, side, tracked));
    }
  });

  it('paints one of several tokens that share their characters, the strongest', () => {
    const shared = [special('[CLS]', 101), token('一', 0, 1), token('二', 0, 1)];
    const tracked = placed('x', 0, shared);
    expect(planHighlights(sampleExplanation({ tokensA: shared }), 'a', tracked)).toEqual([
      { token: 1, span: { start: 0, end: 1 }, step: 5 },
    ]);
  });

  it('leaves out tokens that were edited', () => {
    const tracked = placed('retry later', 0);
    tracked.apply([{ offset: 1, length: 1, inserted: 0 }], () => 'rtry later');
    expect(planHighlights(explanation, 'a', tracked).map((each) => each.token)).toEqual([2]);
  });
});

describe('strongestPartners', () => {
  it('lists them by size with their share of the token', () => {
    expect(strongestPartners(explanation, 'a', 1, 5)).toEqual([
      { token: 1, value: 0.3, share: expect.closeTo(0.75) as number },
      { token: 2, value: -0.1, share: expect.closeTo(0.25) as number },
    ]);
    expect(strongestPartners(explanation, 'b', 1, 1).map((partner) => partner.token)).toEqual([1]);
    expect(strongestPartners(explanation, 'a', 0, 5)).toEqual([]);
  });

  it('leaves out what is small beside the strongest, so that no noise is emphasised', () => {
    const matrix = Float64Array.of(0, 0, 0, 0, 1, 0.1, 0, 0, 0);
    expect(strongestPartners(sampleExplanation({ matrix }), 'a', 1, 5).length).toBe(1);
  });
});

describe('planEmphasis', () => {
  it('emphasises a token and its partners, by sign', () => {
    const emphasis = { a: 1, b: null };
    expect(planEmphasis(explanation, emphasis, 'a', a)).toEqual([
      { token: 1, span: { start: 100, end: 105 }, role: 'self', same: false },
    ]);
    expect(planEmphasis(explanation, emphasis, 'b', b)).toEqual([
      { token: 1, span: { start: 50, end: 54 }, role: 'positive', same: false },
      { token: 2, span: { start: 55, end: 58 }, role: 'negative', same: false },
    ]);
  });

  it('with a token on each side emphasises that pair only', () => {
    const emphasis = { a: 1, b: 2 };
    expect(planEmphasis(explanation, emphasis, 'a', a).map(({ role }) => role)).toEqual([
      'negative',
    ]);
    expect(planEmphasis(explanation, emphasis, 'b', b).map(({ token: t }) => t)).toEqual([2]);
  });

  it('knows no partners and no signs before there are pairs', () => {
    const early = sampleMarginals();
    expect(strongestPartners(early, 'a', 1, 5)).toEqual([]);
    expect(planEmphasis(early, { a: 1, b: null }, 'a', a).map(({ role }) => role)).toEqual([
      'self',
    ]);
    expect(planEmphasis(early, { a: 1, b: null }, 'b', b)).toEqual([]);
    expect(planEmphasis(early, { a: 1, b: 1 }, 'b', b).map(({ role }) => role)).toEqual(['self']);
  });

  it('tells partners that are the same word, seen from either side', () => {
    const isSame = (one: number, two: number) => one === 1 && two === 2;
    const from = (side: 'a' | 'b', emphasis: { a: number | null; b: number | null }) =>
      planEmphasis(explanation, emphasis, side, side === 'a' ? a : b, isSame).map(
        ({ token, same }) => [token, same],
      );
    expect(from('b', { a: 1, b: null })).toEqual([
      [1, false],
      [2, true],
    ]);
    expect(from('a', { a: 1, b: null })).toEqual([[1, false]]);
    expect(from('a', { a: 1, b: 2 })).toEqual([[1, true]]);
    expect(from('b', { a: 1, b: 2 })).toEqual([[2, true]]);
  });

  it('with none emphasises nothing, and never a token without a place', () => {
    expect(planEmphasis(explanation, { a: null, b: null }, 'a', a)).toEqual([]);
    expect(planEmphasis(explanation, { a: 0, b: 99 }, 'a', a)).toEqual([]);
  });
});

describe('tokenAt', () => {
  it('finds the token under the pointer, half-open, and nothing between or outside', () => {
    const found = [99, 100, 104, 105, 106, 110, 111].map((o) => tokenAt(explanation, 'a', a, o));
    expect(found).toEqual([null, 1, 1, null, 2, 2, null]);
  });

  it('lets a caret touch the token it ends', () => {
    expect([105, 106, 111, 112].map((o) => tokenAt(explanation, 'a', a, o, true))).toEqual([
      1,
      2,
      2,
      null,
    ]);
  });
});
