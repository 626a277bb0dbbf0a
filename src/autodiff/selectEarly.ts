/**
 * Computes what is read at some positions only at those positions: a Gather with constant indices moves
 * from where it stands towards the inputs, through every operator that treats positions alike. With
 * [CLS] pooling that leaves one position of everything behind the last attention's keys and values.
 */
import type { Graph, Node } from '../onnx/graph.js';
import { NodeAttributes } from '../onnx/nodeAttributes.js';
import { readsOf, subgraph } from '../onnx/subgraph.js';
import { type ValueType, type ValueTypes, fixedDim } from '../onnx/valueType.js';
import { int64 } from '../tensor/create.js';
import { inputAxes } from './inputAxes.js';
import type { Primal } from './emitter.js';

/** Some positions along one axis of a value, counted from the start. */
interface Selection {
  readonly axis: number;
  readonly positions: readonly number[];
}

/** What is read of a value: nothing else than a selection, or all of it. */
type Demand = Selection | 'all';

/** An equal graph. Cost: linear in the nodes. */
export function selectEarly({ graph, types }: Primal): Primal {
  const demands = demandsOf(graph, types);
  return [...demands.values()].some((demand) => demand !== 'all')
    ? new Rewriting(graph, types, demands).result()
    : { graph, types };
}

function demandsOf(graph: Graph, types: ValueTypes): ReadonlyMap<string, Demand> {
  const demands = new Map<string, Demand>();
  const demand = (value: string, wanted: Demand) => {
    const known = demands.get(value);
    demands.set(value, known === undefined || isSame(known, wanted) ? wanted : 'all');
  };
  graph.outputs.forEach(({ name }) => demand(name, 'all'));
  for (const node of graph.nodes.toReversed()) {
    const picked = selectionBy(node, graph, types);
    const own = demandOn(node, demands);
    const axes = own === 'all' ? undefined : inputAxes(node, { graph, types }, own.axis);
    for (const value of readsOf(node)) {
      const i = node.inputs.indexOf(value);
      const axis = axes?.[i];
      if (picked && i === 0) demand(value, picked);
      else if (own !== 'all' && typeof axis === 'number') demand(value, { ...own, axis });
      else demand(value, 'all');
    }
  }
  return demands;
}

/** What the nodes behind read of a node's outputs. */
function demandOn(node: Node, demands: ReadonlyMap<string, Demand>): Demand {
  const all = node.outputs.flatMap((output) => demands.get(output) ?? []);
  const [first] = all;
  return first !== undefined && all.every((one) => isSame(first, one)) ? first : 'all';
}

const isSame = (a: Demand, b: Demand): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What a Gather with constant indices reads of its input. */
function selectionBy(node: Node, graph: Graph, types: ValueTypes): Selection | undefined {
  const [from = '', indices = ''] = node.inputs;
  const rank = types.get(from)?.shape.length;
  const constant = graph.initializers.get(indices);
  const isIndex = constant?.dtype === 'int64' && constant.dims.length < 2;
  if (node.opType !== 'Gather' || rank === undefined || !isIndex) return undefined;
  const axis = new NodeAttributes(node).int('axis', 0);
  return { axis: axis < 0 ? axis + rank : axis, positions: Array.from(constant.data, Number) };
}

class Rewriting {
  readonly #nodes: Node[] = [];
  readonly #types: Map<string, ValueType>;
  readonly #constants = new Map<string, ReturnType<typeof int64>>();
  /** Values of which the selection they are demanded at is at hand. */
  readonly #selected = new Map<string, string>();

  constructor(
    private readonly graph: Graph,
    types: ValueTypes,
    private readonly demands: ReadonlyMap<string, Demand>,
  ) {
    this.#types = new Map(types);
  }

  result(): Primal {
    for (const node of this.graph.nodes) {
      const picked = selectionBy(node, this.graph, this.#types);
      const own = demandOn(node, this.demands);
      const axes =
        own === 'all'
          ? undefined
          : inputAxes(node, { graph: this.graph, types: this.#types }, own.axis);
      if (picked && isSame(this.demands.get(node.inputs[0] ?? '') ?? 'all', picked)) {
        this.#pick(node, picked);
      } else if (own !== 'all' && axes) this.#select(node, own, axes);
      else this.#nodes.push(node);
    }
    const { graph } = this;
    const initializers = new Map([...graph.initializers, ...this.#constants]);
    const whole = { ...graph, nodes: this.#nodes, initializers };
    return { graph: subgraph(whole, { to: graph.outputs }), types: this.#types };
  }

  /** The Gather itself, of which the input is selected already. */
  #pick(node: Node, selection: Selection): void {
    const [from = '', indices = ''] = node.inputs;
    const selected = this.#selectedOf(from, selection);
    const isScalar = this.graph.initializers.get(indices)?.dims.length === 0;
    const inputs = isScalar ? [selected, this.#ints([selection.axis])] : [selected];
    const opType = isScalar ? 'Squeeze' : 'Identity';
    this.#nodes.push({ ...node, opType, inputs, attributes: new Map() });
  }

  /** The node at the selected positions. */
  #select(node: Node, selection: Selection, axes: readonly (number | undefined)[]): void {
    const inputs = node.inputs.map((input, i) => {
      const axis = axes[i];
      return axis === undefined ? input : this.#selectedOf(input, { ...selection, axis });
    });
    const outputs = node.outputs.map((output) => {
      const name = `${output}.selected`;
      this.#describe(name, output, selection);
      this.#selected.set(output, name);
      return name;
    });
    if (node.opType === 'Reshape') inputs[1] = this.#sizes(outputs[0] ?? '');
    const name = `${node.name}.selected`;
    this.#nodes.push({ ...node, name, inputs, outputs });
  }

  /** A value at some positions; gathered where it is at hand as a whole. */
  #selectedOf(value: string, selection: Selection): string {
    const demand = this.demands.get(value) ?? 'all';
    const known = isSame(demand, selection) ? this.#selected.get(value) : undefined;
    if (known !== undefined) return known;
    const name = `${value}.gathered.${selection.axis}.${selection.positions.join('.')}`;
    if (this.#types.has(name)) return name;
    this.#describe(name, value, selection);
    this.#nodes.push({
      name,
      opType: 'Gather',
      domain: '',
      inputs: [value, this.#ints(selection.positions)],
      outputs: [name],
      attributes: new Map([['axis', { type: 'int', value: selection.axis }]]),
    });
    return name;
  }

  #describe(name: string, like: string, { axis, positions }: Selection): void {
    const type = this.#types.get(like);
    if (!type) return;
    const shape = type.shape.map((dim, i) => (i === axis ? fixedDim(positions.length) : dim));
    this.#types.set(name, { ...type, shape });
  }

  /** A Reshape's pattern for the selected shape, of which one size at most depends on the text. */
  #sizes(output: string): string {
    const shape = this.#types.get(output)?.shape ?? [];
    return this.#ints(shape.map((dim) => (dim?.perToken === 0 ? dim.fixed : -1)));
  }

  #ints(values: readonly number[]): string {
    const name = `selected.${values.join('.')}`;
    const constant = int64([values.length], values);
    this.#constants.set(name, constant);
    this.#types.set(name, { dtype: 'int64', shape: [fixedDim(values.length)] });
    return name;
  }
}
