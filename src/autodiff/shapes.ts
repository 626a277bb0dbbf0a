/**
 * Shapes of emitted nodes, from those of their inputs: of the operators that derivatives consist of.
 * Symbolic in the number of tokens; null is an axis of any size, as that of the directions is.
 */
import type { Attribute } from '../onnx/graph.js';
import { type Dim, type ValueType, fixedDim, isFixed, sameDim } from '../onnx/valueType.js';

export type Shape = readonly Dim[];

/** A node whose output is to be described, with what is known of its inputs. */
export interface TypedNode {
  readonly opType: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly inputs: readonly (ValueType | undefined)[];
  /** The elements of an input that is a vector of sizes or axes, where they are known. */
  readonly sizes: (input: number) => Shape | undefined;
}

/** The type of one of a node's outputs, or undefined where it is not known. */
export function typeOfNode(node: TypedNode, output = 0): ValueType | undefined {
  const shape = node.opType === 'Split' ? splitShape(node, output) : firstShape(node, output);
  const dtype = dtypeOf(node);
  return shape && dtype && { dtype, shape };
}

/** Where the two do not agree on an axis, neither being 1, the size of the first stands for both. */
export function broadcastShapes(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const [x, y] = [sizeAt(a, i - rank), sizeAt(b, i - rank)];
    return isFixed(x, 1) ? y : x;
  });
}

/** Size of an axis counted from the end (negative); 1 where the shape has no such axis. */
export const sizeAt = (shape: Shape, axis: number): Dim =>
  axis < -shape.length ? fixedDim(1) : (shape[shape.length + axis] ?? null);

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((dim, i) => sameSize(dim, b[i] ?? null));

/** As `sameDim`, with axes of any size taken for one another: there is one kind, directions. */
export const sameSize = (a: Dim, b: Dim): boolean => (a === null ? b === null : sameDim(a, b));

const BROADCASTING: ReadonlySet<string> = new Set(
  'Add Sub Mul Div Pow Min Max Sum Mean Where Equal Less Greater LessOrEqual GreaterOrEqual And Or'.split(
    ' ',
  ),
);

const ELEMENTWISE: ReadonlySet<string> = new Set(
  (
    'Abs Cast CastLike Ceil Celu Clip Cos CumSum Elu Erf Exp Floor Gelu HardSigmoid HardSwish ' +
    'Identity LayerNormalization LeakyRelu Log LogSoftmax Mish Neg Not PRelu Reciprocal Relu Round ' +
    'Selu Sigmoid Sign Sin Softmax Softplus Softsign Sqrt Tanh ThresholdedRelu Trilu'
  ).split(' '),
);

const CONDITIONS: ReadonlySet<string> = new Set(
  'Equal Less Greater LessOrEqual GreaterOrEqual And Or Not'.split(' '),
);

/** ONNX's numbers for element types that emitted Casts produce. */
const CAST_TYPES = { 1: 'float32', 6: 'int32', 7: 'int64', 9: 'bool' } as const;

function dtypeOf({ opType, attributes, inputs }: TypedNode): ValueType['dtype'] | undefined {
  if (CONDITIONS.has(opType)) return 'bool';
  if (opType === 'Shape') return 'int64';
  if (opType === 'OneHot') return inputs[2]?.dtype;
  if (opType === 'Cast') {
    const to = attributes.to?.type === 'int' ? attributes.to.value : 0;
    return to in CAST_TYPES ? CAST_TYPES[to as keyof typeof CAST_TYPES] : undefined;
  }
  return inputs[opType === 'Where' || opType === 'CastLike' ? 1 : 0]?.dtype;
}

const firstShape = (node: TypedNode, output: number): Shape | undefined =>
  output === 0 ? shapeOfNode(node) : undefined;

function splitShape(node: TypedNode, output: number): Shape | undefined {
  const [shape, size] = [node.inputs[0]?.shape, node.sizes(1)?.[output]];
  const at = intOf(node, 'axis', 0);
  const axis = shape && at < 0 ? at + shape.length : at;
  return size === undefined ? undefined : shape?.map((dim, i) => (i === axis ? size : dim));
}

function shapeOfNode(node: TypedNode): Shape | undefined {
  const { opType } = node;
  const shapes = node.inputs.map((input) => input?.shape);
  const [first, second] = shapes;
  if (!first) return undefined;
  if (ELEMENTWISE.has(opType)) return first;
  if (opType.startsWith('Reduce')) return reduced(node, first);
  if (BROADCASTING.has(opType)) {
    return shapes.reduce((all, shape) => all && shape && broadcastShapes(all, shape));
  }
  switch (opType) {
    case 'MatMul':
      return second && product(first, second);
    case 'Transpose':
      return intsOf(node, 'perm')?.map((axis) => first[axis] ?? null);
    case 'Unsqueeze':
      return unsqueezed(first, axesOf(node));
    case 'Squeeze':
      return squeezed(first, axesOf(node));
    case 'Reshape':
      return reshaped(first, node.sizes(1));
    case 'Expand':
      return expanded(first, node.sizes(1));
    case 'Shape':
      return [fixedDim(windowOf(node, first.length).length)];
    case 'Concat':
      return concatenated(node, shapes);
    case 'Gather':
      return gathered(node, first, second);
    case 'Einsum':
      return einsumShape(node, shapes);
    case 'ScatterElements':
    case 'ScatterND':
      return first;
    case 'OneHot': {
      const depth = node.sizes(1)?.[0];
      return depth === undefined ? undefined : [...first, depth];
    }
    default:
      return undefined;
  }
}

/** The axes that a Shape node returns the sizes of. */
export function windowOf({ attributes }: Pick<TypedNode, 'attributes'>, rank: number): number[] {
  const bound = (name: string, otherwise: number) => {
    const attribute = attributes[name];
    const value = attribute?.type === 'int' ? attribute.value : otherwise;
    return value < 0 ? value + rank : value;
  };
  const [start, end] = [bound('start', 0), bound('end', rank)];
  return Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i);
}

function intsOf({ attributes }: TypedNode, name: string): readonly number[] | undefined {
  const attribute = attributes[name];
  return attribute?.type === 'ints' ? attribute.value : undefined;
}

const intOf = ({ attributes }: TypedNode, name: string, otherwise: number): number => {
  const attribute = attributes[name];
  return attribute?.type === 'int' ? attribute.value : otherwise;
};

/** The second input as constant integers. */
function axesOf(node: TypedNode): readonly number[] | undefined {
  const sizes = node.sizes(1);
  return sizes?.every((size) => isFixed(size)) ? sizes.map((size) => size?.fixed ?? 0) : undefined;
}

function reduced(node: TypedNode, shape: Shape): Shape | undefined {
  const axes = node.inputs.length > 1 ? axesOf(node) : shape.map((_, i) => i);
  if (!axes || axes.length === 0) return undefined;
  const gone = new Set(axes.map((axis) => (axis < 0 ? axis + shape.length : axis)));
  return intOf(node, 'keepdims', 1) === 1
    ? shape.map((dim, i) => (gone.has(i) ? fixedDim(1) : dim))
    : shape.filter((_, i) => !gone.has(i));
}

function product(a: Shape, b: Shape): Shape | undefined {
  if (a.length < 2 || b.length < 2) return undefined;
  const batch = broadcastShapes(a.slice(0, -2), b.slice(0, -2));
  return [...batch, sizeAt(a, -2), sizeAt(b, -1)];
}

function unsqueezed(shape: Shape, axes: readonly number[] | undefined): Shape | undefined {
  if (!axes) return undefined;
  const rank = shape.length + axes.length;
  const added = new Set(axes.map((axis) => (axis < 0 ? axis + rank : axis)));
  const kept = [...shape];
  return Array.from({ length: rank }, (_, i) =>
    added.has(i) ? fixedDim(1) : (kept.shift() ?? null),
  );
}

function squeezed(shape: Shape, axes: readonly number[] | undefined): Shape | undefined {
  if (!axes) return undefined;
  const gone = new Set(axes.map((axis) => (axis < 0 ? axis + shape.length : axis)));
  return shape.filter((_, i) => !gone.has(i));
}

/** ONNX Reshape without allowzero: 0 copies the size at the same place, −1 infers one size. */
function reshaped(shape: Shape, pattern: Shape | undefined): Shape | undefined {
  if (!pattern) return undefined;
  const target = pattern.map((dim, i) => (isFixed(dim, 0) ? (shape[i] ?? null) : dim));
  const open = target.findIndex((dim) => isFixed(dim, -1));
  if (open < 0) return target;
  const missing = quotient(
    shape,
    target.filter((_, i) => i !== open),
  );
  return missing === undefined ? undefined : target.map((dim, i) => (i === open ? missing : dim));
}

/** The one size that makes the product of `part` and it that of `whole`. */
function quotient(whole: Shape, part: Shape): Dim | undefined {
  const left = [...whole];
  let divisor = 1;
  for (const dim of part) {
    const same = left.findIndex((one) => sameSize(one, dim));
    if (same >= 0) left.splice(same, 1);
    else if (dim && isFixed(dim)) divisor *= dim.fixed;
    else return undefined;
  }
  const factor = left.reduce((f, dim) => f * (dim && isFixed(dim) ? dim.fixed : 1), 1) / divisor;
  const open = left.filter((dim) => !isFixed(dim));
  const [only] = open;
  if (open.length === 0) return Number.isInteger(factor) ? fixedDim(factor) : undefined;
  if (open.length > 1 || only === undefined) return undefined;
  if (only === null) return factor === 1 ? null : undefined;
  const scaled = { fixed: only.fixed * factor, perToken: only.perToken * factor };
  return Number.isInteger(scaled.fixed) && Number.isInteger(scaled.perToken) ? scaled : undefined;
}

const expanded = (shape: Shape, target: Shape | undefined): Shape | undefined =>
  target && broadcastShapes(shape, target);

function concatenated(node: TypedNode, shapes: readonly (Shape | undefined)[]): Shape | undefined {
  const [first] = shapes;
  if (!first) return undefined;
  const at = intOf(node, 'axis', 0);
  const axis = at < 0 ? at + first.length : at;
  const total = shapes.reduce<Dim>(
    (sum, shape) => {
      const dim = shape?.[axis] ?? null;
      return sum && dim
        ? { fixed: sum.fixed + dim.fixed, perToken: sum.perToken + dim.perToken }
        : null;
    },
    { fixed: 0, perToken: 0 },
  );
  return total ? first.map((dim, i) => (i === axis ? total : dim)) : undefined;
}

function gathered(node: TypedNode, shape: Shape, indices: Shape | undefined): Shape | undefined {
  if (!indices) return undefined;
  const at = intOf(node, 'axis', 0);
  const axis = at < 0 ? at + shape.length : at;
  return [...shape.slice(0, axis), ...indices, ...shape.slice(axis + 1)];
}

/** With an explicit output and without an ellipsis, as rules emit it. */
function einsumShape(node: TypedNode, shapes: readonly (Shape | undefined)[]): Shape | undefined {
  const { equation } = node.attributes;
  const [left = '', right] = equation?.type === 'string' ? equation.value.split('->') : [];
  if (right === undefined || left.includes('.')) return undefined;
  const sizes = new Map<string, Dim>();
  left.split(',').forEach((term, i) => {
    [...term].forEach((letter, axis) => {
      const dim = shapes[i]?.[axis] ?? null;
      // Axes of size 1 are broadcast against the others of their letter.
      if (!sizes.has(letter) || isFixed(sizes.get(letter) ?? null, 1)) sizes.set(letter, dim);
    });
  });
  return [...right].map((letter) => sizes.get(letter) ?? null);
}
