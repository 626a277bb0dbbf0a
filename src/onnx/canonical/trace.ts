/**
 * What can be told of a value without running anything, from the nodes that lead to it. Only where
 * an operator's meaning hangs on a type or rank that the format does not state.
 */
import type { DataType } from '../../tensor/tensor.js';
import type { Value } from '../emitter.js';
import type { Node } from '../graph.js';
import type { Rewriting } from './Rewriting.js';

const BOOL = 9;
const COMPARISONS: ReadonlySet<string> = new Set([
  'And',
  'Equal',
  'Greater',
  'GreaterOrEqual',
  'IsInf',
  'IsNaN',
  'Less',
  'LessOrEqual',
  'Not',
  'Or',
  'Xor',
]);
/** Operators whose output has the type of their first input. */
const SAME_TYPE: ReadonlySet<string> = new Set([
  'Concat',
  'Expand',
  'Flatten',
  'Gather',
  'GatherElements',
  'GatherND',
  'Identity',
  'Pad',
  'Reshape',
  'Slice',
  'Split',
  'Squeeze',
  'Tile',
  'Transpose',
  'Trilu',
  'Unsqueeze',
]);

const producerOf = (node: Rewriting, value: Value): Node | undefined =>
  node.emit.producer(value) ?? node.state.producers.get(value);

/** Whether a value is boolean; false where nothing tells. */
export function isBoolean(node: Rewriting, value: Value): boolean {
  const known: DataType | undefined =
    node.constantOf(value)?.dtype ?? node.state.inputs.get(value)?.dtype;
  if (known !== undefined) return known === 'bool';
  const producer = producerOf(node, value);
  if (!producer) return false;
  const [first = '', second = ''] = producer.inputs;
  if (COMPARISONS.has(producer.opType)) return true;
  if (producer.opType === 'Cast') {
    const to = producer.attributes.get('to');
    return to?.type === 'int' && to.value === BOOL;
  }
  if (producer.opType === 'ConstantOfShape') {
    const fill = producer.attributes.get('value');
    return fill?.type === 'tensor' && fill.value.dtype === 'bool';
  }
  if (producer.opType === 'Where') return isBoolean(node, second);
  return SAME_TYPE.has(producer.opType) && isBoolean(node, first);
}

/** Operators whose output has the rank of their first input. */
const SAME_RANK: ReadonlySet<string> = new Set([
  'Cast',
  'Div',
  'Identity',
  'LayerNormalization',
  'MatMul',
  'Mul',
  'Pad',
  'Slice',
  'Softmax',
  'Split',
]);

/** A value's rank; undefined where nothing tells. */
export function rankOf(node: Rewriting, value: Value): number | undefined {
  const known = node.constantOf(value)?.dims ?? node.state.inputs.get(value)?.dims;
  if (known !== undefined) return known.length;
  const producer = producerOf(node, value);
  if (!producer) return undefined;
  const [first = '', second = ''] = producer.inputs;
  const perm = producer.attributes.get('perm');
  if (producer.opType === 'Transpose' && perm?.type === 'ints') return perm.value.length;
  if (producer.opType === 'Reshape') {
    return node.constantOf(second)?.data.length ?? lengthOf(node, second);
  }
  if (producer.opType === 'Add') {
    const ranks = [rankOf(node, first), rankOf(node, second)];
    const certain = ranks.filter((rank) => rank !== undefined);
    // A bias never has the higher rank; where one side is unknown the other is the larger likely.
    return certain.length === 0 ? undefined : Math.max(...certain);
  }
  return SAME_RANK.has(producer.opType) ? rankOf(node, first) : undefined;
}

/** Elements of a shape vector that is put together from parts. */
function lengthOf(node: Rewriting, shape: Value): number | undefined {
  const producer = producerOf(node, shape);
  if (producer?.opType !== 'Concat') return undefined;
  const lengths = producer.inputs.map((part) => partLength(node, part));
  return lengths.every((length) => length !== undefined)
    ? lengths.reduce((total, length) => total + length, 0)
    : undefined;
}

/** One element for an unsqueezed size, which is how exporters write them. */
function partLength(node: Rewriting, part: Value): number | undefined {
  const constant = node.constantOf(part);
  if (constant) return constant.data.length;
  return producerOf(node, part)?.opType === 'Unsqueeze' ? 1 : undefined;
}
