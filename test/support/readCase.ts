/** Cases of the ONNX backend test suite: test/fixtures/onnx-node/NAME. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Tensors } from '../../src/encoder/runtime.js';
import type { Graph, Model } from '../../src/onnx/graph.js';
import { readModel } from '../../src/onnx/read.js';
import { readTensor } from '../../src/onnx/tensorProto.js';
import { tensorToFloat32 } from '../../src/onnx/canonical/toFloat32.js';
import type { Tensor } from '../../src/tensor/tensor.js';

const folder = join(import.meta.dirname, '..', 'fixtures', 'onnx-node');

export interface NodeCase {
  readonly model: Model;
  readonly inputs: Tensors;
  /** In the order of the graph's outputs. */
  readonly outputs: readonly Tensor[];
}

export const caseNames = (): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

export function readCase(name: string): NodeCase {
  const path = join(folder, name);
  const model = readModel(readFileSync(join(path, 'model.onnx')));
  const data = (kind: 'input' | 'output') => {
    const files = readdirSync(join(path, 'test_data_set_0')).filter((f) => f.startsWith(kind));
    const number = (file: string) => Number(/\d+/.exec(file)?.[0]);
    return files
      .sort((a, b) => number(a) - number(b))
      .map((file) => readTensor(readFileSync(join(path, 'test_data_set_0', file))));
  };
  const inputs = data('input');
  const named = model.graph.inputs.map((info, i) => {
    const tensor = inputs[i];
    if (!tensor) throw new Error(`Case: expected input ${i} of ${name}, got none`);
    return [info.name, tensor] as const;
  });
  return { model, inputs: Object.fromEntries(named), outputs: data('output') };
}

/** The graph with integer and boolean inputs as constants, and feeds for the others in float32. */
export function withConstants(graph: Graph, inputs: Tensors): readonly [Graph, Tensors] {
  const entries = Object.entries(inputs).map(([n, t]) => [n, tensorToFloat32(t)] as const);
  const isFloat = ([, { dtype }]: readonly [string, Tensor]) => dtype === 'float32';
  const constants = entries.filter((entry) => !isFloat(entry));
  const names = new Set(constants.map(([name]) => name));
  const initializers = new Map([...graph.initializers, ...constants]);
  const open = graph.inputs.filter(({ name }) => !names.has(name));
  return [{ ...graph, inputs: open, initializers }, Object.fromEntries(entries.filter(isFloat))];
}
