/** Types of every value of a small graph, measured: symbolic in the tokens given two lengths. */
import type { Runtime, Tensors } from '../../src/encoder/runtime.js';
import type { Graph } from '../../src/onnx/graph.js';
import { subgraph } from '../../src/onnx/subgraph.js';
import type { Dim, ValueType, ValueTypes } from '../../src/onnx/valueType.js';
import { modelOf, untyped } from './smallGraph.js';

/** Lengths that two feeds of `checkRule` stand for. */
export const LENGTHS = [4, 9] as const;

export async function measureSmall(
  runtime: Runtime,
  graph: Graph,
  feeds: readonly Tensors[],
  opset?: number,
): Promise<ValueTypes> {
  const computed = graph.nodes.flatMap((node) => node.outputs).filter((name) => name !== '');
  const all = subgraph(graph, { to: computed.map(untyped) });
  const session = await runtime.open(modelOf(all, opset), { optimise: 'none' });
  const runs: Tensors[] = [];
  try {
    for (const feed of feeds) runs.push({ ...feed, ...(await session.run(feed)) });
  } finally {
    await session.release();
  }
  const types = new Map<string, ValueType>();
  for (const [name, { dtype, dims }] of graph.initializers) {
    types.set(name, { dtype, shape: dims.map((fixed) => ({ fixed, perToken: 0 })) });
  }
  const [first, second] = runs;
  for (const [name, { dtype, dims }] of Object.entries(first ?? {})) {
    types.set(name, {
      dtype,
      shape: dims.map((size, axis) => dimOf(size, second?.[name]?.dims[axis] ?? size)),
    });
  }
  return types;
}

function dimOf(a: number, b: number): Dim {
  const perToken = (b - a) / (LENGTHS[1] - LENGTHS[0]);
  return Number.isInteger(perToken) ? { fixed: a - perToken * LENGTHS[0], perToken } : null;
}
