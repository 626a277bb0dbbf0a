import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Coalitions } from '../../../../src/attribution/estimates/Coalitions.js';
import { Simpson } from '../../../../src/attribution/estimates/Simpson.js';
import {
  stretchesOf,
  withinStretches,
} from '../../../../src/attribution/estimates/withinStretches.js';
import { displacement } from '../../../../src/attribution/textPath.js';
import { rowDots, rowsOf } from '../../../../src/attribution/vectors.js';
import { BatchEncoder } from '../../../../src/encoder/batchEncoder.js';
import type { Encoder } from '../../../../src/encoder/encoder.js';
import { fixtureEncoder, quiet } from '../../../support/encoders.js';
import { textPath } from '../../../support/games.js';

let encoder: Encoder;
let batches: BatchEncoder;
beforeAll(async () => {
  encoder = await fixtureEncoder('bert/classic', 'mean');
  batches = await BatchEncoder.open(encoder);
});
afterAll(async () => {
  await batches.release();
  await encoder.release();
});

const SHORT = [20, 31, 44, 20, 9, 15];
const LONG = Array.from({ length: 45 }, (_, i) => 10 + ((i * 37) % 100));
const farthest = (x: ArrayLike<number>, y: ArrayLike<number>) =>
  Array.from(x).reduce((most, value, i) => Math.max(most, Math.abs(value - (y[i] ?? NaN))), 0);

describe('stretches of a text', () => {
  test('have every player once, about as many each, between the text’s own special tokens', async () => {
    const path = await textPath(encoder, LONG);
    const stretches = stretchesOf(path);
    const sizes = stretches.map(({ players }) => players.length);
    expect(sizes).toEqual([23, 22]);
    const players = stretches.flatMap((stretch) => stretch.players);
    expect(players.map((part) => path.ids[path.parts[part]?.[0] ?? -1])).toEqual(LONG);
    for (const { ids, referenceIds, parts, players: own } of stretches) {
      expect([ids[0], ids.at(-1)]).toEqual([path.ids[0], path.ids.at(-1)]);
      expect(referenceIds).toHaveLength(ids.length);
      // The same tokens in the same parts, at other positions.
      own.forEach((part, i) => {
        const there = (parts[i] ?? []).map((position) => ids[position]);
        expect(there).toEqual((path.parts[part] ?? []).map((position) => path.ids[position]));
      });
      expect(parts.flat().sort((x, y) => x - y)).toEqual([...ids.keys()]);
    }
  });

  test('keep parts of several tokens whole, and leave out what is in no player', async () => {
    const path = await textPath(encoder, SHORT);
    const merged = { ...path, parts: [[0], [1, 2], [3], [4], [5, 6], [7]] };
    const same = { ...merged, referenceIds: merged.referenceIds.with(3, path.ids[3] ?? 0) };
    const [stretch] = stretchesOf(same);
    expect(stretch?.players).toEqual([1, 3, 4]);
    expect(stretch?.ids).toEqual([0, 1, 2, 4, 5, 6, 7].map((position) => path.ids[position]));
    expect(stretch?.parts).toEqual([[1, 2], [3], [4, 5], [0, 6]]);
  });
});

describe('contributions within stretches', () => {
  test('are the ends where one stretch is the whole text', async () => {
    const path = await textPath(encoder, SHORT);
    const ends = new Simpson(new Coalitions(batches, path), 1);
    await ends.refine(quiet);
    const size = path.text.embedding.length;
    const cotangent = Array.from({ length: size }, (_, d) => Math.sin(d + 1));
    const sums = rowDots([cotangent], displacement(path));
    const { value } = await withinStretches(
      batches,
      path,
      [cotangent],
      sums,
      quiet,
      () => undefined,
    );
    const expected = rowDots(rowsOf(ends.value, size), cotangent);
    // Float32 embeddings of length about 1, in other batches.
    expect(farthest(value, expected)).toBeLessThan(1e-5);
  });

  test('have the text’s sums, special tokens none, and cost two encodings a part', async () => {
    const path = await textPath(encoder, LONG);
    const size = path.text.embedding.length;
    const cotangents = [0, 1].map((k) =>
      Array.from({ length: size }, (_, d) => Math.cos(d * (k + 1))),
    );
    const sums = rowDots(cotangents, displacement(path));
    const shares: number[] = [];
    const { value, missed, encodings } = await withinStretches(
      batches,
      path,
      cotangents,
      sums,
      quiet,
      (done) => shares.push(done),
    );
    rowsOf(value, path.parts.length).forEach((row, k) => {
      expect(row.reduce((total, one) => total + one, 0)).toBeCloseTo(sums[k] ?? NaN, 10);
      expect([row[0], row.at(-1)]).toEqual([0, 0]);
    });
    expect(missed).toHaveLength(2);
    expect(encodings).toBe(2 * LONG.length + 2 * stretchesOf(path).length);
    expect(shares).toEqual([...shares].sort((x, y) => x - y));
  });
});
