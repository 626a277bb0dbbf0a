/**
 * If nodes whose condition is constant, replaced by the branch taken. Exporters write them where an
 * axis may have size 1; once shapes are folded, nothing is left to decide.
 * https://onnx.ai/onnx/operators/onnx__If.html (opset 21)
 */
import type { Tensor } from '../../tensor/tensor.js';
import type { Value } from '../emitter.js';
import type { Graph, Node } from '../graph.js';
import { subgraph } from '../subgraph.js';
import { type Names, withReads, withWrites } from './renamed.js';

/** Cost: linear in the nodes. Values outside branches keep their names. */
export function inlineConstantIfs(graph: Graph): Graph {
  const initializers = new Map(graph.initializers);
  const nodes = graph.nodes.flatMap((node) => inlined(node, initializers));
  return nodes.length === graph.nodes.length && nodes.every((node, i) => node === graph.nodes[i])
    ? graph
    : subgraph({ ...graph, nodes, initializers }, { to: graph.outputs });
}

/** The node itself, or its branch's nodes; adds the branch's constants. */
function inlined(node: Node, initializers: Map<Value, Tensor>): readonly Node[] {
  const condition = initializers.get(node.inputs[0] ?? '');
  if (node.opType !== 'If' || node.domain !== '' || condition?.data.length !== 1) return [node];
  const branch = node.attributes.get(
    Number(condition.data[0]) === 0 ? 'else_branch' : 'then_branch',
  );
  if (branch?.type !== 'graph') return [node];
  const names = namesInside(branch.value, node);
  for (const [name, tensor] of branch.value.initializers) {
    initializers.set(names.get(name) ?? name, tensor);
  }
  const own = branch.value.nodes.map((inner) => withWrites(withReads(inner, names), names));
  const copies = branch.value.outputs.map(({ name }, i) =>
    identity(names.get(name) ?? name, node.outputs[i] ?? ''),
  );
  return [...own, ...copies].flatMap((inner) => inlined(inner, initializers));
}

/** Names of a branch's values, which need only differ inside it, apart from all others. */
function namesInside(branch: Graph, node: Node): Names {
  const values = [...branch.initializers.keys(), ...branch.nodes.flatMap(({ outputs }) => outputs)];
  const prefix = node.outputs[0] ?? node.name;
  return new Map(values.filter((v) => v !== '').map((value) => [value, `${prefix}/${value}`]));
}

const identity = (from: Value, to: Value): Node => ({
  name: `${to}/branch`,
  opType: 'Identity',
  domain: '',
  inputs: [from],
  outputs: [to],
  attributes: new Map(),
});
