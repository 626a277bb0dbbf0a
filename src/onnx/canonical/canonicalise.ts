/**
 * Any model as a float32 graph of primitive operators at one operator set, which the derivative
 * rules cover: older operator sets upgraded, fused operators taken apart, quantised weights folded,
 * quantised activations left as the floats they stand for. What no rewrite knows stays as it is.
 *
 * Shapes are not needed: constructions hold for any (Reshape with 0 and −1, Shape).
 */
import type { Tensor } from '../../tensor/tensor.js';
import { Emitter, type Value } from '../emitter.js';
import type { Attribute, Graph, Model, Node } from '../graph.js';
import { readsOf, subgraph } from '../subgraph.js';
import { foldWeightScales } from './foldWeightScales.js';
import { inlineConstantIfs } from './inlineConstantIfs.js';
import { type Quantisation, quantisationOf } from './quantisation.js';
import { rewriteOf } from './registry.js';
import { withReads, withWrites } from './renamed.js';
import { type ModelState, Rewriting } from './Rewriting.js';
import { toFloat32 } from './toFloat32.js';

/**
 * The operator set of canonical graphs; a file's own where that is newer. From 21 to the newest
 * that onnxruntime 1.30 reads, operators that the rules cover only gained element types.
 */
export const CANONICAL_OPSET = 21;
/** The IR version that came with it. */
const IR_VERSION = 10;

export interface Canonical {
  readonly model: Model;
  /** How the file's weights are stored. The canonical model is float32 whatever this says. */
  readonly quantisation: Quantisation;
}

/** Cost: linear in the nodes and weights. Values keep their names. Never throws for an operator. */
export function canonicalise(model: Model): Canonical {
  const opset = model.opsets.get('') ?? CANONICAL_OPSET;
  const source = toFloat32(model.graph);
  const state: ModelState = {
    opset,
    quantised: new Map(),
    tables: new Map(),
    readers: readersOf(source),
    producers: new Map(),
    inputs: new Map(source.inputs.map((info) => [info.name, info])),
  };
  const prefix = freePrefix(source);
  const rewritten = inlineConstantIfs(rewriteGraph(source, state, prefix, () => undefined));
  const graph = foldWeightScales(subgraph(rewritten, { to: rewritten.outputs }), prefix);
  const opsets = new Map([...model.opsets, ['', Math.max(opset, CANONICAL_OPSET)] as const]);
  return {
    model: { ...model, irVersion: Math.max(model.irVersion, IR_VERSION), opsets, graph },
    quantisation: quantisationOf(model.graph),
  };
}

/** A prefix that no name of the file has, so that emitted names are new. */
function freePrefix(graph: Graph): string {
  const names = [
    ...graph.initializers.keys(),
    ...graph.nodes.flatMap(({ name, outputs }) => [name, ...outputs]),
  ];
  for (let i = 0; ; i++) {
    const prefix = i === 0 ? 'canonical/' : `canonical${i}/`;
    if (!names.some((name) => name.startsWith(prefix))) return prefix;
  }
}

function readersOf(graph: Graph): ReadonlyMap<Value, readonly Node[]> {
  const readers = new Map<Value, Node[]>();
  for (const node of graph.nodes) {
    for (const value of readsOf(node)) {
      const known = readers.get(value);
      if (known) known.push(node);
      else readers.set(value, [node]);
    }
  }
  return readers;
}

function rewriteGraph(
  graph: Graph,
  state: ModelState,
  prefix: string,
  outer: (value: Value) => Tensor | undefined,
): Graph {
  const emit = new Emitter(prefix);
  /** Values of the file that are now others of its values. */
  const aliases = new Map<Value, Value>();
  /** Emitted values that take over the name of one of the file's. */
  const names = new Map<Value, Value>();
  const constants = (value: Value) =>
    graph.initializers.get(value) ?? emit.initializers.get(value) ?? outer(value);
  const outputs = new Set(graph.outputs.map(({ name }) => name));

  for (const original of graph.nodes) {
    const node = withInnerGraphs(withReads(original, aliases), state, prefix, constants);
    node.outputs.forEach((output) => state.producers.set(output, node));
    const before = emit.nodes.length;
    const results = rewriteOf(node)?.(new Rewriting(node, emit, state, constants));
    if (results === undefined) {
      emit.nodes.push(node);
      continue;
    }
    const own = new Set(emit.nodes.slice(before).flatMap((made) => made.outputs));
    node.outputs.forEach((output, i) => {
      const value = results[i];
      if (output === '' || value === undefined) return;
      if (own.has(value) && !names.has(value)) {
        names.set(value, output);
        aliases.set(output, value);
      } else if (outputs.has(output)) {
        emit.nodes.push(identity(prefix, value, output));
      } else aliases.set(output, value);
    });
  }
  const nodes = emit.nodes.map((node) => withWrites(withReads(node, names), names));
  const initializers = new Map([...graph.initializers, ...emit.initializers]);
  return { ...graph, nodes, initializers };
}

const identity = (prefix: string, from: Value, to: Value): Node => ({
  name: `${prefix}${to}`,
  opType: 'Identity',
  domain: '',
  inputs: [from],
  outputs: [to],
  attributes: new Map(),
});

/** The node with the graphs in its attributes rewritten. */
function withInnerGraphs(
  node: Node,
  state: ModelState,
  prefix: string,
  constants: (value: Value) => Tensor | undefined,
): Node {
  const rewritten = (name: string, attribute: Attribute): Attribute =>
    attribute.type === 'graph'
      ? {
          type: 'graph',
          value: rewriteGraph(attribute.value, state, `${prefix}${node.name}/${name}/`, constants),
        }
      : attribute;
  const hasGraphs = [...node.attributes.values()].some(({ type }) => type === 'graph');
  if (!hasGraphs) return node;
  const attributes = [...node.attributes].map(([name, a]) => [name, rewritten(name, a)] as const);
  return { ...node, attributes: new Map(attributes) };
}
