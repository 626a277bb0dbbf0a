import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type QuadratureRule,
  REFINEMENTS,
  fejer,
  rightRiemann,
  transplanted,
} from '../../../src/attribution/quadrature.js';

const integrate = ({ nodes, weights }: QuadratureRule, f: (x: number) => number) =>
  nodes.reduce((sum, node, i) => sum + (weights[i] ?? NaN) * f(node), 0);

describe('quadrature', () => {
  test('Fejér of n nodes is exact for polynomials of degree n − 1', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { maxLength: 40 }),
        (n, coefficients) => {
          const polynomial = coefficients.slice(0, n);
          const exact = polynomial.reduce((sum, c, power) => sum + c / (power + 1), 0);
          const found = integrate(fejer(n), (x) =>
            polynomial.reduce((sum, c, power) => sum + c * x ** power, 0),
          );
          // Rounding of up to 40 terms of size 10 in double.
          expect(Math.abs(found - exact)).toBeLessThan(1e-11);
        },
      ),
    );
  });

  test('every refinement reuses all nodes of the one before', () => {
    REFINEMENTS.slice(1).forEach((rule, i) => {
      const nodes = new Set(rule.nodes);
      expect(REFINEMENTS[i]?.nodes.every((node) => nodes.has(node))).toBe(true);
    });
  });

  test('refinements converge on an integrand with a pole next to the path', () => {
    const f = (x: number) => 1 / (1 + 100 * (x - 0.3) ** 2);
    const exact = (Math.atan(7) + Math.atan(3)) / 10;
    const errors = REFINEMENTS.map((rule) => Math.abs(integrate(rule, f) - exact));
    errors.slice(1).forEach((error, i) => expect(error).toBeLessThan((errors[i] ?? 0) / 2));
    expect(errors.at(-1)).toBeLessThan(1e-10);
  });

  test('the sausage map pays where a pole is near: 31 nodes err five times less', () => {
    const f = (x: number) => 1 / (1 + 100 * (x - 0.5) ** 2);
    const exact = (2 * Math.atan(5)) / 10;
    const error = (rule: QuadratureRule) => Math.abs(integrate(rule, f) - exact);
    expect(error(transplanted(fejer(31)))).toBeLessThan(error(fejer(31)) / 5);
  });

  test("the published rule's points are 1/n, …, 1", () => {
    expect(rightRiemann(4)).toEqual({
      nodes: [0.25, 0.5, 0.75, 1],
      weights: [0.25, 0.25, 0.25, 0.25],
    });
  });
});
