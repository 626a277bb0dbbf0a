/**
 * Forward and reverse mode as graph transforms: nodes that push tangents of some values of a graph
 * through it, or pull cotangents back. The direction axis comes first (derivative of [B,..] is
 * [K,B,..]), so primal values meet derivatives by plain broadcasting.
 *
 * Emitted nodes that turn out not to be needed stay in the emitter: cut them off with `subgraph`.
 *
 * Griewank & Walther 2008, "Evaluating Derivatives", ch. 3 (tangents, adjoints).
 */
import type { Graph, Node } from '../onnx/graph.js';
import type { ValueTypes } from '../onnx/valueType.js';
import { isFloat } from '../onnx/valueType.js';
import type { Emitter, Value } from './emitter.js';
import { ruleOf } from './registry.js';
import { NodeContext, type Derivative, type Rule, sum } from './rule.js';

/** Derivatives [K, ..] by the value they belong to. */
export type Derivatives = ReadonlyMap<Value, Value>;

/** How to find a node's rule: the registry's, except in tests of wrong rules. */
export type FindRule = (node: Node) => Rule | undefined;

export interface Path {
  readonly from: Value;
  readonly to: Value;
  readonly seed: Value;
}

/** Float values of the graph that depend on `from`, itself included; no derivative flows elsewhere. */
export function activeValues(graph: Graph, types: ValueTypes, from: Value): ReadonlySet<Value> {
  return activeFrom(graph, types, [from]);
}

function activeFrom(graph: Graph, types: ValueTypes, from: Iterable<Value>): ReadonlySet<Value> {
  const active = new Set(from);
  for (const node of graph.nodes) {
    if (!node.inputs.some((input) => active.has(input))) continue;
    for (const output of node.outputs) {
      if (isFloat(types.get(output))) active.add(output);
    }
  }
  return active;
}

/** Nodes of the graph that no rule covers, among those on a differentiable path from `from`. */
export function unsupportedNodes(graph: Graph, types: ValueTypes, from: Value): readonly Node[] {
  const active = activeValues(graph, types, from);
  return graph.nodes.filter(
    (node) => (isActive(node, active) || quantises(node, active)) && !ruleOf(node),
  );
}

/** Integers that stand for floats would end the differentiable path without a word. */
const quantises = (node: Node, active: ReadonlySet<Value>) =>
  node.opType.includes('QuantizeLinear') && active.has(node.inputs[0] ?? '');

function isActive(node: Node, active: ReadonlySet<Value>): boolean {
  return (
    node.inputs.some((input) => active.has(input)) &&
    node.outputs.some((output) => active.has(output))
  );
}

/**
 * Tangent of `to` [K, ..] given the tangent `seed` [K, ..] of `from`; undefined when `to` does not
 * depend on `from`. Emits a few nodes per active node; throws UnsupportedNode.
 */
export function pushForward(
  graph: Graph,
  types: ValueTypes,
  emit: Emitter,
  path: Path,
): Derivative {
  return tangentsFrom(graph, types, emit, new Map([[path.from, path.seed]])).get(path.to);
}

/**
 * Cotangent of `from` [K, ..] given the cotangent `seed` [K, ..] of `to`; undefined when `to` does
 * not depend on `from`. Emits a few nodes per active node; throws UnsupportedNode.
 */
export function pullBack(graph: Graph, types: ValueTypes, emit: Emitter, path: Path): Derivative {
  const seeds = new Map([[path.to, path.seed]]);
  return cotangentsTo(graph, types, emit, [path.from], seeds).get(path.from);
}

/** Tangents of every value that depends on the seeds' values, theirs included. */
export function tangentsFrom(
  graph: Graph,
  types: ValueTypes,
  emit: Emitter,
  seeds: Derivatives,
  findRule: FindRule = ruleOf,
): Derivatives {
  const active = activeFrom(graph, types, seeds.keys());
  const tangents = new Map(seeds);
  const describe = describer(types, emit, seeds);
  for (const node of graph.nodes) {
    if (!isActive(node, active) || node.outputs.some((output) => seeds.has(output))) continue;
    const inputs = node.inputs.map((input) => tangents.get(input));
    if (inputs.every((tangent) => tangent === undefined)) continue;
    const context = new NodeContext(node, emit, types, graph.initializers, active);
    const rule = findRule(node) ?? context.refuse('no rule for this operator');
    const outputs = rule.jvp(context, inputs);
    node.outputs.forEach((output, i) => {
      const tangent = outputs[i];
      if (tangent === undefined || !active.has(output)) return;
      describe(tangent, output);
      tangents.set(output, tangent);
    });
  }
  return tangents;
}

/** Cotangents, from those of the seeds' values, of the values `wrt` and all between. */
export function cotangentsTo(
  graph: Graph,
  types: ValueTypes,
  emit: Emitter,
  wrt: Iterable<Value>,
  seeds: Derivatives,
  findRule: FindRule = ruleOf,
): Derivatives {
  const ends = new Set(wrt);
  const active = activeFrom(graph, types, ends);
  const cotangents = new Map(seeds);
  const describe = describer(types, emit, seeds);
  for (const node of graph.nodes.toReversed()) {
    if (!isActive(node, active) || node.outputs.some((output) => ends.has(output))) continue;
    const outputs = node.outputs.map((output) => cotangents.get(output));
    if (outputs.every((cotangent) => cotangent === undefined)) continue;
    const context = new NodeContext(node, emit, types, graph.initializers, active);
    const rule = findRule(node) ?? context.refuse('no rule for this operator');
    const inputs = rule.vjp(context, outputs);
    node.inputs.forEach((input, i) => {
      const part = active.has(input) ? inputs[i] : undefined;
      if (part !== undefined) describe(part, input);
      const total = sum(emit, cotangents.get(input), part);
      if (total !== undefined) cotangents.set(input, total);
    });
  }
  return cotangents;
}

/** Tells the emitter the shapes of derivatives, [K, ..shape of their value], where it knows seeds'. */
function describer(types: ValueTypes, emit: Emitter, seeds: Derivatives) {
  const [seed] = seeds.values();
  const directions = seed === undefined ? undefined : emit.typeOf(seed)?.shape[0];
  return (derivative: Value, of: Value): void => {
    const type = types.get(of);
    if (directions === undefined || !type || emit.typeOf(derivative)) return;
    emit.declare(derivative, { dtype: type.dtype, shape: [directions, ...type.shape] });
  };
}
