/**
 * (x W) ⊙ s = x (W ⊙ s) for weights that were dequantised without their scale: one pass over an
 * activation, and over its derivative in every direction, less.
 */
import type { Graph, Node } from '../graph.js';
import type { Value } from '../emitter.js';
import { readsOf, subgraph } from '../subgraph.js';
import { scaledColumns } from './weights.js';

/** Weights are those whose names have the prefix. */
export function foldWeightScales(graph: Graph, prefix: string): Graph {
  const readers = countReaders(graph);
  const producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((o) => [o, node])));
  const initializers = new Map(graph.initializers);
  let folded = false;
  const nodes = graph.nodes.map((node): Node => {
    const found =
      node.opType === 'Mul' ? match(graph, node, { producers, readers, prefix }) : undefined;
    if (!found) return node;
    folded = true;
    const name = `${found.weights}/scaled/${node.outputs[0] ?? ''}`;
    const weights = graph.initializers.get(found.weights);
    const scale = graph.initializers.get(found.scale);
    if (weights?.dtype !== 'float32' || scale?.dtype !== 'float32') return node;
    initializers.set(name, scaledColumns(weights, scale.data));
    return {
      ...found.product,
      inputs: [found.product.inputs[0] ?? '', name],
      outputs: node.outputs,
    };
  });
  return folded ? subgraph({ ...graph, nodes, initializers }, { to: graph.outputs }) : graph;
}

interface Match {
  readonly product: Node;
  readonly weights: Value;
  readonly scale: Value;
}

interface Surroundings {
  readonly producers: ReadonlyMap<Value, Node>;
  readonly readers: ReadonlyMap<Value, number>;
  readonly prefix: string;
}

function match(
  graph: Graph,
  { inputs }: Node,
  { producers, readers, prefix }: Surroundings,
): Match | undefined {
  for (const [value, scale] of [inputs, [...inputs].reverse()]) {
    if (value === undefined || scale === undefined) continue;
    const product = throughCasts(value, producers, readers);
    const weights = product?.inputs[1] ?? '';
    if (product && weights.startsWith(prefix) && fits(graph, weights, scale)) {
      return { product, weights, scale };
    }
  }
  return undefined;
}

/** The MatMul behind a value, if nothing else reads it or the casts between. */
function throughCasts(
  value: Value,
  producers: ReadonlyMap<Value, Node>,
  readers: ReadonlyMap<Value, number>,
): Node | undefined {
  const node = producers.get(value);
  if (node === undefined || readers.get(value) !== 1) return undefined;
  if (node.opType === 'MatMul') return node;
  return node.opType === 'Cast'
    ? throughCasts(node.inputs[0] ?? '', producers, readers)
    : undefined;
}

/** One scale, or one for each column of a matrix. */
function fits(graph: Graph, weights: Value, scale: Value): boolean {
  const [matrix, factors] = [graph.initializers.get(weights), graph.initializers.get(scale)];
  if (matrix?.dims.length !== 2 || factors?.dtype !== 'float32') return false;
  const columns = factors.dims.at(-1) === matrix.dims[1] && factors.data.length === matrix.dims[1];
  return factors.dims.length <= 2 && (factors.data.length === 1 || columns);
}

function countReaders(graph: Graph): ReadonlyMap<Value, number> {
  const count = new Map<Value, number>();
  const outputs = graph.outputs.map(({ name }) => name);
  for (const value of [...graph.nodes.flatMap(readsOf), ...outputs]) {
    count.set(value, (count.get(value) ?? 0) + 1);
  }
  return count;
}
