/**
 * com.microsoft Attention: input projection by merged weights, then scaled dot-product attention.
 * https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.Attention
 *
 * Left alone with a past, rotary embedding or a present that somebody wants.
 */
import { type Value, int } from '../../emitter.js';
import type { Rewrite, Rewriting } from '../Rewriting.js';
import { columnsOf } from '../weights.js';
import { causalBias, paddingBias, scaledDotProduct } from './scaledDotProduct.js';
import { addUp, mergeHeads, splitHeads } from './support.js';

export interface Projected {
  /** [B, S, input], and the merged weights and bias ('' if none) as float values. */
  readonly input: Value;
  readonly weights: Value;
  readonly bias: Value;
  /** '' if none. */
  readonly mask: Value;
  readonly attentionBias: Value;
}

export const attention: Rewrite = (node) => {
  if (node.has(4) || node.wants(1) || node.int('do_rotary', 0) !== 0) return undefined;
  return [
    projectAndAttend(node, {
      input: node.in(0),
      weights: node.in(1),
      bias: node.in(2),
      mask: node.in(3),
      attentionBias: node.in(5),
    }),
  ];
};

/** [B, S, v_hidden_size]. */
export function projectAndAttend(node: Rewriting, given: Projected): Value {
  const heads = node.int('num_heads', 1);
  const [q, k, v] = project(node, given).map((part) => splitHeads(node, part, heads));
  if (q === undefined || k === undefined || v === undefined) return '';
  const biases: Value[] = [];
  if (given.attentionBias !== '') biases.push(given.attentionBias);
  if (given.mask !== '') {
    biases.push(paddingBias(node, given.mask, k, node.float('mask_filter_value', -10000)));
  }
  if (node.int('unidirectional', 0) !== 0) biases.push(causalBias(node, q, k));
  const scale = node.float('scale', 0);
  const product = { q, k, v, biases, scale: scale > 0 ? scale : undefined };
  return mergeHeads(node, scaledDotProduct(node, product));
}

/** Three products with a third of the weights each, where these are constant; else one, split. */
function project(node: Rewriting, { input, weights, bias }: Projected): readonly Value[] {
  const sizes = node.ints('qkv_hidden_sizes');
  const tensor = node.constantOf(weights);
  const columns = tensor?.dims[1];
  const widths = sizes ?? [1, 1, 1].map((third) => (third * (columns ?? 0)) / 3);
  const total = widths.reduce((sum, width) => sum + width, 0);
  if (tensor?.dtype === 'float32' && widths.every(Number.isInteger) && total === columns) {
    const biasTensor = node.constantOf(bias);
    return widths.map((width, i) => {
      const from = widths.slice(0, i).reduce((sum, w) => sum + w, 0);
      const part = node.emit.tensor(columnsOf(tensor, from, from + width));
      const product = node.op('MatMul', [input, part]);
      const own =
        biasTensor?.dtype === 'float32'
          ? node.emit.tensor(columnsOf(biasTensor, from, from + width))
          : sliceOf(node, bias, from, from + width);
      return addUp(node, product, own);
    });
  }
  const merged = addUp(node, node.op('MatMul', [input, weights]), bias);
  return sizes
    ? node.emit.ops('Split', [merged, node.emit.int64(sizes)], { axis: int(2) }, 3)
    : node.emit.ops('Split', [merged], { axis: int(2), num_outputs: int(3) }, 3);
}

const sliceOf = (node: Rewriting, vector: Value, from: number, to: number): Value =>
  vector === '' ? '' : node.op('Slice', [vector, node.emit.int64([from]), node.emit.int64([to])]);
