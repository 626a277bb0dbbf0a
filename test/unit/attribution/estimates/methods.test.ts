import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Explainer, type Sequence } from '../../../../src/attribution/explain.js';
import type { Estimated, Method } from '../../../../src/attribution/estimates/method.js';
import { Cancelled } from '../../../../src/attribution/hooks.js';
import { fixtureEncoder, quiet } from '../../../support/encoders.js';

const METHODS: readonly Method[] = [
  ...(['auto', 'ij', 'ij-layers', 'ij-scattered', 'ij-mixed'] as const),
  ...(['shapley', 'simpson', 'ends'] as const),
];

let explainer: Explainer;
beforeAll(async () => {
  explainer = new Explainer(await fixtureEncoder('bert/classic', 'mean'));
});
afterAll(() => explainer.release());

/** Text between special tokens; some of it in parts of two tokens. */
function sequence(text: readonly number[], pairs = false): Sequence {
  const ids = [2, ...text, 3];
  const positions = text.map((_, i) => [i + 1]);
  const merged = positions.flatMap((_, i) =>
    i % 2 === 0 ? [positions.slice(i, i + 2).flat()] : [],
  );
  return {
    ids,
    reference: [2, ...text.map(() => 7), 3],
    parts: [[0], ...(pairs ? merged : positions), [ids.length - 1]],
  };
}

const SHORT = sequence([20, 31, 44, 9]);
const MIDDLE = sequence([20, 31, 44, 20, 9, 15, 33, 71, 90, 102, 55], true);
const LONG = sequence(Array.from({ length: 40 }, (_, i) => 10 + ((i * 37) % 100)));

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
const farthest = (x: ArrayLike<number>, y: ArrayLike<number>) =>
  Array.from(x).reduce((most, value, i) => Math.max(most, Math.abs(value - (y[i] ?? NaN))), 0);

const accuracy = { tolerance: 0.01 };
const attribute = (method: Method, a: Sequence, b: Sequence, seed = 1) =>
  explainer.attribute(2, a, b, accuracy, quiet, { method, seed });

function settles({ score, ledger, matrix, ...rest }: Estimated, columns: number): void {
  const { constant, onlyA, onlyB, pairs, residual } = ledger;
  expect(constant + onlyA + onlyB + pairs + residual).toBeCloseTo(score, 12);
  expect(matrix === null ? pairs : sum(matrix)).toBeCloseTo(pairs, 12);
  if (!matrix || rest.method.error === 'completeness') return;
  // Nothing is left over: whatever was missing has been shared out.
  expect(Math.abs(residual)).toBeLessThan(1e-6);
  expect(sum(rest.marginalA)).toBeCloseTo(pairs + onlyA, 5);
  expect(sum(rest.marginalB)).toBeCloseTo(pairs + onlyB, 5);
  // Special tokens take no part.
  const corners = [0, columns - 1, matrix.length - columns, matrix.length - 1];
  expect(corners.every((at) => matrix[at] === 0)).toBe(true);
}

describe.each(METHODS)('%s', (method) => {
  test.each([
    ['short texts', SHORT, MIDDLE],
    ['a long second text', SHORT, LONG],
    ['a long first text', LONG, SHORT],
  ])('its ledger adds up on the way and at the end: %s', async (_, a, b) => {
    const found: Estimated[] = [];
    const hooks = { ...quiet, found: (result: Estimated) => void found.push(result) };
    const result = await explainer.attribute(2, a, b, accuracy, hooks, { method, seed: 1 });
    for (const one of [...found, result]) {
      settles(one, b.parts.length);
      expect(one.method.asked).toBe(method);
      expect(Number.isFinite(one.error)).toBe(true);
    }
    expect(result.stage).toBe('done');
    expect(found.every(({ stage }) => stage !== 'done')).toBe(true);
    expect(result.matrix).toHaveLength(a.parts.length * b.parts.length);
    if (method !== 'auto') {
      const names = [result.method.a, result.method.b];
      expect(names).toContain(method);
    }
  });

  test('with the texts swapped is the transposed matrix, to its own accuracy', async () => {
    const one = await attribute(method, SHORT, MIDDLE);
    const other = await attribute(method, MIDDLE, SHORT);
    const [rows, columns] = [SHORT.parts.length, MIDDLE.parts.length];
    const transposed = one.matrix.map((__, at) => {
      const [j, i] = [Math.floor(at / rows), at % rows];
      return one.matrix[i * columns + j] ?? NaN;
    });
    const size = Math.max(...one.matrix.map(Math.abs));
    // Other samples, other points: the same quantity all the same.
    expect(farthest(transposed, other.matrix)).toBeLessThan(0.3 * size);
    expect(one.score).toBeCloseTo(other.score, 6);
  });

  test('gives the same numbers for the same seed', async () => {
    const [one, same] = [
      await attribute(method, MIDDLE, SHORT, 3),
      await attribute(method, MIDDLE, SHORT, 3),
    ];
    expect(farthest(one.matrix, same.matrix)).toBeLessThan(1e-6);
  });

  test('stops when cancelled, with what was found told before', async () => {
    let asked = 0;
    const found: Estimated[] = [];
    const hooks = {
      progress: () => undefined,
      cancelled: () => ++asked > 12,
      found: (result: Estimated) => void found.push(result),
    };
    // Nobody finishes this in twelve runs.
    const work = explainer.attribute(2, LONG, LONG, { nodes: 400 }, hooks, { method, seed: 1 });
    if (method === 'auto' || method === 'ends') {
      await work.catch((error: unknown) => expect(error).toBeInstanceOf(Cancelled));
    } else await expect(work).rejects.toThrow(Cancelled);
    for (const one of found) settles(one, LONG.parts.length);
  });
});

describe('what methods say of themselves', () => {
  test('shapley: the largest standard error, which meets the tolerance', async () => {
    const { method, error } = await attribute('shapley', MIDDLE, LONG);
    expect(method).toMatchObject({ a: 'shapley', b: 'shapley', error: 'standardError' });
    expect(error).toBeLessThanOrEqual(accuracy.tolerance);
    expect(error).toBeCloseTo(Math.max(...(method.standardError ?? [])), 12);
    expect(method.standardError).toHaveLength(MIDDLE.parts.length * LONG.parts.length);
  });

  test('shapley: few parts are exact, and have no error', async () => {
    const { method, error } = await attribute('shapley', SHORT, SHORT);
    expect(error).toBe(0);
    expect(Math.max(...(method.standardError ?? [NaN]))).toBe(0);
  });

  test('shapley: a number of orders instead of a tolerance', async () => {
    const few = await explainer.attribute(2, LONG, LONG, { nodes: 4 }, quiet, {
      method: 'shapley',
    });
    // Two orders and their reverses of either text, less what both orders share.
    expect(few.evaluations).toBeGreaterThan(2 * 3.5 * 39);
    expect(few.evaluations).toBeLessThanOrEqual(2 * 4 * 39);
  });

  test('auto: encodings for short texts, projections where a long one meets a short one', async () => {
    const short = await attribute('auto', SHORT, MIDDLE);
    expect(short.method).toMatchObject({ asked: 'auto', a: 'shapley' });
    expect(['shapley', 'simpson']).toContain(short.method.b);
    const words = Array.from({ length: 60 }, (_, i) => 10 + ((i * 37) % 100));
    const long = await attribute('auto', SHORT, sequence(words));
    expect(long.method).toMatchObject({ a: 'shapley', b: 'ij-mixed', error: 'shared' });
    const turned = await attribute('auto', sequence(words), SHORT);
    expect(turned.method).toMatchObject({ a: 'ij-mixed', b: 'shapley' });
  });

  test('all estimate the same thing: Shapley’s matrix', async () => {
    const truth = (
      await explainer.attribute(2, MIDDLE, SHORT, { nodes: 400 }, quiet, { method: 'shapley' })
    ).matrix;
    for (const method of METHODS) {
      if (method === 'ij' || method === 'ij-layers') continue;
      const found = (await attribute(method, MIDDLE, SHORT)).matrix;
      const size = Math.sqrt(sum(truth.map((x) => x ** 2)));
      const off = Math.sqrt(sum(truth.map((x, i) => (x - (found[i] ?? NaN)) ** 2)));
      expect(off / size, method).toBeLessThan(0.35);
    }
  });
});
