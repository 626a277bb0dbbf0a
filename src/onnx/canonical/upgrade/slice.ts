/** Slice before opset 10: bounds as attributes. https://onnx.ai/onnx/operators/onnx__Slice.html (opset 1) */
import type { Rewrite } from '../Rewriting.js';

export const slice: Rewrite = (node) => {
  const [starts, ends, axes] = [node.ints('starts'), node.ints('ends'), node.ints('axes')];
  if (starts === undefined || ends === undefined) return undefined;
  const all = axes ?? starts.map((_, i) => i);
  return [node.op('Slice', [node.in(0), ...[starts, ends, all].map((v) => node.emit.int64(v))])];
};
