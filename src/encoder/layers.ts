/**
 * Layers as cut vertices: a layer boundary is a hidden state [1, S, H] through which every
 * differentiable path from the embeddings to the output passes. That finds the residual stream of
 * post-norm, pre-norm, fused and nameless graphs alike. Layer k is the last cut vertex before the
 * k-th attention: the input hidden state of encoder layer k.
 */
import type { Graph, Node } from '../onnx/graph.js';
import { type ValueType, type ValueTypes, isFixed, isFloat } from '../onnx/valueType.js';

export interface Layer {
  /** 0 is the embedding output. */
  readonly index: number;
  /** Name of the hidden state in the graph. */
  readonly value: string;
}

export class GraphError extends Error {
  override readonly name = 'GraphError';
}

/**
 * Layers in order of depth, at least one.
 * @param ids the input whose content is embedded
 * @param output the value that the paths lead to
 * Throws GraphError where the graph embeds nothing or has no boundary. Cost: linear in the nodes.
 */
export function findLayers(
  graph: Graph,
  types: ValueTypes,
  ids: string,
  output: string,
): readonly Layer[] {
  const path = differentiablePath(graph, types, ids, output);
  if (path.values.size === 0) {
    throw new GraphError(
      `Layers: expected a path from embeddings of ${ids} to ${output}, got none`,
    );
  }
  const cuts = cutVertices(graph, path).filter(({ value }) => isHiddenState(types.get(value)));
  const layers: Layer[] = [];
  graph.nodes.forEach((node, position) => {
    if (!isAttention(node, types, path.values)) return;
    const value = cuts.findLast((cut) => cut.position < position)?.value;
    if (value !== undefined && value !== layers.at(-1)?.value) {
      layers.push({ index: layers.length, value });
    }
  });
  if (layers.length === 0) {
    throw new GraphError(
      'Layers: expected hidden states [1, S, H] that every path to the embedding passes before an ' +
        'attention, got none',
    );
  }
  return layers;
}

interface Path {
  /** Float values on some path from an embedding to the output. */
  readonly values: ReadonlySet<string>;
  /** Position of the last node that looks up an embedding. */
  readonly lastSource: number;
}

function differentiablePath(graph: Graph, types: ValueTypes, ids: string, output: string): Path {
  const content = new Set([ids]);
  // Downstream of a look-up; not yet float where the table is quantised.
  const embedded = new Set<string>();
  const reached = new Set<string>();
  let lastSource = -1;
  graph.nodes.forEach((node, position) => {
    // Sizes of what the content became are no content: positions computed from them embed nothing.
    if (node.opType !== 'Shape' && node.inputs.some((input) => content.has(input))) {
      node.outputs.forEach((name) => content.add(name));
    }
    const looksUp = node.opType.startsWith('Gather') && content.has(node.inputs[1] ?? '');
    const source = looksUp && !content.has(node.inputs[0] ?? '');
    if (source) lastSource = position;
    const carries = node.opType !== 'Shape' && node.inputs.some((input) => embedded.has(input));
    if (!source && !carries) return;
    for (const name of node.outputs) {
      embedded.add(name);
      if (isFloat(types.get(name))) reached.add(name);
    }
  });
  const needed = new Set([output]);
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((name) => needed.has(name) && reached.has(name))) continue;
    for (const input of node.inputs) if (reached.has(input)) needed.add(input);
  }
  return { values: new Set([...needed].filter((name) => reached.has(name))), lastSource };
}

interface Cut {
  readonly value: string;
  readonly position: number;
}

/**
 * In any topological order the ancestors of a cut vertex come before it and its descendants after
 * it, so a value is one exactly when no other path value is still awaited once it is computed.
 */
function cutVertices(graph: Graph, { values, lastSource }: Path): readonly Cut[] {
  const lastUse = new Map<string, number>();
  graph.nodes.forEach((node, position) => {
    if (!node.outputs.some((name) => values.has(name))) return;
    for (const input of node.inputs) if (values.has(input)) lastUse.set(input, position);
  });
  const cuts: Cut[] = [];
  let awaited = lastSource;
  graph.nodes.forEach((node, position) => {
    const computed = node.outputs.filter((name) => values.has(name));
    const [value] = computed;
    if (value !== undefined && computed.length === 1 && awaited <= position) {
      cuts.push({ value, position });
    }
    for (const name of computed) awaited = Math.max(awaited, lastUse.get(name) ?? position);
  });
  return cuts;
}

function isHiddenState(type: ValueType | undefined): boolean {
  const [batch, tokens, hidden, ...rest] = type?.shape ?? [];
  return (
    rest.length === 0 &&
    isFixed(batch ?? null, 1) &&
    tokens?.perToken === 1 &&
    tokens.fixed === 0 &&
    isFixed(hidden ?? null) &&
    hidden?.fixed !== 1
  );
}

/** A softmax over the tokens. */
function isAttention(node: Node, types: ValueTypes, path: ReadonlySet<string>): boolean {
  const [output] = node.outputs;
  if (node.opType !== 'Softmax' || output === undefined || !path.has(output)) return false;
  return types.get(output)?.shape.at(-1)?.perToken === 1;
}
