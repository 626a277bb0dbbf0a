/**
 * com.microsoft EmbedLayerNormalization: word, position and segment embeddings summed and
 * layer-normalised; the mask becomes the number of tokens it keeps.
 * https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.EmbedLayerNormalization
 */
import { int, type Value } from '../../emitter.js';
import type { Rewrite, Rewriting } from '../Rewriting.js';
import { addUp, countTo, layerNormalised } from './support.js';

const INT32 = 6;

export const embedLayerNormalization: Rewrite = (node) => {
  const ids = node.in(0);
  const lookUp = (table: Value, rows: Value) => node.op('Gather', [table, rows], { axis: int(0) });
  const positions = node.has(8) ? node.in(8) : countTo(node, node.sizeOf(ids, 1));
  const segments = node.has(1) && node.has(4) ? lookUp(node.in(4), node.in(1)) : '';
  const words = lookUp(node.in(2), ids);
  const sum = addUp(node, words, lookUp(node.in(3), positions), segments);
  const epsilon = node.float('epsilon', 1e-12);
  const output = layerNormalised(node, sum, node.in(5), node.in(6), epsilon);
  return [output, node.wants(1) ? maskIndex(node) : undefined, sum];
};

/** int32 [B]: tokens kept, zero without a mask. */
function maskIndex(node: Rewriting): Value {
  const source = node.has(7) ? node.in(7) : node.op('Sub', [node.in(0), node.in(0)]);
  const wide = node.op('Cast', [source], { to: int(INT32) });
  return node.op('ReduceSum', [wide, node.emit.int64([1])], { keepdims: int(0) });
}
