import { describe, expect, it } from 'vitest';
import { PairWalk } from '../../../src/host/pairWalk.js';
import { goldenView, marginalsOf } from '../../webview/support/samples.js';

describe('a walk through the strongest pairs', () => {
  it('goes from the strongest on, back, and round', () => {
    const { explanation } = goldenView(0);
    const walk = new PairWalk();
    const [first, second] = [walk.step(explanation, 1), walk.step(explanation, 1)];
    expect([first?.a, first?.b, first?.rank]).toEqual([4, 4, 1]);
    expect([second?.a, second?.b, second?.rank]).toEqual([2, 2, 2]);
    expect(walk.step(explanation, -1)?.rank).toBe(1);
    // 6 × 9 own tokens, none of their values zero.
    expect(walk.step(explanation, -1)).toMatchObject({ rank: 54, count: 54 });
    expect(walk.step(explanation, 1)?.rank).toBe(1);
  });

  it('begins anew with another explanation, at either end', () => {
    const walk = new PairWalk();
    walk.step(goldenView(0).explanation, 1);
    expect(walk.step(goldenView(1).explanation, 1)?.rank).toBe(1);
    const last = walk.step(goldenView(2).explanation, -1);
    expect(last?.rank).toBe(last?.count);
  });

  it('goes nowhere where there are no pairs', () => {
    expect(new PairWalk().step(marginalsOf(goldenView(0)).explanation, 1)).toBe(null);
  });
});
