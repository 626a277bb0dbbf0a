import { float32, int64 } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import type { RawNode } from './rawGraph.js';

/**
 * The value of a Constant node (https://onnx.ai/onnx/operators/onnx__Constant.html), undefined
 * for other nodes and for strings, which stay nodes.
 */
export function foldConstant(node: RawNode): Tensor | undefined {
  if (node.opType !== 'Constant' || node.domain !== '') return undefined;
  for (const [name, attribute] of node.attributes) {
    if (name === 'value' && attribute.type === 'tensor') return attribute.value;
    if (name === 'value_float' && attribute.type === 'float') return float32([], [attribute.value]);
    if (name === 'value_int' && attribute.type === 'int') return int64([], [attribute.value]);
    if (name === 'value_floats' && attribute.type === 'floats') {
      return float32([attribute.value.length], attribute.value);
    }
    if (name === 'value_ints' && attribute.type === 'ints') {
      return int64([attribute.value.length], attribute.value);
    }
  }
  return undefined;
}
