/**
 * Sequences of tensors as exporters use them, to chunk and to join: an element of a split becomes a
 * slice, a concatenated sequence a Concat.
 * https://onnx.ai/onnx/operators/onnx__SplitToSequence.html (opset 11)
 */
import { int, type Value } from '../../emitter.js';
import type { Node } from '../../graph.js';
import type { Rewrite, Rewriting } from '../Rewriting.js';

export const sequenceAt: Rewrite = (node) => {
  const sequence = node.state.producers.get(node.in(0));
  const [at] = node.numbers(1) ?? [];
  if (at === undefined) return undefined;
  if (sequence?.opType === 'SequenceConstruct') {
    const element = sequence.inputs.at(at);
    return element === undefined ? undefined : [element];
  }
  return sequence?.opType === 'SplitToSequence' ? elementOf(node, sequence, at) : undefined;
};

function elementOf(node: Rewriting, split: Node, at: number): readonly Value[] | undefined {
  const [x = '', sizes = ''] = split.inputs;
  const axis = intOf(split, 'axis', 0);
  const bounds = boundsOf(node, sizes, at);
  if (!bounds) return undefined;
  const ends = [...bounds, axis].map((value) => node.emit.int64([value]));
  const slice = node.op('Slice', [x, ...ends]);
  // Without sizes the elements are single slices, whose axis keepdims may drop.
  const drops = sizes === '' && intOf(split, 'keepdims', 1) === 0;
  return [drops ? node.op('Squeeze', [slice, node.emit.int64([axis])]) : slice];
}

function boundsOf(node: Rewriting, sizes: Value, at: number): readonly number[] | undefined {
  const tensor = node.constantOf(sizes);
  if (sizes !== '' && !tensor) return undefined;
  const given = tensor ? Array.from(tensor.data as ArrayLike<number | bigint>, Number) : [1];
  if (tensor?.dims.length === 1) {
    const index = at < 0 ? at + given.length : at;
    const from = given.slice(0, index).reduce((total, size) => total + size, 0);
    return [from, from + (given[index] ?? 0)];
  }
  const size = given[0] ?? 1;
  // How many equal parts there are is not known, so that counting from the end is not either.
  return at < 0 ? undefined : [at * size, (at + 1) * size];
}

export const concatFromSequence: Rewrite = (node) => {
  const sequence = node.state.producers.get(node.in(0));
  if (sequence?.opType !== 'SequenceConstruct') return undefined;
  const axis = node.int('axis', 0);
  if (node.int('new_axis', 0) === 0) {
    return [node.op('Concat', sequence.inputs, { axis: int(axis) })];
  }
  const axes = node.emit.int64([axis]);
  const apart = sequence.inputs.map((input) => node.op('Unsqueeze', [input, axes]));
  return [node.op('Concat', apart, { axis: int(axis) })];
};

function intOf({ attributes }: Node, name: string, otherwise: number): number {
  const attribute = attributes.get(name);
  return attribute?.type === 'int' ? attribute.value : otherwise;
}
