import { describe, expect, test } from 'vitest';
import { GraphError } from '../../../src/encoder/layers.js';
import { fixtureEncoder } from '../../support/encoders.js';

describe('layers as cut vertices', () => {
  test('the boundaries of a nameless post-norm graph are the outputs of its layer norms', async () => {
    const encoder = await fixtureEncoder('bert/dynamo', 'mean');
    expect(encoder.layers.map((layer) => layer.value)).toEqual([
      'layer_norm',
      'layer_norm_2',
      'layer_norm_4',
      'layer_norm_6',
    ]);
    expect(encoder.hiddenSize).toBe(32);
    expect(encoder.embeddingSize).toBe(32);
    await encoder.release();
  });

  test('a layer that does not exist is named with those that do', async () => {
    const encoder = await fixtureEncoder('bert/dynamo', 'mean');
    expect(() => encoder.layer(4)).toThrow(
      new GraphError('Layers: expected a layer from 0 to 3, got 4'),
    );
    await encoder.release();
  });

  test('the graph above a boundary computes the same embedding from it', async () => {
    const encoder = await fixtureEncoder('bert/dynamo', 'cls');
    const ids = [2, 49, 52, 69, 3];
    const { embedding, hidden } = await encoder.encode(ids);
    for (const layer of encoder.layers) {
      const session = await encoder.open(encoder.above(layer.index));
      const state = hidden[layer.index];
      if (!state) throw new Error('no hidden state');
      const outputs = await session.run({ ...encoder.feeds(ids), [layer.value]: state });
      await session.release();
      const [above] = Object.values(outputs);
      Array.from(embedding).forEach((value, i) => {
        // The same float32 operations, fused differently by the runtime.
        expect(Math.abs(value - Number(above?.data[i]))).toBeLessThan(1e-6);
      });
    }
    await encoder.release();
  });
});
