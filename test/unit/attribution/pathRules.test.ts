import { describe, expect, test } from 'vitest';
import { densityOf, transplantedBy } from '../../../src/attribution/pathDensity.js';
import { PathIntegral } from '../../../src/attribution/pathIntegral.js';
import type { PathProducts } from '../../../src/attribution/pathProducts.js';
import { fittedRules, fixedRule } from '../../../src/attribution/pathRules.js';
import { correctedMidpoint, refinementsAt, ruleOf } from '../../../src/attribution/quadrature.js';
import { solve } from '../../../src/attribution/solve.js';
import { quiet } from '../../support/encoders.js';

/** A network that passes from one basin to another around `centre`; its embedding has two components. */
function passage(centre: number, slope: number) {
  const rise = (alpha: number) => 1 / (1 + Math.exp((centre - alpha) / slope));
  const embedding = (alpha: number) =>
    Float32Array.of(rise(alpha), rise(alpha) * (1 - rise(alpha)) + alpha / 4);
  const bend = (alpha: number) => (rise(alpha) * (1 - rise(alpha))) / slope;
  const velocity = (alpha: number) =>
    Float64Array.of(bend(alpha), bend(alpha) * (1 - 2 * rise(alpha)) + 1 / 4);
  return { embedding, velocity };
}

/** Two tokens that share a passage's way: one early, the other late, in both components. */
function tokens(centre: number, slope: number): PathProducts & { evaluated: number } {
  const { embedding, velocity } = passage(centre, slope);
  const products = {
    ...{ rows: 2, width: 2, evaluated: 0 },
    ends: { from: embedding(0), to: embedding(1) },
    project: (vector: ArrayLike<number>) => Float64Array.of(vector[0] ?? 0, vector[1] ?? 0),
    at: async (alpha: number) => (await products.point(alpha)).values,
    point(alpha: number) {
      products.evaluated++;
      const whole = velocity(alpha);
      const early = whole.map((value) => value * (1 - alpha));
      const late = whole.map((value) => value * alpha);
      const values = Float32Array.of(...early, ...late);
      return Promise.resolve({ values, velocity: whole, embedding: embedding(alpha) });
    },
  };
  return products;
}

function densityAlong({ ends }: PathProducts, centre: number, slope: number) {
  const { embedding } = passage(centre, slope);
  const alphas = [0, ...correctedMidpoint(8, 1).nodes, 1];
  const places = alphas.map((alpha) => embedding(alpha));
  expect(places[0]).toEqual(ends.from);
  const arcs = places
    .slice(1)
    .map((place, i) => Math.hypot(...place.map((value, d) => value - (places[i]?.[d] ?? 0))));
  return densityOf(alphas, arcs);
}

const largest = (x: ArrayLike<number>, y: ArrayLike<number>) =>
  Math.max(...Array.from(x, (value, i) => Math.abs(value - (y[i] ?? 0))));

async function integrated(products: PathProducts, ...rules: Parameters<typeof fixedRule>) {
  const left = [fixedRule(...rules)];
  const integral = new PathIntegral(products, { next: () => left.shift() });
  await integral.refine(quiet);
  return integral.value;
}

describe('the density of a path', () => {
  test('puts nodes where the embedding moves', () => {
    const products = tokens(0.3, 0.04);
    const density = densityAlong(products, 0.3, 0.04);
    const { nodes } = transplantedBy(density, correctedMidpoint(12, 1));
    const within = nodes.filter((node) => Math.abs(node - 0.3) < 0.12).length;
    // Even nodes would have three there.
    expect(within).toBeGreaterThanOrEqual(6);
  });

  test('is even where the embedding does not move', () => {
    const density = densityOf([0, 0.5, 1], [0, 0]);
    const { nodes } = transplantedBy(density, correctedMidpoint(4, 1));
    // Bisection ends at rounding.
    expect(largest(nodes, [0.125, 0.375, 0.625, 0.875])).toBeLessThan(1e-12);
  });

  test.each([0.1, 0.5, 0.9])('its slope is its derivative (passage at %d)', (centre) => {
    const density = densityAlong(tokens(centre, 0.07), centre, 0.07);
    for (const alpha of [0.05, 0.3, 0.5, 0.77, 0.95]) {
      const h = 1e-5;
      const central = (density.at(alpha + h) - density.at(alpha - h)) / (2 * h);
      // Central differences: h² times a third derivative of some 1e3.
      expect(density.slope(alpha)).toBeCloseTo(central, 5);
    }
    expect(density.at(0)).toBeCloseTo(0, 12);
    expect(density.at(1)).toBeCloseTo(1, 12);
  });
});

describe('fitted rules', () => {
  test.each([
    { centre: 0.5, slope: 0.1 },
    { centre: 0.55, slope: 0.05 },
    { centre: 0.3, slope: 0.05 },
  ])('beat even nodes on a passage at $centre, $slope wide', async ({ centre, slope }) => {
    const products = tokens(centre, slope);
    const density = densityAlong(products, centre, slope);
    const exact = await integrated(products, ruleOf(301));
    const fitted = new PathIntegral(products, fittedRules(density, 1e-3, refinementsAt(0)));
    await fitted.refine(quiet);
    const even = await integrated(products, correctedMidpoint(fitted.evaluations, 1));
    expect(largest(fitted.value, exact)).toBeLessThan(largest(even, exact) / 3);
    expect(largest(fitted.value, exact)).toBeLessThan(1e-3);
  });

  test('what they miss of the first moment falls as nodes are added', async () => {
    const products = tokens(0.5, 0.06);
    const integral = new PathIntegral(
      products,
      fittedRules(densityAlong(products, 0.5, 0.06), 1e-1, refinementsAt(0)),
    );
    const missed: number[] = [];
    while (integral.evaluations < 60 && (await integral.refine(quiet))) {
      missed.push(Math.hypot(...integral.missed));
    }
    expect(missed.length).toBeGreaterThan(3);
    expect(missed[3]).toBeLessThan((missed[0] ?? 0) / 10);
  });

  test('a tighter tolerance starts with more nodes, and ordinary rules follow in the end', () => {
    const density = densityOf([0, 0.25, 0.5, 0.75, 1], [1, 2, 2, 1]);
    const first = (tolerance: number) =>
      fittedRules(density, tolerance, refinementsAt(3)).next()?.nodes.length ?? 0;
    expect(first(1e-4)).toBeGreaterThan(first(1e-3));
    expect(first(1e-3)).toBeGreaterThan(first(1e-1));
    const rules = fittedRules(density, 1e-3, refinementsAt(3));
    const counts: number[] = [];
    for (let rule = rules.next(); rule; rule = rules.next()) counts.push(rule.nodes.length);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(counts.at(-1)).toBe(refinementsAt(3).at(-1)?.nodes.length);
  });

  test('a path that does not move is integrated by the smooth rule', async () => {
    const still: PathProducts = {
      ...tokens(0.5, 0.1),
      ends: { from: Float32Array.of(1, 1), to: Float32Array.of(1, 1) },
      point: () =>
        Promise.resolve({
          values: Float32Array.of(1, 2, -1, -2),
          velocity: new Float64Array(2),
          embedding: Float32Array.of(1, 1),
        }),
    };
    const integral = new PathIntegral(still, fittedRules(densityOf([0, 1], [0]), 1e-3, []));
    await integral.refine(quiet);
    // The sausage map's weights of so few nodes add up to 1 within 1e-4.
    expect(largest(integral.value, [1, 2, -1, -2])).toBeLessThan(4e-4);
    expect([...integral.missed]).toEqual([0, 0]);
  });
});

describe('linear equations', () => {
  test('are solved, pivots found where the diagonal is zero', () => {
    const matrix = [
      [0, 2, 1],
      [1, -1, 0],
      [3, 0, -2],
    ];
    const x = [0.5, -3, 7];
    const right = matrix.map((row) => row.reduce((sum, value, j) => sum + value * (x[j] ?? 0), 0));
    expect(largest(solve(matrix, right), x)).toBeLessThan(1e-12);
  });
});
