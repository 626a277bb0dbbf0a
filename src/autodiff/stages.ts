/** Splits a graph in two, so that one part can run once for many runs of the other. */
import type { Graph, Node, ValueInfo } from '../onnx/graph.js';
import { readsOf, subgraph } from '../onnx/subgraph.js';

export interface Stages {
  /**
   * Computes, from the other inputs, what the second stage reads, and those of the graph's outputs that do
   * not change. No outputs where that is nothing.
   */
  readonly first: Graph;
  /** What depends on `changing`; its inputs are those, the graph's own, and the outputs of the first. */
  readonly second: Graph;
}

/**
 * @param changing inputs of the graph that differ from run to run of the second stage
 * @param describe type and sizes of a value that passes from the first stage to the second; where
 * they are not known, the second computes the value anew
 * Constants that nodes compute are left to the stage that reads them, for the runtime to fold.
 * Cost: linear in the nodes.
 */
export function stagesOf(
  graph: Graph,
  changing: ReadonlySet<string>,
  describe: (value: string) => ValueInfo | undefined,
): Stages {
  const changes = downstream(graph.nodes, changing);
  const given = new Set(graph.inputs.map((input) => input.name));
  const varies = downstream(graph.nodes, given);
  const same = graph.outputs.filter((output) => !changes.has(output.name));
  const changed = graph.outputs.filter((output) => changes.has(output.name));
  const outputs = new Set(changed.map((output) => output.name));
  const views = new Set(
    graph.nodes.filter(({ opType }) => VIEWS.has(opType)).flatMap((node) => node.outputs),
  );
  const passed = new Map<string, ValueInfo>();
  const anew = new Set<string>();
  for (const node of graph.nodes.toReversed()) {
    const isSecond = node.outputs.some((o) => changes.has(o) || outputs.has(o) || anew.has(o));
    for (const value of isSecond ? readsOf(node) : []) {
      if (!varies.has(value) || changes.has(value) || given.has(value)) continue;
      const info = passed.get(value) ?? (views.has(value) ? undefined : describe(value));
      if (info) passed.set(value, info);
      else anew.add(value);
    }
  }
  const to = [...passed.values()];
  const others = same.filter((output) => !passed.has(output.name));
  return {
    first: subgraph({ ...graph, name: `${graph.name}.first` }, { to: [...to, ...others] }),
    second: subgraph({ ...graph, name: `${graph.name}.second` }, { from: to, to: changed }),
  };
}

/** Made again rather than passed on beside what they show: the runtime takes most into what reads them. */
const VIEWS: ReadonlySet<string> = new Set(['Reshape', 'Squeeze', 'Transpose', 'Unsqueeze']);

/** Values that some of the given ones are needed for, themselves included. */
function downstream(nodes: readonly Node[], from: Iterable<string>): ReadonlySet<string> {
  const reached = new Set(from);
  for (const node of nodes) {
    if (readsOf(node).some((value) => reached.has(value))) {
      node.outputs.forEach((output) => reached.add(output));
    }
  }
  return reached;
}
