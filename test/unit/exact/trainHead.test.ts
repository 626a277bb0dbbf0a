import { describe, expect, test } from 'vitest';
import { cosineError, cosineGradient, directions, gram } from '../../../src/exact/cosineMatch.js';
import { type Rows, normalEquations, ridgeToIdentity } from '../../../src/exact/ridge.js';
import { identity, trainHead } from '../../../src/exact/trainHead.js';
import { trainingIds } from '../../../src/exact/trainingIds.js';
import { randomFrom } from '../../../src/study/statistics/random.js';

const width = 6;

function noise(rows: number, seed: number): Rows {
  const random = randomFrom(seed);
  return { data: Float64Array.from({ length: rows * width }, () => random.next() - 0.5), width };
}

function times(w: Float64Array, { data }: Rows): Rows {
  const result = new Float64Array(data.length);
  for (let n = 0; n < data.length; n += width) {
    for (let i = 0; i < width; i++) {
      for (let j = 0; j < width; j++) {
        result[n + i] = (result[n + i] ?? 0) + (w[i * width + j] ?? 0) * (data[n + j] ?? 0);
      }
    }
  }
  return { data: result, width };
}

const farthest = (x: Float64Array, y: Float64Array) =>
  Math.max(...x.map((value, i) => Math.abs(value - (y[i] ?? NaN))));

/** Near the identity, as heads are. */
const truth = Float64Array.from(identity(width), (value, k) => value + Math.sin(k + 1) / 5);

describe('least squares', () => {
  test('find the map that made the data, and nearly the identity where the pull is strong', () => {
    const x = noise(40, 1);
    const normal = normalEquations(x, times(truth, x), new Float64Array(40).fill(1));
    expect(farthest(ridgeToIdentity(normal, 1e-9), truth)).toBeLessThan(1e-6);
    expect(farthest(ridgeToIdentity(normal, 1e6), identity(width))).toBeLessThan(1e-4);
  });

  test('count texts by their weights', () => {
    const [x, other] = [noise(40, 1), noise(10, 2)];
    const wrong = noise(10, 3);
    const both = { data: Float64Array.of(...x.data, ...other.data), width };
    const targets = { data: Float64Array.of(...times(truth, x).data, ...wrong.data), width };
    const weights = Float64Array.from({ length: 50 }, (_, n) => (n < 40 ? 1 : 0));
    const found = ridgeToIdentity(normalEquations(both, targets, weights), 1e-9);
    expect(farthest(found, truth)).toBeLessThan(1e-6);
  });

  test('refuse texts without a direction', () => {
    const zeros = { data: new Float64Array(4 * width), width };
    expect(() =>
      ridgeToIdentity(normalEquations(zeros, zeros, new Float64Array(4).fill(1)), 1),
    ).toThrow('Head: expected texts that span a direction');
  });
});

test('the gradient of the cosines agrees with central differences', () => {
  const x = noise(7, 4);
  const wanted = gram(directions(noise(7, 5)));
  const gradient = cosineGradient(truth, x, wanted);
  const step = 1e-6;
  for (const k of [0, 7, 20, 35]) {
    const moved = (by: number) => {
      const w = Float64Array.from(truth);
      w[k] = (w[k] ?? 0) + by;
      return cosineError(w, x, wanted) ** 2;
    };
    const slope = (moved(step) - moved(-step)) / (2 * step);
    expect(gradient[k]).toBeCloseTo(slope, 6);
  }
});

describe('a head', () => {
  const shifted = noise(60, 6);
  const unseen = noise(30, 7);
  const texts = { shifted, original: times(truth, shifted) };
  const others = { shifted: unseen, original: times(truth, unseen) };
  const hooks = { between: () => undefined };

  test('gives the cosines of texts back that it has not seen', async () => {
    const head = await trainHead(texts, others, 1, hooks);
    expect(head.error.without).toBeGreaterThan(0.1);
    // Least squares pull to the identity by a hundredth of the data's own weight at least.
    expect(head.error.with).toBeLessThan(0.02);
    expect(cosineError(head.weights, unseen, gram(directions(others.original)))).toBeCloseTo(
      head.error.with,
      10,
    );
  });

  test('is the same for the same seed', async () => {
    const [one, two] = [
      await trainHead(texts, others, 3, hooks),
      await trainHead(texts, others, 3, hooks),
    ];
    expect(one.weights).toEqual(two.weights);
  });

  test('is the identity where nothing that was learnt helps on unseen texts', async () => {
    const head = await trainHead(texts, { shifted: unseen, original: unseen }, 1, hooks);
    expect(head.error.with).toBe(0);
    expect(head.weights).toEqual(identity(width));
  });

  test('tells how far it is, and ends where the answer throws', async () => {
    const told: number[] = [];
    await trainHead(texts, others, 1, { between: (done) => told.push(done) });
    expect(told[0]).toBe(0);
    expect(told).toEqual(told.toSorted((x, y) => x - y));
    expect(told.at(-1)).toBeLessThanOrEqual(1);
    const stop = () => {
      throw new Error('enough');
    };
    await expect(trainHead(texts, others, 1, { between: stop })).rejects.toThrow('enough');
  });
});

describe('texts to train on', () => {
  const given = [[1, 2, 3, 4, 5], [6, 7], [8]];
  const size = { short: 50, long: 20, longest: 120 };

  test('are those given and others made of them, none longer than the model reads', () => {
    const made = trainingIds(given, size, randomFrom(1));
    expect(made.slice(0, 3)).toEqual(given);
    expect(made.length).toBeGreaterThan(60);
    expect(made.every((ids) => ids.length > 0 && ids.length <= 120)).toBe(true);
    expect(made.flat().every((id) => id >= 1 && id <= 8)).toBe(true);
    expect(Math.max(...made.map(({ length }) => length))).toBeGreaterThan(60);
    expect(
      new Set(made.filter((ids) => ids.length >= 40).map(({ length }) => length)).size,
    ).toBeLessThan(17);
  });

  test('are the same for the same seed', () => {
    expect(trainingIds(given, size, randomFrom(2))).toEqual(
      trainingIds(given, size, randomFrom(2)),
    );
  });

  test('are short where the model reads no long ones', () => {
    const made = trainingIds(given, { ...size, longest: 4 }, randomFrom(1));
    expect(made.every((ids) => ids.length <= 4)).toBe(true);
  });
});
