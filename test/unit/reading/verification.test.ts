import { describe, expect, it } from 'vitest';
import type { ExplanationWithPairs, Mask } from '../../../src/protocol.js';
import { judge, planVerification } from '../../../src/reading/verification.js';
import { goldenView, random, syntheticView } from '../../webview/support/samples.js';

const D = 5;

/** An encoder whose embedding is the sum of what its tokens contribute: what an explanation supposes. */
function additive(rows: number, columns: number) {
  const next = random(3);
  const vector = () => Array.from({ length: D }, () => next() - 0.4);
  const [u, v] = [Array.from({ length: rows }, vector), Array.from({ length: columns }, vector)];
  const [ra, rb] = [vector(), vector()];
  const dot = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
  const add = (x: readonly number[], y: readonly number[]) =>
    x.map((value, i) => value + (y[i] ?? 0));
  const embed = (of: readonly number[][], origin: number[], masked: readonly number[]) =>
    of.reduce((sum, each, i) => (masked.includes(i) ? sum : add(sum, each)), origin);
  const [a, b] = [embed(u, ra, []), embed(v, rb, [])];
  const norms = Math.sqrt(dot(a, a) * dot(b, b));
  const score = dot(a, b) / norms;
  const view = syntheticView('x '.repeat(rows - 2), 'y '.repeat(columns - 2));
  const explanation: ExplanationWithPairs = {
    ...view.explanation,
    score,
    matrix: Float64Array.from(u.flatMap((x) => v.map((y) => dot(x, y) / norms))),
    marginalA: Float64Array.from(u.map((x) => dot(x, b) / norms)),
    marginalB: Float64Array.from(v.map((y) => dot(a, y) / norms)),
  };
  const measure = (masks: readonly Mask[]) => ({
    score,
    masked: masks.map((mask) => {
      const [x, y] = [embed(u, ra, mask.a), embed(v, rb, mask.b)];
      return { score: dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y)), product: dot(x, y) / norms };
    }),
  });
  return { explanation, measure };
}

describe('verification', () => {
  it('of an encoder that is additive finds exactly what was predicted', () => {
    const { explanation, measure } = additive(9, 14);
    const plan = planVerification(explanation);
    const { steps } = judge(plan, measure(plan.masks));
    expect(steps.length).toBeGreaterThan(3);
    for (const { predicted, measured } of steps) expect(predicted).toBeCloseTo(measured, 12);
    // It would notice another prediction.
    const wrong = { ...explanation, marginalA: explanation.marginalA.map((x) => x + 0.01) };
    const off = planVerification(wrong);
    const [first] = judge(off, measure(off.masks)).steps;
    expect(Math.abs((first?.predicted ?? 0) - (first?.measured ?? 0))).toBeGreaterThan(0.005);
  });

  it('masks the strongest pairs, more and more of them, and never special tokens', () => {
    const { explanation } = goldenView(1);
    const { masks, steps } = planVerification(explanation);
    expect(steps[0]?.pairs).toBe(1);
    for (const { a, b } of masks) {
      expect(a.some((i) => explanation.tokensA[i]?.special)).toBe(false);
      expect(b.some((j) => explanation.tokensB[j]?.special)).toBe(false);
    }
    const own = steps.map(({ mask }) => masks[mask]);
    own.slice(1).forEach((mask, i) => {
      for (const token of own[i]?.a ?? []) expect(mask?.a).toContain(token);
    });
  });

  it('compares with as many other tokens, the same ones each time', () => {
    const { explanation } = goldenView(1);
    const plan = planVerification(explanation);
    expect(planVerification(explanation)).toEqual(plan);
    const [first] = plan.steps;
    for (const index of first?.others ?? []) {
      expect(plan.masks[index]?.a).toHaveLength(plan.masks[0]?.a.length ?? 0);
      expect(plan.masks[index]?.a).not.toEqual(plan.masks[0]?.a);
    }
  });

  it('has no others where all tokens are masked, and no steps without pairs', () => {
    const short = planVerification(syntheticView('a', 'b').explanation);
    expect(short.steps.map(({ others }) => others)).toEqual([[]]);
    expect(
      judge(short, { score: 1, masked: [{ score: 0.4, product: 0.5 }] }).steps[0],
    ).toMatchObject({
      measured: 0.5,
      score: 0.6,
      others: null,
    });
    expect(planVerification(syntheticView('', '').explanation).steps).toEqual([]);
  });
});
