import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pearson, ranks, spearman, topJaccard } from '../../../src/study/statistics/correlation.js';
import { clusteredDifference, clusteredFigure } from '../../../src/study/statistics/clustered.js';
import { figureOf, figureOfSample, shareOf } from '../../../src/study/statistics/describe.js';
import { randomFrom } from '../../../src/study/statistics/random.js';

describe('correlations', () => {
  it('give tied values the mean of their ranks', () => {
    expect([...ranks([10, 20, 20, 5])]).toEqual([2, 3.5, 3.5, 1]);
    // By hand: ranks 1, 2.5, 2.5, 4 and 2, 1, 3.5, 3.5.
    expect(spearman([1, 2, 2, 3], [4, 3, 7, 7])).toBeCloseTo(0.5 / 1, 1);
    expect(spearman([1, 2, 2, 3], [4, 3, 7, 7])).toBeCloseTo(
      pearson([1, 2.5, 2.5, 4], [2, 1, 3.5, 3.5]) ?? 0,
      12,
    );
  });

  it('are those of a textbook', () => {
    expect(pearson([1, 2, 3, 4, 5], [2, 4, 6, 8, 10])).toBeCloseTo(1, 12);
    expect(pearson([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12);
    expect(pearson([43, 21, 25, 42, 57, 59], [99, 65, 79, 75, 87, 81])).toBeCloseTo(0.529809, 6);
  });

  it('are not defined for constants, also where their mean is rounded', () => {
    expect(pearson([1, 1, 1], [1, 2, 3])).toBeNull();
    expect(spearman([0.1, 0.1, 0.1], [1, 2, 3])).toBeNull();
    expect(pearson([0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1], [1, 2, 3, 4, 5, 6, 7])).toBeNull();
    expect(pearson([1], [2])).toBeNull();
  });

  it('stay within −1 and 1 and do not change with the scale', () => {
    const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 3, maxLength: 30 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 9 }), (x, factor) => {
        const y = x.map((value, i) => value * ((i % 3) - 1) + i);
        const r = pearson(x, y);
        if (r === null) return;
        expect(Math.abs(r)).toBeLessThanOrEqual(1);
        expect(
          pearson(
            x.map((value) => value * factor + 3),
            y,
          ),
        ).toBeCloseTo(r, 9);
      }),
    );
  });

  it('count the top entries that two series share', () => {
    expect(topJaccard([5, 4, 3, 2, 1], [5, 1, 4, 2, 3], 2)).toBeCloseTo(1 / 3, 12);
    expect(topJaccard([1, 2], [1, 2], 3)).toBeNull();
  });
});

describe('figures', () => {
  it('are mean, sd and size of the known values', () => {
    const figure = figureOf([2, 4, null, 4, 4, 5, 5, 7, 9, NaN]);
    expect(figure).toMatchObject({ value: 5, n: 8 });
    expect(figure?.sd).toBeCloseTo(Math.sqrt(32 / 7), 12);
    expect(figureOf([])).toBeNull();
    expect(figureOf([1, 2])).toMatchObject({ low: null, high: null });
  });

  it('have intervals near those of theory, the same for the same seed', () => {
    const random = randomFrom(3);
    const values = Array.from({ length: 400 }, () => random.next());
    const { value = 0, low, high } = figureOf(values) ?? {};
    const half = 1.96 * Math.sqrt(1 / 12 / 400);
    // A bootstrap of 1000 resamples errs by a tenth of the width or so.
    expect(low).toBeGreaterThan(value - 1.25 * half);
    expect(low).toBeLessThan(value - 0.75 * half);
    expect(high).toBeGreaterThan(value + 0.75 * half);
    expect(figureOf(values, 5)).toEqual(figureOf(values, 5));
    expect(figureOf(values, 5)).not.toEqual(figureOf(values, 6));
  });

  it('of shares have Wilson’s interval, which is no point at 0', () => {
    // Newcombe 1998, table I: 15 of 148.
    const share = shareOf(Array.from({ length: 148 }, (_, i) => i < 15));
    expect(share?.low).toBeCloseTo(0.0624, 4);
    expect(share?.high).toBeCloseTo(0.1605, 4);
    expect(shareOf([false, false, false])?.high).toBeGreaterThan(0.5);
  });

  it('of clusters have wider intervals than of single values', () => {
    const random = randomFrom(1);
    const values = Array.from({ length: 20 }, () => random.next()).flatMap((value, cluster) =>
      Array.from({ length: 10 }, () => ({ cluster, value })),
    );
    const clustered = clusteredFigure(values, 1);
    const naive = figureOf(values.map(({ value }) => value));
    const width = (figure: typeof naive) => (figure?.high ?? 0) - (figure?.low ?? 0);
    expect(clustered?.value).toBeCloseTo(naive?.value ?? 0, 12);
    expect(clustered?.n).toBe(200);
    expect(width(clustered)).toBeGreaterThan(2 * width(naive));
    const others = values.map(({ cluster, value }) => ({ cluster, value: value - 1 }));
    // Each cluster differs by exactly 1, so the interval of the difference is a point.
    expect(clusteredDifference(values, others, 1)).toMatchObject({ n: 20 });
    expect(clusteredDifference(values, others, 1)?.low).toBeCloseTo(1, 12);
  });

  it('of a statistic of the whole sample take its units together', () => {
    const units = Array.from({ length: 30 }, (_, i) => ({ x: i, y: i + (i % 3) }));
    const figure = figureOfSample(units, (those) =>
      pearson(
        those.map(({ x }) => x),
        those.map(({ y }) => y),
      ),
    );
    expect(figure?.value).toBeGreaterThan(0.99);
    expect(figure?.low).toBeLessThanOrEqual(figure?.value ?? 0);
  });
});

describe('chance', () => {
  it('draws some items once each, in their order', () => {
    const drawn = randomFrom(9).sample([...Array(50).keys()], 10);
    expect(new Set(drawn).size).toBe(10);
    expect([...drawn].sort((x, y) => x - y)).toEqual(drawn);
    expect(randomFrom(9).sample([...Array(50).keys()], 10)).toEqual(drawn);
  });

  it('is even', () => {
    const random = randomFrom(0);
    const counts = Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i++) counts[random.below(10)]! += 1;
    // Five standard deviations of a binomial count of 1000.
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});
