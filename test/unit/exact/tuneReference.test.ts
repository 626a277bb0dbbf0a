import { describe, expect, test } from 'vitest';
import { tuneReference } from '../../../src/exact/tuneReference.js';

const quiet = () => undefined;

describe('tuning a reference', () => {
  const start = Float32Array.of(1, -1, 0.5);

  test('goes where what is embedded, and the way there, are short together', async () => {
    const embed = (rows: readonly Float32Array[]) =>
      Promise.resolve(rows.map((row) => Float64Array.from(row)));
    const row = await tuneReference(start, embed, quiet);
    // |x|² + λ |x − start|², λ being 0.4 of a diagonal of ones.
    const expected = start.map((value) => (value * 0.4) / 1.4);
    // Differences of float32 rows, over a hundredth of their length.
    row.forEach((value, h) => expect(value).toBeCloseTo(expected[h] ?? NaN, 4));
  });

  test('hands back where it started, where every step would be longer', async () => {
    // The slope that is measured is the wrong way round.
    let calls = 0;
    const embed = (rows: readonly Float32Array[]) => {
      calls++;
      const own = calls % 2 === 1 ? 1 : -1;
      return Promise.resolve(
        rows.map((row) => Float64Array.from(row, (x, h) => 3 + own * (x - (start[h] ?? 0)) * -1)),
      );
    };
    expect(await tuneReference(start, embed, quiet)).toEqual(start);
  });
});
