import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type QuadratureRule, correctedMidpoint } from '../../../src/attribution/quadrature.js';
import { reducedRules } from '../../../src/attribution/reducedRules.js';

const fine = correctedMidpoint(24, 3);

const integrate = ({ nodes, weights }: QuadratureRule, f: (x: number) => number) =>
  nodes.reduce((sum, node, i) => sum + (weights[i] ?? NaN) * f(node), 0);

/** Peaks of one place and width, and slopes: what a path with one bend at 0.2 makes of its tokens. */
const bend = (height: number, shift: number, slope: number) => (x: number) =>
  height / (1 + 60 * (x - 0.2 - shift) ** 2) + slope * x;

const measured = (functions: readonly ((x: number) => number)[]) =>
  fine.nodes.map((node) => functions.map((f) => f(node)));

const family = Array.from({ length: 120 }, (_, i) =>
  bend(Math.sin(i) * 2, 0.02 * Math.cos(3 * i), Math.cos(2 * i)),
);

describe('reduced rules', () => {
  test('take a part of the nodes, each rule all of those before it', () => {
    const rules = [...reducedRules(fine, measured(family), 2e-2)];
    expect(rules.length).toBeGreaterThan(1);
    rules.forEach(({ nodes }, i) => {
      expect(nodes.length).toBeLessThan(fine.nodes.length);
      expect(nodes.every((node) => fine.nodes.includes(node))).toBe(true);
      expect((rules[i - 1]?.nodes ?? []).every((node) => nodes.includes(node))).toBe(true);
      expect(nodes.length).toBeGreaterThan(rules[i - 1]?.nodes.length ?? 0);
    });
  });

  test('a tighter tolerance takes more nodes', () => {
    const nodes = [1e-1, 1e-2, 1e-3].map(
      (tolerance) =>
        [...reducedRules(fine, measured(family), tolerance)][0]?.nodes.length ?? Infinity,
    );
    expect(nodes[1]).toBeGreaterThan(nodes[0] ?? Infinity);
    expect(nodes[2]).toBeGreaterThan(nodes[1] ?? Infinity);
  });

  test('integrate functions of the family that were not measured, better than even nodes do', () => {
    const [rule] = [...reducedRules(fine, measured(family), 2e-2)];
    const even = correctedMidpoint(rule?.nodes.length ?? 1, 1);
    let [ours, theirs] = [0, 0];
    fc.assert(
      fc.property(
        fc.double({ min: -2, max: 2, noNaN: true }),
        fc.double({ min: -0.02, max: 0.02, noNaN: true }),
        (height, shift) => {
          const f = bend(height, shift, 1);
          const exact = integrate(fine, f);
          ours = Math.max(ours, Math.abs(integrate(rule ?? fine, f) - exact));
          theirs = Math.max(theirs, Math.abs(integrate(even, f) - exact));
          // The functions' size is that of 120 with heights to 2; one alone errs far less than that.
          expect(Math.abs(integrate(rule ?? fine, f) - exact)).toBeLessThan(1e-2);
        },
      ),
      { seed: 1 },
    );
    expect(ours).toBeLessThan(theirs / 2);
  });

  test('few functions are trusted less, of the same covariance', () => {
    const few = family.slice(0, 6);
    const many = Array.from({ length: 20 }, () => few).flat();
    const alike = measured(many).map((values) => values.map((value) => value / Math.sqrt(20)));
    const first = (functions: number[][]) =>
      [...reducedRules(fine, functions, 1e-2)][0]?.nodes.length;
    expect(first(measured(few))).toBeGreaterThan(first(alike) ?? Infinity);
  });

  test('functions that are zero everywhere, or none, break nothing', () => {
    for (const rule of reducedRules(fine, measured([() => 0]), 1e-3)) {
      expect(rule.weights.every(Number.isFinite)).toBe(true);
    }
    expect([...reducedRules(fine, measured([]), 1e-3)]).toEqual([]);
  });
});
