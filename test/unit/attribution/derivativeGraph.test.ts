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
import { float32 } from '../../../src/tensor/create.js';
import { fixtureEncoder } from '../../support/encoders.js';
import { randomTensor } from '../../support/randomTensor.js';
import { assertClose } from '../../support/tensorArithmetic.js';

/** Sums of at most some thousand float32 products in another order; relative to the largest entry. */
const TOLERANCE = 2e-5;

const TOKENS = 7;
const DIRECTIONS = 5;

const modes: readonly Mode[] = ['forward', 'reverse'];
const poolings: readonly PoolingMode[] = ['mean', 'cls', 'max', 'mean_sqrt_len'];

const families = ['bert', 'roberta', 'distilbert', 'mpnet', 'albert'].flatMap((family) =>
  poolings.map((pooling) => ({ file: `${family}/classic`, pooling })),
);
const styles = ['dynamo', 'fused'].map((style) => ({
  file: `bert/${style}`,
  pooling: 'mean' as const,
}));

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

describe.each([...families, ...styles])('$file with $pooling pooling', ({ file, pooling }) => {
  let encoder: Encoder;
  beforeAll(async () => {
    encoder = await fixtureEncoder(file, pooling);
  });
  afterAll(() => encoder.release());

  test.each(modes)('%s: the same numbers at every layer, in one run and in two', async (mode) => {
    const feeds = feedsOf(encoder);
    for (const { index } of encoder.layers) {
      const graph = factoredDerivative(encoder, index, mode);
      const plain = await run(encoder, plainDerivative(encoder, index, mode).whole, feeds);
      const whole = await run(encoder, graph.whole, feeds);
      const stages = await runStages(encoder, graph, feeds);
      const expected = plain[PATH.product];
      assertClose(whole[PATH.product], expected, TOLERANCE, `layer ${index}`);
      assertClose(stages[PATH.product], expected, TOLERANCE, `layer ${index} in stages`);
      expect(expected?.data.some((value) => value !== 0)).toBe(true);
    }
  });
});
