/** Inputs of an encoder, told apart by the names that exports give them. */
import type { Graph, ValueInfo } from '../onnx/graph.js';
import { int64 } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import { GraphError } from './layers.js';
import type { Tensors } from './runtime.js';

/** The input that carries token ids. Throws GraphError. */
export function idsInput(graph: Graph): string {
  const isIds = (input: ValueInfo) => /(^|[._])(input_?ids|tokens|ids)$/i.test(input.name);
  const name = graph.inputs.find(isIds)?.name;
  if (name !== undefined) return name;
  const names = graph.inputs.map((input) => input.name).join(', ');
  throw new GraphError(`Encoder: expected an input named input_ids, got ${names || 'none'}`);
}

/**
 * Values for every input that one text without padding determines: its ids, a mask of ones, token
 * types of zero, positions counted from zero. Throws GraphError for an input of another kind.
 */
export function feedsFor(
  inputs: readonly ValueInfo[],
  ids: string,
  values: readonly number[],
): Tensors {
  return feedsForRows(inputs, ids, [values]);
}

/** The same for several texts of one length: [B, S]. */
export function feedsForRows(
  inputs: readonly ValueInfo[],
  ids: string,
  rows: readonly (readonly number[])[],
): Tensors {
  const dims = [rows.length, rows[0]?.length ?? 0];
  return Object.fromEntries(
    inputs.map(({ name, dtype }): [string, Tensor] => {
      const content = rows.flatMap((values) => contentOf(name, ids, values));
      if (dtype === 'int32') return [name, { dtype, dims, data: Int32Array.from(content) }];
      if (dtype === 'float32') return [name, { dtype, dims, data: Float32Array.from(content) }];
      if (dtype === 'bool') return [name, { dtype, dims, data: Uint8Array.from(content) }];
      return [name, int64(dims, content)];
    }),
  );
}

function contentOf(name: string, ids: string, values: readonly number[]): readonly number[] {
  if (name === ids) return values;
  if (/mask/i.test(name)) return values.map(() => 1);
  if (/type|segment/i.test(name)) return values.map(() => 0);
  if (/position/i.test(name)) return values.map((_, i) => i);
  throw new GraphError(
    `Encoder: expected inputs for ids, mask, token types or positions, got ${name}`,
  );
}
