import { describe, expect, test } from 'vitest';
import { fixtureEncoder } from '../../support/encoders.js';

describe('measured shapes', () => {
  test('hold at a length that was not measured', async () => {
    const encoder = await fixtureEncoder('bert/dynamo', 'mean');
    const tokens = 23;
    const names = encoder.graph.nodes.flatMap((node) => node.outputs);
    const outputs = names.map((name) => ({ name, dtype: undefined, dims: undefined }));
    const session = await encoder.open({ ...encoder.graph, outputs });
    const values = await session.run(
      encoder.feeds(Array.from({ length: tokens }, (_, i) => i + 5)),
    );
    await session.release();
    for (const name of names) {
      const law = encoder.types
        .get(name)
        ?.shape.map((dim) => dim && dim.fixed + dim.perToken * tokens);
      expect([name, law]).toEqual([name, values[name]?.dims]);
    }
    await encoder.release();
  });

  test('leave nothing to compute that no text changes', async () => {
    const encoder = await fixtureEncoder('bert/dynamo', 'mean');
    const { nodes, initializers } = encoder.graph;
    const constant = nodes.filter(({ inputs }) =>
      inputs.every((input) => input === '' || initializers.has(input)),
    );
    expect(constant.map((node) => node.name)).toEqual([]);
    await encoder.release();
  });
});
