/** Which axes of a node's inputs run along with an axis of its output. */
import type { Graph, Node } from '../onnx/graph.js';
import { NodeAttributes } from '../onnx/nodeAttributes.js';
import { isFixed } from '../onnx/valueType.js';
import type { Primal } from './emitter.js';
import { regrouping } from './factored/regroup.js';
import type { Shape } from './shapes.js';

/** Operators that treat all positions along every axis alike, with broadcasting. */
const ALIKE: ReadonlySet<string> = new Set(
  (
    'Abs Add Cast Celu Clip Cos Div Elu Erf Exp Gelu HardSigmoid HardSwish Identity LeakyRelu Log Max ' +
    'Mean Min Mish Mul Neg Pow PRelu Reciprocal Relu Selu Sigmoid Sign Sin Softplus Softsign Sqrt Sub ' +
    'Sum Tanh ThresholdedRelu Where'
  ).split(' '),
);

/**
 * For each input the axis, from the start, of which position p alone decides about position p along
 * `axis` of the output; undefined for inputs that are the same for all positions. Undefined for a node
 * that mixes positions, or of which that is not known.
 */
export function inputAxes(
  node: Node,
  { graph, types }: Primal,
  axis: number,
): readonly (number | undefined)[] | undefined {
  if (node.domain !== '') return undefined;
  const shapes = node.inputs.map((input) => types.get(input)?.shape);
  const [first] = shapes;
  const out = types.get(node.outputs[0] ?? '')?.shape;
  if (!out || !first) return undefined;
  if (ALIKE.has(node.opType)) {
    return shapes.every((shape) => shape !== undefined)
      ? shapes.map((shape) => broadcastAxis(shape, out, axis))
      : undefined;
  }
  const attributes = new NodeAttributes(node);
  const inner = (name: string, otherwise: number) => {
    const at = attributes.int(name, otherwise);
    return at < 0 ? at + first.length : at;
  };
  switch (node.opType) {
    case 'LayerNormalization':
      return axis < inner('axis', -1) ? [axis, undefined, undefined] : undefined;
    case 'Softmax':
    case 'LogSoftmax':
      return axis !== inner('axis', -1) ? [axis] : undefined;
    case 'MatMul':
      return productAxes(first, shapes[1], out, axis);
    case 'Transpose': {
      const from = attributes.ints('perm')?.[axis];
      return from === undefined ? undefined : [from];
    }
    case 'Concat':
      return axis !== inner('axis', 0) ? node.inputs.map(() => axis) : undefined;
    case 'Split':
      return axis !== inner('axis', 0) ? [axis, undefined] : undefined;
    case 'Slice': {
      const sliced = slicedAxes(node, graph, first.length);
      const others = node.inputs.slice(1).map(() => undefined);
      return sliced && !sliced.includes(axis) ? [axis, ...others] : undefined;
    }
    case 'Reshape': {
      const group = regrouping(first, out)?.find(({ to }) => to.includes(axis));
      const [from, ...others] = group?.from ?? [];
      const isAlone = others.length === 0 && group?.to.length === 1;
      const open = out.filter((dim, i) => i !== axis && !isFixed(dim));
      return from === undefined || !isAlone || open.length > 1 ? undefined : [from, undefined];
    }
    default:
      return undefined;
  }
}

/** The axis of an operand that broadcasting lays over an axis of the result; undefined where it has 1. */
function broadcastAxis(shape: Shape, out: Shape, axis: number): number | undefined {
  const own = axis - (out.length - shape.length);
  return own < 0 || isFixed(shape[own] ?? null, 1) ? undefined : own;
}

function productAxes(
  left: Shape,
  right: Shape | undefined,
  out: Shape,
  axis: number,
): readonly (number | undefined)[] | undefined {
  if (!right || left.length < 2 || right.length < 2) return undefined;
  if (axis === out.length - 1) return [undefined, right.length - 1];
  if (axis === out.length - 2) return [left.length - 2, undefined];
  return [broadcastAxis(left, out, axis), broadcastAxis(right, out, axis)];
}

/** The axes that a Slice with constant bounds cuts, from the start. */
function slicedAxes({ inputs }: Node, graph: Graph, rank: number): readonly number[] | undefined {
  const [, starts = '', , axes = ''] = inputs;
  const constant = graph.initializers.get(axes === '' ? starts : axes);
  const all = constant && Array.from(constant.data as ArrayLike<number | bigint>, Number);
  return axes === ''
    ? all?.map((_, axis) => axis)
    : all?.map((axis) => (axis < 0 ? axis + rank : axis));
}
