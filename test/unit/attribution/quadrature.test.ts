import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type QuadratureRule,
  correctedMidpoint,
  correctedTrapezoid,
  fejer,
  refinementsAt,
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

  test.each([0, 3])('every refinement reuses all nodes of the one before (layer %i)', (layer) => {
    const rules = refinementsAt(layer);
    const close = (one: number, nodes: readonly number[]) => nodes.includes(one);
    rules.slice(1).forEach(({ nodes }, i) => {
      expect(rules[i]?.nodes.every((node) => close(node, nodes))).toBe(true);
    });
  });

  test.each([0, 3])(
    'refinements converge on an integrand with a pole next to the path',
    (layer) => {
      const f = (x: number) => 1 / (1 + 100 * (x - 0.3) ** 2);
      const exact = (Math.atan(7) + Math.atan(3)) / 10;
      const errors = refinementsAt(layer).map((rule) => Math.abs(integrate(rule, f) - exact));
      errors.slice(1).forEach((error, i) => expect(error).toBeLessThan((errors[i] ?? 0) / 2));
      // Order 5 and 193 or more nodes, at a pole a tenth of the path away.
      expect(errors.at(-1)).toBeLessThan(1e-9);
    },
  );

  test('corrected ends are exact for polynomials below their order', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 12, max: 40 }),
        fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { maxLength: 6 }),
        (order, n, coefficients) => {
          // Order 1 is the rule itself, exact for straight lines.
          const polynomial = coefficients.slice(0, Math.max(order, 2));
          const exact = polynomial.reduce((sum, c, power) => sum + c / (power + 1), 0);
          for (const rule of [correctedMidpoint(n, order), correctedTrapezoid(n, order)]) {
            const found = integrate(rule, (x) =>
              polynomial.reduce((sum, c, power) => sum + c * x ** power, 0),
            );
            // Rounding of sums of size 60 in double.
            expect(Math.abs(found - exact)).toBeLessThan(1e-11);
          }
        },
      ),
    );
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
