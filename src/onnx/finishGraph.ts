import type { Tensor } from '../tensor/tensor.js';
import { foldConstant } from './foldConstant.js';
import type { Attribute, Graph, Node } from './graph.js';
import { OnnxError } from './OnnxError.js';
import { nodeLabel, type RawGraph, type RawNode } from './rawGraph.js';
import { sortNodes } from './sortNodes.js';
import { readsOf } from './subgraph.js';

/**
 * From what the file has to the invariants of `Graph`: Constant nodes become initializers,
 * inputs with an initializer become constants, every node has a name of its own, nodes are in
 * topological order, every value is defined once and before it is read.
 * @param isOuter for subgraphs: whether a value is visible from the graphs around.
 */
export function finishGraph(raw: RawGraph, isOuter: (value: string) => boolean): Graph {
  const initializers = new Map<string, Tensor>();
  const defined = new Set<string>();
  const define = (name: string, what: string) => {
    if (defined.has(name)) {
      throw new OnnxError('each value defined once', `${JSON.stringify(name)} twice`, what);
    }
    defined.add(name);
  };

  for (const { name, tensor } of raw.initializers) {
    if (name === '') throw new OnnxError('named initializers', 'one without a name', raw.name);
    define(name, 'initializer');
    initializers.set(name, tensor);
  }
  const inputs = raw.inputs.filter(({ name }) => !initializers.has(name));
  for (const { name } of inputs) define(name, 'graph input');

  const kept: RawNode[] = [];
  raw.nodes.forEach((node, index) => {
    for (const name of node.outputs) if (name !== '') define(name, nodeLabel(node, index));
    const constant = foldConstant(node);
    const name = node.outputs[0] ?? '';
    if (constant === undefined) kept.push(node);
    else if (name !== '') initializers.set(name, constant);
  });

  const isVisible = (value: string) => defined.has(value) || isOuter(value);
  const nodes = named(kept).map((node) => finishNode(node, isVisible));
  for (const node of nodes) {
    const missing = readsOf(node).find((value) => !isVisible(value));
    if (missing !== undefined) {
      throw new OnnxError('inputs that are defined', JSON.stringify(missing), nodeLabel(node, 0));
    }
  }
  for (const { name } of raw.outputs) {
    if (!isVisible(name)) {
      throw new OnnxError('a graph output that is computed', JSON.stringify(name), raw.name);
    }
  }
  return { name: raw.name, inputs, outputs: raw.outputs, initializers, nodes: sortNodes(nodes) };
}

function finishNode(node: RawNode, isVisible: (value: string) => boolean): Node {
  const attributes = new Map<string, Attribute>();
  for (const [name, attribute] of node.attributes) {
    if (attribute.type === 'reference') {
      throw new OnnxError(
        'attributes with a value',
        `a reference to ${JSON.stringify(attribute.value)} outside a function`,
        nodeLabel(node, 0),
      );
    }
    attributes.set(
      name,
      attribute.type === 'graph'
        ? { type: 'graph', value: finishGraph(attribute.value, isVisible) }
        : attribute,
    );
  }
  const { name, opType, domain, inputs, outputs } = node;
  return { name, opType, domain, inputs, outputs, attributes };
}

/** Gives nodes without a name, or with one that is taken, a name of their own. */
function named(nodes: readonly RawNode[]): RawNode[] {
  const taken = new Set(nodes.map(({ name }) => name));
  const used = new Set<string>();
  const nextNumber = new Map<string, number>();
  return nodes.map((node) => {
    if (node.name !== '' && !used.has(node.name)) {
      used.add(node.name);
      return node;
    }
    const stem = node.name === '' ? node.opType : node.name;
    let number = nextNumber.get(stem) ?? 0;
    while (taken.has(`${stem}_${String(number)}`)) number++;
    nextNumber.set(stem, number + 1);
    const name = `${stem}_${String(number)}`;
    taken.add(name);
    return { ...node, name };
  });
}
