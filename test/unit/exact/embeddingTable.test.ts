import { describe, expect, test } from 'vitest';
import { rowOf, withTableFed, withTokenAppended } from '../../../src/exact/embeddingTable.js';
import type { Graph, Model, Node } from '../../../src/onnx/graph.js';
import type { Tensor } from '../../../src/tensor/tensor.js';

const node = (opType: string, inputs: readonly string[], output: string): Node => ({
  ...{ name: output, opType, domain: '', inputs, outputs: [output] },
  attributes: new Map(),
});

const model = (nodes: readonly Node[], initializers: readonly [string, Tensor][]): Model => ({
  ...{ irVersion: 10, opsets: new Map([['', 21]]), producer: '', metadata: new Map() },
  graph: {
    name: 'table',
    inputs: [{ name: 'ids', dtype: 'int64', dims: [1, null] }],
    outputs: [{ name: 'out', dtype: 'float32', dims: undefined }],
    initializers: new Map(initializers),
    nodes,
  },
});
const one = (value: number): Tensor => ({
  ...{ dtype: 'float32', dims: [], data: Float32Array.of(value) },
});

const floats = model(
  [node('Gather', ['table', 'ids'], 'out')],
  [['table', { dtype: 'float32', dims: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) }]],
);
const bytes = model(
  [
    node('Gather', ['table', 'ids'], 'rows'),
    node('DequantizeLinear', ['rows', 'scale'], 'scaled'),
    node('Add', ['scaled', 'minimum'], 'out'),
  ],
  [
    ['table', { dtype: 'uint8', dims: [2, 3], data: Uint8Array.of(0, 10, 255, 4, 5, 6) }],
    ['scale', one(0.5)],
    ['minimum', one(-20)],
  ],
);

describe('a table of embeddings', () => {
  test.each([
    ['floats', floats, [4, 5, 6]],
    ['bytes', bytes, [-18, -17.5, -17]],
  ])('of %s: a row is what the network looks up', (_, of, expected) => {
    expect([...(rowOf(of, 'ids', 1) ?? [])]).toEqual(expected);
  });

  test('has a token more, to the accuracy that it is stored in, and the same ones before', () => {
    const row = Float32Array.of(7, 8.2, -500);
    const exact = withTokenAppended(floats, 'ids', row);
    expect(exact?.id).toBe(2);
    expect(exact && rowOf(exact.model, 'ids', 2)).toEqual(row);
    const rough = withTokenAppended(bytes, 'ids', row);
    // In steps of a half, no lower than the table reaches.
    expect([...((rough && rowOf(rough.model, 'ids', 2)) ?? [])]).toEqual([7, 8, -20]);
    expect(rough && rowOf(rough.model, 'ids', 0)).toEqual(rowOf(bytes, 'ids', 0));
  });

  test('can be fed, with floats in place of bytes', () => {
    const nodes = (graph: Graph | null) => graph?.nodes.find(({ outputs }) => outputs[0] === 'out');
    for (const of of [floats, bytes]) {
      const fed = withTableFed(of.graph, 'ids', 'fed');
      expect(nodes(fed)).toMatchObject({ opType: 'Gather', inputs: ['fed', 'ids'] });
      expect(fed?.inputs.map(({ name }) => name)).toEqual(['ids', 'fed']);
    }
  });

  test('that others read, too, or of another row, is left alone', () => {
    const { graph } = floats;
    const tied = {
      ...floats,
      graph: { ...graph, nodes: [...graph.nodes, node('MatMul', ['x', 'table'], 'y')] },
    };
    expect(rowOf(tied, 'ids', 0)).toBeNull();
    expect(withTokenAppended(tied, 'ids', new Float32Array(3))).toBeNull();
    expect(withTokenAppended(floats, 'ids', new Float32Array(4))).toBeNull();
  });
});
