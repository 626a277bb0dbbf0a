import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import type { Graph, Model } from '../../../src/onnx/graph.js';
import { readModel } from '../../../src/onnx/read.js';
import { readModelFile } from '../../../src/onnx/readFile.js';
import { readTensor } from '../../../src/onnx/tensorProto.js';
import { writeModel } from '../../../src/onnx/write.js';
import { int64 } from '../../../src/tensor/create.js';
import { halvesToFloats } from '../../../src/tensor/half.js';
import type { Tensor } from '../../../src/tensor/tensor.js';

const encoders = 'test/fixtures/encoders';
const encoderFiles = readdirSync(encoders).flatMap((family) =>
  readdirSync(join(encoders, family))
    .filter((name) => name.endsWith('.onnx'))
    .map((name) => join(encoders, family, name)),
);
const cases = readdirSync('test/fixtures/onnx-node', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => join('test/fixtures/onnx-node', name));

/** onnxruntime has no kernel for a float to the power of an unsigned integer. */
const unimplemented = /test_pow_types_float32_uint(32|64)$/;

type Feeds = Readonly<Record<string, Tensor>>;

async function run(model: Uint8Array, feeds: Feeds): Promise<Record<string, ort.Tensor>> {
  const session = await ort.InferenceSession.create(model, {
    graphOptimizationLevel: 'disabled',
    intraOpNumThreads: 1,
  });
  const given = Object.entries(feeds).map(([name, { dtype, dims, data }]) => {
    // onnxruntime's constructor is overloaded by type name; ours is a union.
    const Any = ort.Tensor as new (type: string, data: unknown, dims: number[]) => ort.Tensor;
    return [name, new Any(dtype, data, [...dims])] as const;
  });
  try {
    return await session.run(Object.fromEntries(given));
  } finally {
    await session.release();
  }
}

/** Every name of a value that a graph uses is defined earlier, exactly once. */
function expectOrdered(graph: Graph): void {
  const defined = new Set([...graph.initializers.keys(), ...graph.inputs.map(({ name }) => name)]);
  expect(defined.size).toBe(graph.initializers.size + graph.inputs.length);
  for (const node of graph.nodes) {
    expect(node.inputs.filter((name) => name !== '' && !defined.has(name))).toEqual([]);
    for (const name of node.outputs) {
      expect(defined.has(name)).toBe(false);
      if (name !== '') defined.add(name);
    }
  }
  expect(graph.outputs.filter(({ name }) => !defined.has(name))).toEqual([]);
  expect(new Set(graph.nodes.map(({ name }) => name)).size).toBe(graph.nodes.length);
}

/** Vitest's own comparison walks weights element by element. */
function expectSame(got: unknown, expected: unknown): void {
  expect(isDeepStrictEqual(got, expected)).toBe(true);
}

function expectReadable(model: Model): void {
  expectOrdered(model.graph);
  expect(model.graph.nodes.filter(({ opType }) => opType === 'Constant')).toEqual([]);
  expect(model.opsets.has('')).toBe(true);
  expectSame(readModel(writeModel(model)), model);
}

describe.each(encoderFiles)('%s', (path) => {
  const bytes = readFileSync(path);

  it('reads, and writing what was read changes nothing', () => {
    expectReadable(readModel(bytes));
    expectSame(readModelFile(path), readModel(bytes));
  });

  it('gives the same numbers after writing', async () => {
    const model = readModel(bytes);
    const ids = [2, 17, 99, 31, 5, 3];
    const feeds: Record<string, Tensor> = {};
    for (const { name } of model.graph.inputs) {
      const values =
        name === 'input_ids' ? ids : ids.map(() => (name === 'attention_mask' ? 1 : 0));
      feeds[name] = int64([1, ids.length], values);
    }
    const original = await run(bytes, feeds);
    const written = await run(writeModel(model), feeds);
    expect(Object.keys(written)).toEqual(Object.keys(original));
    for (const [name, expected] of Object.entries(original)) {
      expect(written[name]?.dims).toEqual(expected.dims);
      // The same kernels in the same order: equal to the last bit.
      expectSame(written[name]?.data, expected.data);
    }
  });
});

describe('single-operator cases of the ONNX backend tests', () => {
  it('read, and writing what was read changes nothing', () => {
    expect(cases.length).toBe(183);
    for (const folder of cases) expectReadable(readModelFile(join(folder, 'model.onnx')));
  });

  it('give the expected outputs after writing', async () => {
    for (const folder of cases.filter((name) => !unimplemented.test(name))) {
      const data = join(folder, 'test_data_set_0');
      const tensors = (kind: string, count: number) =>
        Array.from({ length: count }, (_, i) =>
          readTensor(readFileSync(join(data, `${kind}_${String(i)}.pb`))),
        );
      const model = readModelFile(join(folder, 'model.onnx'));
      const { inputs, outputs } = model.graph;
      const feeds = Object.fromEntries(
        tensors('input', inputs.length).map((value, i) => [inputs[i]?.name ?? '', value]),
      );
      const results = await run(writeModel(model), feeds);
      tensors('output', outputs.length).forEach((expected, i) => {
        const got = results[outputs[i]?.name ?? ''];
        expect(got?.dims, folder).toEqual(expected.dims);
        expectClose(got?.data, expected, folder);
      });
    }
  });
});

/** The tolerance of the backend tests themselves: relative 1e-3, absolute 1e-7; halves 1e-3. */
function expectClose(got: unknown, expected: Tensor, label: string): void {
  if (expected.dtype === 'int64' || expected.dtype === 'uint64') {
    expect(got, label).toEqual(expected.data);
    return;
  }
  const floats = (data: ArrayLike<number>) =>
    expected.dtype === 'float16' ? halvesToFloats(Uint16Array.from(data)) : data;
  const want = floats(expected.data);
  const have = floats(got as ArrayLike<number>);
  expect(have.length, label).toBe(want.length);
  const absolute = expected.dtype === 'float16' ? 1e-3 : 1e-7;
  for (let i = 0; i < want.length; i++) {
    const [a = NaN, b = NaN] = [have[i], want[i]];
    const close = Object.is(a, b) || a === b || Math.abs(a - b) <= absolute + 1e-3 * Math.abs(b);
    if (!close) expect.fail(`${label}: expected ${String(b)} at ${String(i)}, got ${String(a)}`);
  }
}
