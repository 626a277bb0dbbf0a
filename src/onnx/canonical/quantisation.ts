/** How a file's weights are stored, for reports. */
import type { Graph, Node } from '../graph.js';

export type Quantisation = 'none' | 'float16' | 'int8' | 'int4' | 'int2';

const EIGHT_BIT: ReadonlySet<string> = new Set([
  'DequantizeLinear',
  'DynamicQuantizeLinear',
  'DynamicQuantizeMatMul',
  'MatMulInteger',
  'MatMulIntegerToFloat',
  'QAttention',
  'QLinearMatMul',
]);

/** The narrowest that any weight has. */
export function quantisationOf(graph: Graph): Quantisation {
  const bits = Math.min(16, ...graph.nodes.map(bitsOf));
  if (bits <= 2) return 'int2';
  if (bits <= 4) return 'int4';
  if (bits <= 8) return 'int8';
  const halves = [...graph.initializers.values()].some(
    ({ dtype, data }) => dtype === 'float16' && data.length > 1,
  );
  return halves ? 'float16' : 'none';
}

function bitsOf({ opType, attributes }: Node): number {
  if (opType === 'MatMulNBits' || opType === 'GatherBlockQuantized') {
    const bits = attributes.get('bits');
    return bits?.type === 'int' ? bits.value : 4;
  }
  return EIGHT_BIT.has(opType) ? 8 : 16;
}
