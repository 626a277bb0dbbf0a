/**
 * Shapes by measurement: the graph runs at a few lengths with every value as an output, and each
 * dimension's law in the number of tokens S is read off. Exact for any operator the runtime has,
 * where rules for shape inference would have to know each one; the same runs fold constants.
 *
 * Texts come one at a time and without padding, so masks are all ones: what depends on nothing but
 * masks, token types and S is a constant of the length.
 */
import type { Graph, Model, Node } from '../onnx/graph.js';
import { readsOf, subgraph, withGraph } from '../onnx/subgraph.js';
import type { Dim, ValueType } from '../onnx/valueType.js';
import type { Tensor } from '../tensor/tensor.js';
import { type Runtime, type Tensors, RunError } from './runtime.js';

export interface Measured {
  /** The graph with everything constant folded into initialisers. */
  readonly graph: Graph;
  /** Of every value that is computed or an initialiser. */
  readonly types: ReadonlyMap<string, ValueType>;
}

/** How much of a text a value depends on. */
const NOTHING = 0;
const LENGTH = 1;
const CONTENT = 2;

/** Lengths to measure at: two fix an affine law, the third checks it. */
const LENGTHS = [7, 11, 12] as const;

const ASKS_SHAPE_ONLY: ReadonlySet<string> = new Set(['Shape', 'Size']);

/**
 * @param feeds inputs for a text of the given number of tokens
 * @param ids the input that carries the text's content
 * Cost: one session without optimisation, one run of the graph per length.
 */
export async function measureTypes(
  model: Model,
  runtime: Runtime,
  ids: string,
  feeds: (tokens: number) => Tensors,
): Promise<Measured> {
  const { graph } = model;
  const dependence = dependenceOf(graph, ids);
  const of = (value: string) => dependence.get(value) ?? NOTHING;
  const varies = (node: Node) => node.outputs.some((output) => of(output) !== NOTHING);
  const graphOutputs = graph.outputs.map((output) => output.name);
  const wanted = new Set(graphOutputs);
  for (const node of graph.nodes) {
    if (varies(node)) node.outputs.forEach((output) => output !== '' && wanted.add(output));
    // Of the constant part, only what the rest reads.
    if (varies(node)) readsOf(node).forEach((value) => wanted.add(value));
  }
  const computed = new Set(graph.nodes.flatMap((node) => node.outputs));
  const to = [...wanted]
    .filter((name) => computed.has(name))
    .map((name) => ({ name, dtype: undefined, dims: undefined }));
  const session = await runtime.open(withGraph(model, subgraph(graph, { to })), {
    optimise: 'none',
  });
  const runs: Tensors[] = [];
  try {
    for (const tokens of LENGTHS) runs.push({ ...(await session.run(feeds(tokens))) });
  } finally {
    await session.release();
  }
  return fold(graph, runs, LENGTHS.map(feeds), of);
}

function dependenceOf(graph: Graph, ids: string): ReadonlyMap<string, number> {
  const dependence = new Map<string, number>();
  for (const input of graph.inputs) {
    dependence.set(input.name, input.name === ids ? CONTENT : LENGTH);
  }
  for (const node of graph.nodes) {
    const most = Math.max(NOTHING, ...readsOf(node).map((v) => dependence.get(v) ?? NOTHING));
    const own = ASKS_SHAPE_ONLY.has(node.opType) ? Math.min(most, LENGTH) : most;
    node.outputs.forEach((output) => dependence.set(output, own));
  }
  return dependence;
}

function fold(
  graph: Graph,
  runs: readonly Tensors[],
  feeds: readonly Tensors[],
  dependence: (value: string) => number,
): Measured {
  const initializers = new Map(graph.initializers);
  const types = new Map<string, ValueType>();
  for (const [name, { dtype, dims }] of graph.initializers) {
    types.set(name, { dtype, shape: dims.map((size) => ({ fixed: size, perToken: 0 })) });
  }
  for (const input of graph.inputs) types.set(input.name, typeOf(input.name, feeds));
  const [first, ...others] = runs;
  if (!first) throw new RunError('Measure: expected at least one run, got none');
  const folded = new Set<string>();
  for (const [name, value] of Object.entries(first)) {
    types.set(name, typeOf(name, runs));
    const isConstant =
      dependence(name) === NOTHING ||
      (dependence(name) === LENGTH && others.every((run) => equal(value, run[name])));
    if (isConstant && !graph.outputs.some((output) => output.name === name)) {
      initializers.set(name, value);
      folded.add(name);
    }
  }
  const nodes = graph.nodes.filter(
    (node) =>
      dependenceOfNode(node, dependence) !== NOTHING &&
      !node.outputs.every((output) => output === '' || folded.has(output)),
  );
  const kept = { ...graph, nodes, initializers };
  return { graph: subgraph(kept, { to: graph.outputs }), types };
}

const dependenceOfNode = (node: Node, dependence: (value: string) => number) =>
  Math.max(...node.outputs.map(dependence));

function typeOf(name: string, runs: readonly Tensors[]): ValueType {
  const tensors = runs.map((run) => run[name]);
  const [first] = tensors;
  if (!first) throw new RunError(`Measure: expected a value for ${name}, got none`);
  const shape = first.dims.map((_, axis) => dimOf(tensors.map((tensor) => tensor?.dims[axis])));
  return { dtype: first.dtype, shape };
}

function dimOf(sizes: readonly (number | undefined)[]): Dim {
  const [a, b, c] = sizes;
  const [s, t, u] = LENGTHS;
  if (a === undefined || b === undefined || c === undefined) return null;
  const perToken = (b - a) / (t - s);
  const fixed = a - perToken * s;
  return Number.isInteger(perToken) && fixed + perToken * u === c ? { fixed, perToken } : null;
}

function equal(a: Tensor, b: Tensor | undefined): boolean {
  if (a.dims.join() !== b?.dims.join()) return false;
  for (let i = 0; i < a.data.length; i++) if (!Object.is(a.data[i], b.data[i])) return false;
  return true;
}
