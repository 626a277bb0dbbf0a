/**
 * A graph computed in float32 throughout: weights, casts and ends that were half or double become
 * single. Halves convert exactly; doubles beyond float32 (masks, mostly) stay finite.
 */
import { halvesToFloats } from '../../tensor/half.js';
import type { Tensor } from '../../tensor/tensor.js';
import type { Attribute, Graph, Node, ValueInfo } from '../graph.js';

const LARGEST = 3.4028234663852886e38;
const FLOAT = 1;
/** TensorProto.DataType of half, double and bfloat16. */
const OTHER_FLOATS: ReadonlySet<number> = new Set([10, 11, 16]);
/** Attributes that hold a TensorProto.DataType. */
const TYPE_ATTRIBUTES: ReadonlySet<string> = new Set(['to', 'dtype', 'output_dtype']);

export function toFloat32(graph: Graph): Graph {
  const ends = (infos: readonly ValueInfo[]) => infos.map(infoToFloat32);
  return {
    ...graph,
    inputs: ends(graph.inputs),
    outputs: ends(graph.outputs),
    initializers: new Map([...graph.initializers].map(([n, t]) => [n, tensorToFloat32(t)])),
    nodes: graph.nodes.map(nodeToFloat32),
  };
}

/** The tensor itself unless it is of another float type. */
export function tensorToFloat32(tensor: Tensor): Tensor {
  const { dims } = tensor;
  if (tensor.dtype === 'float16') {
    return { dtype: 'float32', dims, data: halvesToFloats(tensor.data) };
  }
  if (tensor.dtype !== 'float64') return tensor;
  const clamp = (value: number) =>
    Number.isFinite(value) ? Math.max(-LARGEST, Math.min(LARGEST, value)) : value;
  return { dtype: 'float32', dims, data: Float32Array.from(tensor.data, clamp) };
}

const infoToFloat32 = (info: ValueInfo): ValueInfo =>
  info.dtype === 'float16' || info.dtype === 'float64' ? { ...info, dtype: 'float32' } : info;

function nodeToFloat32(node: Node): Node {
  const attributes = new Map(
    [...node.attributes].map(([name, value]) => [name, attributeToFloat32(name, value)]),
  );
  return { ...node, attributes };
}

function attributeToFloat32(name: string, attribute: Attribute): Attribute {
  if (attribute.type === 'tensor') {
    return { type: 'tensor', value: tensorToFloat32(attribute.value) };
  }
  if (attribute.type === 'graph') return { type: 'graph', value: toFloat32(attribute.value) };
  const namesFloat =
    attribute.type === 'int' && TYPE_ATTRIBUTES.has(name) && OTHER_FLOATS.has(attribute.value);
  return namesFloat ? { type: 'int', value: FLOAT } : attribute;
}
