/**
 * Algebraic identities applied as nodes are emitted. Only those that rules produce all the time:
 * x · 1, −−x, a transposition of a transposition, a reshape of a reshape.
 */
import { isFixed } from '../onnx/valueType.js';
import type { Emitter } from './emitter.js';
import { type Attributes, type Value, ints } from '../onnx/emitter.js';
import { windowOf } from './shapes.js';

/** A value equal to the one asked for, or undefined where no identity applies. */
export function simplify(
  emit: Emitter,
  opType: string,
  inputs: readonly Value[],
  attributes: Attributes,
): Value | undefined {
  const [first = '', second = ''] = inputs;
  const inner = emit.producer(first);
  switch (opType) {
    case 'Mul':
      return isOne(emit, second) ? first : isOne(emit, first) ? second : undefined;
    case 'Neg':
      return inner?.opType === 'Neg' ? inner.inputs[0] : undefined;
    case 'Transpose':
      return simplifyTranspose(emit, first, attributes);
    case 'Reshape':
      return simplifyReshape(emit, first, second, attributes);
    case 'Shape':
      return simplifyShape(emit, first, attributes);
    case 'Gather':
      return simplifySizes(emit, first, second);
    default:
      return undefined;
  }
}

/** Sizes that are known go by one name, whichever value they are read off. */
function simplifyShape(emit: Emitter, value: Value, attributes: Attributes): Value | undefined {
  const shape = emit.typeOf(value)?.shape;
  const sizes = shape && windowOf({ attributes }, shape.length).map((axis) => shape[axis] ?? null);
  if (sizes?.every((size) => size !== null)) return emit.sizesValue(sizes);
  const { start, end } = attributes;
  if (end?.type !== 'int' || end.value < 0) return undefined;
  // onnxruntime 1.30 moves transpositions past a Shape of some axes as if it were one of all.
  const from = start?.type === 'int' ? start.value : 0;
  const axes = Array.from({ length: end.value - from }, (_, i) => from + i);
  return emit.op('Gather', [emit.op('Shape', [value]), emit.int64(axes)]);
}

function simplifySizes(emit: Emitter, value: Value, indices: Value): Value | undefined {
  if (emit.constantOf(indices)?.dims.length !== 1) return undefined;
  const [sizes, at] = [emit.sizes(value), emit.sizes(indices)];
  const picked = at?.map((index) => sizes?.at(index?.fixed ?? 0) ?? null);
  const known = picked?.every((size) => size !== null);
  return known && picked.some((size) => !isFixed(size)) ? emit.sizesValue(picked) : undefined;
}

function isOne(emit: Emitter, value: Value): boolean {
  const tensor = emit.initializers.get(value);
  return tensor?.dims.length === 0 && tensor.data[0] === 1;
}

function simplifyTranspose(emit: Emitter, value: Value, { perm }: Attributes): Value | undefined {
  if (perm?.type !== 'ints') return undefined;
  if (perm.value.every((axis, i) => axis === i)) return value;
  const inner = emit.producer(value);
  const first = inner?.attributes.get('perm');
  const source = inner?.inputs[0];
  if (inner?.opType !== 'Transpose' || first?.type !== 'ints' || source === undefined) {
    return undefined;
  }
  const composed = perm.value.map((axis) => first.value[axis] ?? axis);
  return emit.op('Transpose', [source], { perm: ints(composed) });
}

/** The last shape alone counts, unless it copies sizes (0) that the first one moved. */
function simplifyReshape(
  emit: Emitter,
  value: Value,
  shape: Value,
  attributes: Attributes,
): Value | undefined {
  const inner = emit.producer(value);
  const [source, innerShape] = inner?.inputs ?? [];
  if (inner?.opType !== 'Reshape' || source === undefined || innerShape === undefined) {
    return undefined;
  }
  if (attributes.allowzero !== undefined || inner.attributes.size > 0) return undefined;
  const sizes = constantSizes(emit, shape);
  const before = constantSizes(emit, innerShape);
  if (!sizes || !before || sizes.slice(1).includes(0)) return undefined;
  if (sizes[0] === 0 && before[0] !== 0) return undefined;
  return emit.op('Reshape', [source, shape]);
}

function constantSizes(emit: Emitter, shape: Value): readonly number[] | undefined {
  const tensor = emit.initializers.get(shape);
  return tensor?.dtype === 'int64' ? Array.from(tensor.data, Number) : undefined;
}
