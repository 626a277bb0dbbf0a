/** Nodes that read and write values under other names, inside attribute graphs too. */
import type { Value } from '../emitter.js';
import type { Attribute, Graph, Node } from '../graph.js';

export type Names = ReadonlyMap<Value, Value>;

/** Where a chain of names ends. */
function resolve(value: Value, names: Names): Value {
  const next = names.get(value);
  return next === undefined ? value : resolve(next, names);
}

export function withReads(node: Node, names: Names): Node {
  if (names.size === 0) return node;
  const inputs = node.inputs.map((input) => resolve(input, names));
  return { ...node, inputs, attributes: readInside(node.attributes, names) };
}

export function withWrites(node: Node, names: Names): Node {
  return { ...node, outputs: node.outputs.map((output) => names.get(output) ?? output) };
}

function readInside(
  attributes: ReadonlyMap<string, Attribute>,
  names: Names,
): ReadonlyMap<string, Attribute> {
  const graphs = [...attributes.values()].some(({ type }) => type === 'graph');
  if (!graphs) return attributes;
  const renamed = (attribute: Attribute): Attribute =>
    attribute.type === 'graph'
      ? { type: 'graph', value: withGraphReads(attribute.value, names) }
      : attribute;
  return new Map([...attributes].map(([name, attribute]) => [name, renamed(attribute)]));
}

/** Captured values under their new names. */
function withGraphReads(graph: Graph, names: Names): Graph {
  const outputs = graph.outputs.map((info) => ({ ...info, name: resolve(info.name, names) }));
  return { ...graph, outputs, nodes: graph.nodes.map((node) => withReads(node, names)) };
}
