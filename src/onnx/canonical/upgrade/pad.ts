/** Pad before opset 11: pads and value as attributes. https://onnx.ai/onnx/operators/onnx__Pad.html (opset 2) */
import type { Rewrite } from '../Rewriting.js';

export const pad: Rewrite = (node) => {
  const pads = node.ints('pads');
  if (pads === undefined) return undefined;
  const inputs = [node.in(0), node.emit.int64(pads), node.emit.scalar(node.float('value', 0))];
  return [node.op('Pad', inputs, node.attributesWithout('pads', 'value'))];
};
