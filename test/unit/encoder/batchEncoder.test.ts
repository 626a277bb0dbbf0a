import { describe, expect, test } from 'vitest';
import { BatchEncoder } from '../../../src/encoder/batchEncoder.js';
import type { Encoder } from '../../../src/encoder/encoder.js';
import { fixtureEncoder } from '../../support/encoders.js';

const texts = [
  [2, 9, 17, 3],
  [2, 11, 3],
  [2, 30, 41, 3],
  [2, 5, 6, 7, 8, 3],
  [2, 12, 3],
];

function farthest(x: readonly Float32Array[], y: readonly Float32Array[]): number {
  return Math.max(
    ...x.flatMap((row, i) => [...row].map((v, d) => Math.abs(v - (y[i]?.[d] ?? NaN)))),
  );
}

async function oneByOne(encoder: Encoder): Promise<Float32Array[]> {
  const found: Float32Array[] = [];
  for (const ids of texts) found.push((await encoder.encode(ids)).embedding);
  return found;
}

describe('texts side by side', () => {
  test.each(['bert/classic', 'bert/dynamo', 'roberta/classic', 'mpnet/classic', 'albert/dynamo'])(
    'are encoded as each alone by %s, in the order given',
    async (file) => {
      const encoder = await fixtureEncoder(file, 'mean');
      const batch = await BatchEncoder.open(encoder);
      expect(batch.batches).toBe(true);
      expect(farthest(await batch.encode(texts), await oneByOne(encoder))).toBeLessThan(1e-5);
      await batch.release();
      await encoder.release();
    },
  );

  test('a file whose rows depend on their company goes on one text at a time', async () => {
    const encoder = await fixtureEncoder('bert/classic', 'mean');
    const honest = await encoder.openRows();
    encoder.openRows = () =>
      Promise.resolve({
        ...honest,
        inputs: honest.inputs,
        outputs: honest.outputs,
        release: () => Promise.resolve(),
        async run(feeds) {
          const outputs = await honest.run(feeds);
          const { 'hitlight.embedding': tensor } = outputs;
          if (tensor?.dtype !== 'float32') throw new Error('no embedding');
          return { 'hitlight.embedding': { ...tensor, data: tensor.data.map((v) => v * 1.01) } };
        },
      });
    const batch = await BatchEncoder.open(encoder);
    expect(batch.batches).toBe(false);
    expect(farthest(await batch.encode(texts), await oneByOne(encoder))).toBe(0);
    await honest.release();
    await encoder.release();
  });

  test('asks between runs, and ends where the answer throws', async () => {
    const encoder = await fixtureEncoder('bert/classic', 'mean');
    const batch = await BatchEncoder.open(encoder);
    const shares: number[] = [];
    await batch.encode(texts, (done) => shares.push(done));
    expect(shares).toEqual([0, 0.4, 0.8]);
    const stop = () => {
      throw new Error('enough');
    };
    await expect(batch.encode(texts, stop)).rejects.toThrow('enough');
    await batch.release();
    await encoder.release();
  });
});

describe('an exact encoder', () => {
  test('gives e(x) − e(r), by one and in batches, and its reference is zero', async () => {
    const plain = await fixtureEncoder('bert/classic', 'mean');
    const exact = await fixtureEncoder('bert/classic', 'mean', { id: 7, before: 1, after: 1 });
    const batch = await BatchEncoder.open(exact);
    expect(batch.batches).toBe(true);
    const x = (await plain.encode([2, 9, 17, 3])).embedding;
    const r = (await plain.encode([2, 7, 7, 3])).embedding;
    const difference = x.map((value, d) => value - (r[d] ?? NaN));
    expect(farthest([(await exact.encode([2, 9, 17, 3])).embedding], [difference])).toBe(0);
    expect(farthest(await batch.encode([[2, 9, 17, 3]]), [difference])).toBeLessThan(1e-5);
    expect([...(await exact.encode([2, 7, 7, 3])).embedding].every((value) => value === 0)).toBe(
      true,
    );
    await batch.release();
    await exact.release();
    await plain.release();
  });
});
