import { OnnxError } from './OnnxError.js';
import {
  nodeLabel,
  type RawAttribute,
  type RawFunction,
  type RawGraph,
  type RawModel,
  type RawNode,
} from './rawGraph.js';

/**
 * Functions calling functions twice each double at every level; a file of a few kilobytes could
 * otherwise ask for any amount of memory. Counted in characters of names, with `nodeCost` more for
 * each node: room for 100 000 nodes with long names, where encoders have thousands.
 */
const maxCost = 2 ** 26;
const nodeCost = 200;

/** Calls within calls; bounds the recursion. */
const maxDepth = 100;

/**
 * Replaces every call of a function stored in the model (FunctionProto: torch's dynamo exporter
 * writes them) by the function's body, recursively. Values and nodes of a body are prefixed with
 * the call's name; the caller's attributes replace the references to them.
 * @throws OnnxError for recursion, more arguments than parameters, or an absurd size.
 */
export function inlineFunctions(model: RawModel): RawModel {
  if (model.functions.length === 0) return model;
  const inliner = new Inliner(model.functions);
  const graph = inliner.graph(model.graph, []);
  const opsets = new Map(model.opsets);
  for (const { opsets: own } of model.functions) {
    // By the IR specification both versions mean the same operators where they differ.
    for (const [domain, version] of own) {
      if (!opsets.has(domain)) opsets.set(domain, version);
    }
  }
  return { ...model, functions: [], graph, opsets };
}

const keyOf = (domain: string, name: string, overload: string) =>
  JSON.stringify([domain, name, overload]);

class Inliner {
  readonly #functions: ReadonlyMap<string, RawFunction>;
  #cost = 0;
  #calls = 0;

  constructor(functions: readonly RawFunction[]) {
    this.#functions = new Map(functions.map((f) => [keyOf(f.domain, f.name, f.overload), f]));
  }

  /** @param callers keys of the functions whose bodies we are in. */
  graph(graph: RawGraph, callers: readonly string[]): RawGraph {
    return { ...graph, nodes: this.#nodesOf(graph.nodes, callers) };
  }

  #nodesOf(nodes: readonly RawNode[], callers: readonly string[]): RawNode[] {
    return nodes.flatMap((node, index) => {
      const key = keyOf(node.domain, node.opType, node.overload);
      const called = this.#functions.get(key);
      if (called !== undefined) return this.#call(node, index, called, key, callers);
      this.#count(node, index);
      return [mapGraphs(node, (graph) => this.graph(graph, callers))];
    });
  }

  #count(node: RawNode, index: number): void {
    const names = [node.name, ...node.inputs, ...node.outputs];
    this.#cost += names.reduce((sum, name) => sum + name.length, nodeCost);
    if (this.#cost > maxCost) {
      throw new OnnxError(
        'functions that expand to a graph in memory',
        'too many nodes',
        nodeLabel(node, index),
      );
    }
  }

  #call(
    node: RawNode,
    index: number,
    called: RawFunction,
    key: string,
    callers: readonly string[],
  ): RawNode[] {
    const label = nodeLabel(node, index);
    if (callers.includes(key)) {
      throw new OnnxError('functions that do not call themselves', called.name, label);
    }
    if (callers.length >= maxDepth) {
      throw new OnnxError(`functions at most ${String(maxDepth)} deep`, 'deeper', label);
    }
    if (node.inputs.length > called.inputs.length || node.outputs.length > called.outputs.length) {
      throw new OnnxError(
        `at most ${String(called.inputs.length)} inputs and ` +
          `${String(called.outputs.length)} outputs`,
        `${String(node.inputs.length)} and ${String(node.outputs.length)}`,
        label,
      );
    }
    // Names of calls need not be unique in the file, and the same body is pasted many times.
    const prefix = `${node.name === '' ? called.name : node.name}#${String(this.#calls++)}/`;
    const names = new Map<string, string>([['', '']]);
    called.inputs.forEach((name, i) => names.set(name, node.inputs[i] ?? ''));
    const passedOn: RawNode[] = [];
    called.outputs.forEach((name, i) => {
      const outer = node.outputs[i] ?? '';
      if (outer === '') return;
      const taken = names.get(name);
      if (taken === undefined) {
        names.set(name, outer);
        return;
      }
      // The output is one of the inputs, or the same value as another output.
      passedOn.push({
        name: `${prefix}output ${String(i)}`,
        opType: 'Identity',
        domain: '',
        overload: '',
        inputs: [taken],
        outputs: [outer],
        attributes: new Map(),
      });
    });
    const body = called.nodes.map((inner) =>
      instantiate(inner, { prefix, names, given: node.attributes, defaults: called.defaults }),
    );
    return [...this.#nodesOf(body, [...callers, key]), ...passedOn];
  }
}

interface Call {
  readonly prefix: string;
  /** Values of the body by what they are called outside. */
  readonly names: ReadonlyMap<string, string>;
  readonly given: ReadonlyMap<string, RawAttribute>;
  readonly defaults: ReadonlyMap<string, RawAttribute>;
}

/** One node of a body as this call has it. */
function instantiate(node: RawNode, call: Call): RawNode {
  const rename = (name: string) => call.names.get(name) ?? call.prefix + name;
  const attributes = new Map<string, RawAttribute>();
  for (const [name, attribute] of node.attributes) {
    const value =
      attribute.type === 'reference'
        ? (call.given.get(attribute.value) ?? call.defaults.get(attribute.value))
        : attribute;
    // Neither given nor defaulted: the operator's own default holds.
    if (value !== undefined) attributes.set(name, value);
  }
  const own: RawNode = {
    ...node,
    name: call.prefix + (node.name === '' ? node.opType : node.name),
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
    attributes: node.attributes,
  };
  // Graphs of this body are renamed; a graph that came as the caller's attribute is not of it.
  const renamed = mapGraphs(own, (graph) => instantiateGraph(graph, call));
  for (const [name, attribute] of renamed.attributes) {
    if (attribute.type === 'graph') attributes.set(name, attribute);
  }
  return { ...renamed, attributes };
}

function instantiateGraph(graph: RawGraph, call: Call): RawGraph {
  const rename = (name: string) => call.names.get(name) ?? call.prefix + name;
  const renamed = <V extends { readonly name: string }>(values: readonly V[]): V[] =>
    values.map((value) => ({ ...value, name: rename(value.name) }));
  return {
    name: graph.name,
    inputs: renamed(graph.inputs),
    outputs: renamed(graph.outputs),
    initializers: renamed(graph.initializers),
    nodes: graph.nodes.map((node) => instantiate(node, call)),
  };
}

function mapGraphs(node: RawNode, change: (graph: RawGraph) => RawGraph): RawNode {
  if (![...node.attributes.values()].some(({ type }) => type === 'graph')) return node;
  const attributes = new Map<string, RawAttribute>();
  for (const [name, attribute] of node.attributes) {
    attributes.set(
      name,
      attribute.type === 'graph' ? { type: 'graph', value: change(attribute.value) } : attribute,
    );
  }
  return { ...node, attributes };
}
