import { describe, expect, test } from 'vitest';
import { positionLimit } from '../../../src/encoder/positionLimit.js';
import { RunError } from '../../../src/encoder/runtime.js';
import { fixtureEncoder } from '../../support/encoders.js';

describe('tokens that a network has positions for', () => {
  // Sliced to the length, counted from the ids that are not padding, and the same gathered otherwise.
  test.each(['bert/classic', 'bert/dynamo', 'bert/fused', 'mpnet/classic', 'roberta/int8'])(
    '%s: as many as found can be encoded, one more cannot',
    async (file) => {
      const encoder = await fixtureEncoder(file, 'mean');
      const limit = await positionLimit(encoder);
      const text = (tokens: number) => new Array<number>(tokens).fill(7);
      await expect(encoder.encode(text(limit))).resolves.toBeDefined();
      await expect(encoder.encode(text(limit + 1))).rejects.toThrow(RunError);
      await encoder.release();
    },
  );

  test('is unknown where no table says', async () => {
    const encoder = await fixtureEncoder('bert/classic', 'mean');
    const { graph, types, vocabulary } = encoder;
    const bare = {
      ...{ types, vocabulary },
      // Token types are still looked up, by no count.
      graph: { ...graph, nodes: graph.nodes.filter(({ name }) => !/Slice|position/.test(name)) },
      feeds: (ids: readonly number[]) => encoder.feeds(ids),
      open: (part: typeof graph) => encoder.open(part),
    };
    expect(bare.graph.nodes.map(({ name }) => name)).toContainEqual(
      expect.stringMatching(/token_type/),
    );
    expect(await positionLimit(bare)).toBe(Infinity);
    await encoder.release();
  });
});
