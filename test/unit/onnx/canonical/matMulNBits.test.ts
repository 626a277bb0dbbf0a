/** Weights of 2, 4 and 8 bits in blocks, against the float network with the same weights. */
import { describe, expect, it } from 'vitest';
import { float32, tensor } from '../../../../src/tensor/create.js';
import { assertSameValues } from '../../../support/canonicalValues.js';
import { randomIntegers, randomTensor } from '../../../support/randomTensor.js';
import { node } from '../../../support/smallGraph.js';

const integers = (count: number, bits: number, seed: number): number[] =>
  Array.from(randomIntegers([count], seed, 0, 1 << bits).data, Number);

const uint8 = (dims: readonly number[], values: readonly number[]) =>
  tensor('uint8', dims, Uint8Array.from(values));

describe('MatMulNBits', () => {
  const [K, N, block_size] = [40, 3, 16];
  const blocks = Math.ceil(K / block_size);
  const a = randomTensor([2, 5, K], 1);

  /** Packs integers low bits first. */
  function packed(row: readonly number[], bits: number): number[] {
    const perByte = 8 / bits;
    return Array.from({ length: Math.ceil(row.length / perByte) }, (_, i) =>
      row
        .slice(i * perByte, (i + 1) * perByte)
        .reduce((byte, value, at) => byte | (value << (at * bits)), 0),
    );
  }

  it.each([
    [4, 'none'],
    [4, 'packed'],
    [4, 'float'],
    [8, 'none'],
    [8, 'packed'],
    [2, 'packed'],
  ] as const)('%s bits, zero points: %s', async (bits, zeroPoints) => {
    const rows = Array.from({ length: N }, (_, n) => integers(blocks * block_size, bits, n));
    const blockZeros = Array.from({ length: N }, (_, n) => integers(blocks, bits, 50 + n));
    const scale = randomTensor([N, blocks], 7);
    const blob = (block_size * bits) / 8;
    const constants = {
      b: uint8(
        [N, blocks, blob],
        rows.flatMap((row) => packed(row, bits)),
      ),
      scale,
      ...(zeroPoints === 'packed' && {
        zero: uint8(
          [N, Math.ceil((blocks * bits) / 8)],
          blockZeros.flatMap((row) => packed(row, bits)),
        ),
      }),
      ...(zeroPoints === 'float' && { zero: float32([N, blocks], blockZeros.flat()) }),
    };
    const weights = float32(
      [K, N],
      Array.from({ length: K * N }, (_, i) => {
        const [k, n] = [Math.floor(i / N), i % N];
        const block = Math.floor(k / block_size);
        const zero = zeroPoints === 'none' ? 1 << (bits - 1) : (blockZeros[n]?.[block] ?? 0);
        return ((rows[n]?.[k] ?? 0) - zero) * (scale.data[n * blocks + block] ?? 0);
      }),
    );
    const nodes = [
      node(
        'MatMulNBits',
        ['a', ...Object.keys(constants)],
        ['z'],
        { K, N, bits, block_size },
        'com.microsoft',
      ),
    ];
    const reference = {
      inputs: { a },
      constants: { weights },
      nodes: [node('MatMul', ['a', 'weights'], ['z'])],
    };
    const small = { inputs: { a }, nodes, constants };
    const canonical = await assertSameValues(small, { reference, tolerance: 2e-6 });
    expect(canonical.quantisation).toBe(`int${bits}`);
    // And with the runtime's own kernel, which need not agree on how it rounds activations.
    if (bits === 4) await assertSameValues(small, { tolerance: 1e-3 });
  });
});
