/** Derivative graphs as they are run against what the rules give, operator by operator. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type DerivativeGraph,
  type Mode,
  PATH,
  factoredDerivative,
  plainDerivative,
} from '../../../src/attribution/derivativeGraph.js';
import type { Encoder } from '../../../src/encoder/encoder.js';
import type { PoolingMode } from '../../../src/encoder/pooling.js';
import type { Tensors } from '../../../src/encoder/runtime.js';
import type { Graph } from '../../../src/onnx/graph.js';
import { subgraph } from '../../../src/onnx/subgraph.js';
import { float32 } from '../../../src/tensor/create.js';
import type { Tensor } from '../../../src/tensor/tensor.js';
import { fixtureEncoder } from '../../support/encoders.js';
import { randomTensor } from '../../support/randomTensor.js';
import { assertClose } from '../../support/tensorArithmetic.js';

/** Sums of at most some thousand float32 products in another order; relative to the largest entry. */
const TOLERANCE = 2e-5;

const TOKENS = 7;
const DIRECTIONS = 5;

const modes: readonly Mode[] = ['forward', 'reverse'];
const encoders: readonly { readonly file: string; readonly pooling: PoolingMode }[] = [
  ...['bert', 'roberta', 'distilbert', 'mpnet', 'albert'].flatMap((family) =>
    (['mean', 'cls'] as const).map((pooling) => ({ file: `${family}/classic`, pooling })),
  ),
  ...(['max', 'last', 'mean_sqrt_len'] as const).map((pooling) => ({
    file: 'bert/classic',
    pooling,
  })),
  ...['bert/dynamo', 'bert/fused', 'bert/q4', 'distilbert/fused', 'albert/dynamo'].map((file) => ({
    file,
    pooling: 'mean' as const,
  })),
];

/** Inputs of a path that has nothing to do with texts: derivatives must hold anywhere. */
function feedsOf(encoder: Encoder): Tensors {
  const [hidden, size] = [encoder.hiddenSize, encoder.embeddingSize];
  // Each direction moves some positions, one of them none, two of them the same one.
  const moved = [[1], [0, 2, 3], [], [3, 6], [4]];
  const select = new Float32Array(DIRECTIONS * TOKENS);
  moved.forEach((positions, k) => positions.forEach((p) => (select[k * TOKENS + p] = 1)));
  return {
    ...encoder.feeds(Array.from({ length: TOKENS }, (_, i) => 5 + i)),
    [PATH.origin]: randomTensor([1, TOKENS, hidden], 1),
    [PATH.delta]: randomTensor([1, TOKENS, hidden], 2),
    [PATH.alpha]: float32([1], [0.37]),
    [PATH.select]: float32([DIRECTIONS, TOKENS], select),
    [PATH.cotangents]: randomTensor([DIRECTIONS, 1, size], 3),
  };
}

async function run(encoder: Encoder, graph: Graph, feeds: Tensors): Promise<Tensors> {
  const session = await encoder.open(graph);
  try {
    return await session.run(feeds);
  } finally {
    await session.release();
  }
}

async function runStages(encoder: Encoder, graph: DerivativeGraph, feeds: Tensors) {
  const { first, second } = graph.stages();
  return run(encoder, second, { ...feeds, ...(await run(encoder, first, feeds)) });
}

describe.each(encoders)('$file with $pooling pooling', ({ file, pooling }) => {
  let encoder: Encoder;
  beforeAll(async () => {
    encoder = await fixtureEncoder(file, pooling);
  });
  afterAll(() => encoder.release());

  test.each(modes)(
    '%s: the same numbers, in one run and in two',
    async (mode) => {
      const feeds = feedsOf(encoder);
      const last = encoder.layers.length - 1;
      for (const index of file === 'bert/classic' ? encoder.layers.keys() : [0, last]) {
        const graph = factoredDerivative(encoder, index, mode);
        const plain = await run(encoder, plainDerivative(encoder, index, mode).whole, feeds);
        const whole = await run(encoder, graph.whole, feeds);
        const stages = await runStages(encoder, graph, feeds);
        const expected = plain[PATH.product];
        assertClose(whole[PATH.product], expected, TOLERANCE, `layer ${index}`);
        assertClose(stages[PATH.product], expected, TOLERANCE, `layer ${index} in stages`);
        expect(expected?.data.some((value) => value !== 0)).toBe(true);
      }
    },
    60_000,
  );
});

interface WeightProduct {
  /** [rows, columns] of the weights, transposed or not. */
  readonly weights: readonly number[];
  /** What is multiplied with them. */
  readonly left: string;
}

/** Products with weights in what runs for every chunk of directions, in order. */
function weightProducts({ nodes, initializers }: Graph): readonly WeightProduct[] {
  const transposed = new Map(
    nodes.filter(({ opType }) => opType === 'Transpose').map((n) => [n.outputs[0], n.inputs[0]]),
  );
  return nodes
    .filter(({ opType }) => opType === 'MatMul')
    .flatMap(({ inputs: [left = '', right = ''] }) => {
      const tensor = initializers.get(right) ?? initializers.get(transposed.get(right) ?? '');
      return tensor ? [{ weights: tensor.dims, left }] : [];
    });
}

describe('products with weights, per chunk of directions', () => {
  /** H and the width of the feed-forward block. */
  const [H, F] = [32, 64];
  const ofLayer = (encoder: Encoder, layer: number, mode: Mode) =>
    weightProducts(factoredDerivative(encoder, layer, mode).stages().second);
  const count = (products: readonly WeightProduct[], rows: number, columns: number) =>
    products.filter(({ weights }) => weights.join() === [rows, columns].join()).length;

  test.each(modes)('%s: the first layer has none for queries, keys and values', async (mode) => {
    const encoder = await fixtureEncoder('bert/classic', 'mean');
    const last = encoder.layers.length - 1;
    const [one, two] = [ofLayer(encoder, last, mode), ofLayer(encoder, last - 1, mode)];
    await encoder.release();
    // The attention's output alone; a layer more brings its own, and the next one's q, k and v.
    expect(count(one, H, H)).toBe(1);
    expect(count(two, H, H)).toBe(1 + 1 + 3);
    expect(count(one, H, F) + count(one, F, H)).toBe(2);
    expect(count(two, H, F) + count(two, F, H)).toBe(4);
  });

  test.each(modes)('%s: behind mean pooling, one row a direction for the last', async (mode) => {
    const encoder = await fixtureEncoder('bert/classic', 'mean');
    const { whole } = factoredDerivative(encoder, encoder.layers.length - 1, mode);
    const down = weightProducts(whole).filter(({ weights }) => weights.join() === `${F},${H}`);
    const to = down.map(({ left }) => ({ name: left, dtype: undefined, dims: undefined }));
    const found = await run(encoder, subgraph(whole, { to }), feedsOf(encoder));
    await encoder.release();
    const rowsOf = (tensor: Tensor | undefined) =>
      (tensor?.data.length ?? 0) / (tensor?.dims.at(-1) ?? 1);
    const rows = down.map(({ left }) => rowsOf(found[left]));
    // That of the text itself, of its norm's projections, and of the directions.
    expect([...rows].sort((a, b) => a - b)).toEqual([DIRECTIONS, TOKENS, TOKENS]);
  });
});
