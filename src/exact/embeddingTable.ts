/** The table that a model looks its tokens up in: rows of it read, and one appended. */
import type { Graph, Model, Node } from '../onnx/graph.js';
import { withGraph } from '../onnx/subgraph.js';
import type { Tensor } from '../tensor/tensor.js';

/** A table of floats, or of bytes that stand for scale · byte + offset, as the bundled model has it. */
interface Table {
  /** Its initializer: [V, H]. */
  readonly name: string;
  readonly tensor: Tensor<'float32'> | Tensor<'uint8'>;
  /** What is looked up, as floats. */
  readonly output: string;
  readonly scale: number;
  readonly offset: number;
}

/**
 * The same model with one token more, the last, which no tokenizer knows: only a reference has it.
 * @param row its embedding, [H]; bytes hold it to half a step of theirs
 * @returns null where the table is stored in a way that is not known here. Cost: a copy of the table.
 */
export function withTokenAppended(
  model: Model,
  ids: string,
  row: Float32Array,
): { readonly model: Model; readonly id: number } | null {
  const table = tableOf(model.graph, ids);
  if (table?.tensor.dims[1] !== row.length) return null;
  const { name, tensor, scale, offset } = table;
  const [tokens = 0, width = 0] = tensor.dims;
  const dims = [tokens + 1, width];
  const longer = (): Tensor => {
    if (tensor.dtype === 'float32') {
      const data = new Float32Array(tensor.data.length + width);
      data.set(tensor.data);
      data.set(row, tensor.data.length);
      return { dtype: 'float32', dims, data };
    }
    const data = new Uint8Array(tensor.data.length + width);
    data.set(tensor.data);
    const byte = (value: number) => Math.round((value - offset) / scale);
    row.forEach((value, h) => {
      data[tensor.data.length + h] = Math.min(255, Math.max(0, byte(value)));
    });
    return { dtype: 'uint8', dims, data };
  };
  const initializers = new Map([...model.graph.initializers, [name, longer()]]);
  return { model: withGraph(model, { ...model.graph, initializers }), id: tokens };
}

/** A token's embedding, [H]; null as above. */
export function rowOf({ graph }: Model, ids: string, id: number): Float32Array | null {
  const table = tableOf(graph, ids);
  if (!table) return null;
  const { tensor, scale, offset } = table;
  const width = tensor.dims[1] ?? 0;
  return Float32Array.from(
    tensor.data.subarray(id * width, (id + 1) * width),
    (value) => scale * value + offset,
  );
}

/**
 * The same graph with a table that is fed: whatever rows it is given, ids are looked up in them.
 * @param input name of the table, float32 [rows, H]. Returns null as above. Cost: a copy of the lists.
 */
export function withTableFed(graph: Graph, ids: string, input: string): Graph | null {
  const table = tableOf(graph, ids);
  if (!table) return null;
  const looksUp = (node: Node): Node => ({
    ...{ name: node.name, opType: 'Gather', domain: '' },
    ...{ inputs: [input, ids], outputs: node.outputs, attributes: new Map() },
  });
  return {
    ...graph,
    inputs: [...graph.inputs, { name: input, dtype: 'float32', dims: ['rows', null] }],
    nodes: graph.nodes.map((node) => (node.outputs[0] === table.output ? looksUp(node) : node)),
  };
}

/** null where ids are looked up in no constant, in several, or in one that has other readers. */
function tableOf(graph: Graph, ids: string): Table | null {
  const readersOf = (value: string | undefined) =>
    graph.nodes.filter(({ inputs }) => inputs.includes(value ?? ''));
  const gathers = readersOf(ids).filter(
    ({ opType, inputs }) => opType === 'Gather' && inputs[1] === ids,
  );
  const [gather] = gathers;
  const name = gather?.inputs[0] ?? '';
  const [output = ''] = gather?.outputs ?? [];
  const tensor = graph.initializers.get(name);
  if (gathers.length !== 1 || tensor?.dims.length !== 2 || readersOf(name).length > 1) return null;
  if (tensor.dtype === 'float32') return { name, tensor, output, scale: 1, offset: 0 };
  if (tensor.dtype !== 'uint8') return null;
  // Gather → DequantizeLinear(scale) → Add(minimum).
  const [dequantise, ...others] = readersOf(output);
  if (dequantise?.opType !== 'DequantizeLinear' || others.length > 0) return null;
  const scale = scalar(graph, dequantise.inputs[1]);
  const zero = dequantise.inputs[2] === undefined ? 0 : scalar(graph, dequantise.inputs[2]);
  if (scale === null || zero === null) return null;
  const [floats = ''] = dequantise.outputs;
  const [add] = readersOf(floats);
  const minimum = add?.opType === 'Add' ? scalar(graph, add.inputs[1]) : null;
  return {
    ...{ name, tensor, scale },
    output: minimum === null ? floats : (add?.outputs[0] ?? ''),
    offset: (minimum ?? 0) - scale * zero,
  };
}

/** Of one element. */
function scalar({ initializers }: Graph, name: string | undefined): number | null {
  const tensor = initializers.get(name ?? '');
  return tensor?.data.length === 1 ? Number(tensor.data[0]) : null;
}
