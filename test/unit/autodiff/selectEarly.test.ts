/** Positions that alone are read are computed alone, and nothing else changes. */
import { describe, expect, it } from 'vitest';
import { selectEarly } from '../../../src/autodiff/selectEarly.js';
import type { Primal } from '../../../src/autodiff/emitter.js';
import type { Tensors } from '../../../src/encoder/runtime.js';
import { createRuntime } from '../../../src/encoder/session.js';
import { int64 } from '../../../src/tensor/create.js';
import { LENGTHS, measureSmall } from '../../support/measureSmall.js';
import { randomTensor } from '../../support/randomTensor.js';
import { type SmallGraph, modelOf, node, smallGraph } from '../../support/smallGraph.js';
import { assertClose } from '../../support/tensorArithmetic.js';
import { allCases } from './cases/all.js';
import { layerCases } from './cases/layers.js';
import type { RuleCase } from './cases/RuleCase.js';

const runtime = createRuntime({ threads: 1 });
/** The same sums of products, blocked differently for one row than for many. */
const TOLERANCE = 1e-5;

type Feeds = readonly Tensors[];

async function primalOf(small: SmallGraph, feeds: Feeds): Promise<Primal> {
  const graph = smallGraph(small);
  return { graph, types: await measureSmall(runtime, graph, feeds) };
}

async function run({ graph }: Primal, feeds: Feeds): Promise<readonly Tensors[]> {
  const session = await runtime.open(modelOf(graph));
  try {
    const runs: Tensors[] = [];
    for (const feed of feeds) runs.push(await session.run(feed));
    return runs;
  } finally {
    await session.release();
  }
}

async function assertEqual(before: Primal, after: Primal, feeds: Feeds, what: string) {
  const [expected, found] = [await run(before, feeds), await run(after, feeds)];
  expected.forEach((outputs, i) => {
    for (const [name, value] of Object.entries(outputs)) {
      assertClose(found[i]?.[name], value, TOLERANCE, what);
    }
  });
}

const feedsOf = ({ feeds }: RuleCase): Feeds =>
  typeof feeds === 'function' ? LENGTHS.map(feeds) : [feeds];

/** A case of which only some positions along an axis of the output are read. */
async function picked(c: RuleCase, axis: number, positions: readonly number[], scalar: boolean) {
  const feeds = feedsOf(c);
  const output = c.outputs?.[0] ?? c.nodes.at(-1)?.outputs[0] ?? '';
  const at = int64(scalar ? [] : [positions.length], positions);
  return primalOf(
    {
      ...c,
      inputs: feeds[0] ?? {},
      nodes: [...c.nodes, node('Gather', [output, 'at'], ['picked'], { axis })],
      outputs: ['picked'],
      constants: { ...c.constants, at },
    },
    feeds,
  );
}

describe('selectEarly', () => {
  it.each(allCases.map((c) => [`${c.operator}: ${c.about}`, c] as const))(
    'changes no number behind %s',
    async (_, c) => {
      const output = c.outputs?.[0] ?? c.nodes.at(-1)?.outputs[0] ?? '';
      const feeds = feedsOf(c);
      const whole = await primalOf({ ...c, inputs: feeds[0] ?? {} }, feeds);
      const shape = whole.types.get(output)?.shape ?? [];
      for (const [axis, dim] of shape.entries()) {
        if (dim === null || dim.fixed + dim.perToken * LENGTHS[0] < 1) continue;
        const before = await picked(c, axis, axis % 2 === 0 ? [0] : [-1], axis % 3 === 0);
        await assertEqual(before, selectEarly(before), feeds, `axis ${axis}`);
      }
    },
  );

  const attending = layerCases.filter(({ nodes }) => nodes.some((n) => n.opType === 'Softmax'));
  it.each(attending.map((c) => [c.about, c] as const))(
    'leaves one position of %s, from the scores on',
    async (_, c) => {
      const before = await picked(c, 1, [0], true);
      const { graph, types } = selectEarly(before);
      const perToken = (operator: string) =>
        graph.nodes
          .filter(({ opType }) => opType === operator)
          .map(({ outputs }) => types.get(outputs[0] ?? '')?.shape.at(-2)?.perToken);
      // Rows of scores; and of the products, keys and values alone for all positions.
      expect(perToken('Softmax').every((rows) => rows === 0)).toBe(true);
      const products = perToken('MatMul');
      expect(products.filter((rows) => rows !== 0).length).toBeLessThanOrEqual(2);
      expect(products.length).toBeGreaterThan(4);
    },
  );

  const x = (n: number) => ({ x: randomTensor([1, n, 6], 1) });
  const feeds = LENGTHS.map(x);
  const first = int64([], [0]);

  it('keeps what something else reads as a whole', async () => {
    const before = await primalOf(
      {
        inputs: x(4),
        nodes: [
          node('Tanh', ['x'], ['y']),
          node('Gather', ['y', 'first'], ['picked'], { axis: 1 }),
          node('ReduceSum', ['y'], ['total'], { keepdims: 0 }),
          node('Add', ['picked', 'total'], ['z']),
        ],
        constants: { first },
      },
      feeds,
    );
    expect(selectEarly(before).graph.nodes).toEqual(before.graph.nodes);
  });

  it('does not mix up two selections of one value', async () => {
    const before = await primalOf(
      {
        inputs: x(4),
        nodes: [
          node('Tanh', ['x'], ['y']),
          node('Gather', ['y', 'first'], ['a'], { axis: 1 }),
          node('Gather', ['y', 'second'], ['b'], { axis: 1 }),
          node('Sub', ['a', 'b'], ['z']),
        ],
        constants: { first, second: int64([], [1]) },
      },
      feeds,
    );
    await assertEqual(before, selectEarly(before), feeds, 'a difference');
  });
});
