import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  floatsToHalves,
  floatToHalf,
  halfToFloat,
  halvesToFloats,
} from '../../../src/tensor/half.js';

const isNaNHalf = (bits: number) => (bits & 0x7fff) > 0x7c00;

describe('half precision', () => {
  it.each([
    [0x0000, 0],
    [0x8000, -0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x3555, 0.333251953125],
    [0x0001, 2 ** -24],
    [0x03ff, 1023 * 2 ** -24],
    [0x0400, 2 ** -14],
    [0x7bff, 65504],
    [0x7c00, Infinity],
    [0xfc00, -Infinity],
    [0x7e00, NaN],
  ])('%i stands for %d', (bits, value) => {
    expect(halfToFloat(bits)).toBe(value);
    expect(floatToHalf(value)).toBe(bits);
  });

  it('every half survives the way to a number and back', () => {
    const halves = Uint16Array.from({ length: 2 ** 16 }, (_, bits) => bits).filter(
      (bits) => !isNaNHalf(bits),
    );
    const again = floatsToHalves(halvesToFloats(halves));
    expect(again.every((bits, i) => bits === halves[i])).toBe(true);
  });

  it('rounds to the nearest half, ties to even', () => {
    const finite = Array.from({ length: 0x7c00 }, (_, bits) => bits);
    fc.assert(
      fc.property(
        fc.float({ min: -65519, max: 65519, noNaN: true }),
        fc.constantFrom(...finite.slice(0, -1)),
        (value, bits) => {
          const rounded = floatToHalf(value);
          const error = Math.abs(halfToFloat(rounded) - value);
          for (const other of [rounded - 1, rounded + 1]) {
            if (isNaNHalf(other) || (other & 0x7fff) === 0x7c00 || other < 0) continue;
            const distance = Math.abs(halfToFloat(other & 0xffff) - value);
            expect(error).toBeLessThanOrEqual(distance);
          }
          // Half-way between two neighbours, which float32 holds exactly.
          const middle = (halfToFloat(bits) + halfToFloat(bits + 1)) / 2;
          expect(floatToHalf(middle)).toBe(bits % 2 === 0 ? bits : bits + 1);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('overflows to infinity half a step beyond the largest half', () => {
    expect(floatToHalf(65519)).toBe(0x7bff);
    expect(floatToHalf(65520)).toBe(0x7c00);
    expect(floatToHalf(-1e30)).toBe(0xfc00);
  });
});
