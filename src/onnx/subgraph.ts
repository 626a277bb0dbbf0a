/** Cutting graphs: the part of a graph that leads from some values to others. */
import type { Graph, Model, Node, ValueInfo } from './graph.js';

/** Every value a node reads, those that its attribute graphs capture from outside included. */
export function readsOf(node: Node): readonly string[] {
  const reads = node.inputs.filter((input) => input !== '');
  for (const attribute of node.attributes.values()) {
    if (attribute.type !== 'graph') continue;
    const own = new Set([
      ...attribute.value.inputs.map((input) => input.name),
      ...attribute.value.initializers.keys(),
      ...attribute.value.nodes.flatMap((inner) => inner.outputs),
    ]);
    const needed = attribute.value.nodes.flatMap((inner) => readsOf(inner));
    const outputs = attribute.value.outputs.map((output) => output.name);
    reads.push(...[...needed, ...outputs].filter((value) => !own.has(value)));
  }
  return reads;
}

export interface Ends {
  /** Values that become inputs: what computes them is cut off. */
  readonly from?: readonly ValueInfo[];
  readonly to: readonly ValueInfo[];
}

/**
 * The smallest graph that computes `to` from `from` and whichever of the graph's own inputs are
 * still needed. Initialisers that nothing needs are dropped. Cost: linear in the nodes.
 */
export function subgraph(graph: Graph, { from = [], to }: Ends): Graph {
  const cut = new Set(from.map((value) => value.name));
  const needed = new Set(to.map((value) => value.name));
  const nodes = graph.nodes
    .toReversed()
    .filter((node) => {
      const computes = node.outputs.some((output) => needed.has(output) && !cut.has(output));
      if (computes) readsOf(node).forEach((value) => needed.add(value));
      return computes;
    })
    .reverse();
  return {
    name: graph.name,
    inputs: [...from, ...graph.inputs.filter((i) => needed.has(i.name) && !cut.has(i.name))],
    outputs: to,
    initializers: new Map([...graph.initializers].filter(([name]) => needed.has(name))),
    nodes,
  };
}

/** The same model around another graph. */
export function withGraph(model: Model, graph: Graph): Model {
  return { ...model, graph };
}
