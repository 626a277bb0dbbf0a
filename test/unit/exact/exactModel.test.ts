import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { Encoder } from '../../../src/encoder/encoder.js';
import { exactReferenceIds } from '../../../src/encoder/exactReference.js';
import type { Pooling, PoolingMode } from '../../../src/encoder/pooling.js';
import type { Tensors } from '../../../src/encoder/runtime.js';
import { exactBase } from '../../../src/exact/exactBase.js';
import {
  METADATA,
  SENTENCE_EMBEDDING,
  SHIFTED_HIDDEN,
  exactModel,
} from '../../../src/exact/exactModel.js';
import { timesHead } from '../../../src/exact/timesHead.js';
import { canonicalise } from '../../../src/onnx/canonical/canonicalise.js';
import type { Model } from '../../../src/onnx/graph.js';
import { readModel } from '../../../src/onnx/read.js';
import { readModelFile } from '../../../src/onnx/readFile.js';
import { writeModel } from '../../../src/onnx/write.js';
import { float32, int64 } from '../../../src/tensor/create.js';
import { runtime } from '../../support/encoders.js';
import { FIXTURES } from '../../support/golden.js';

const reference = { id: 7, before: 1, after: 1 };
const rows = [
  [2, 9, 17, 30, 3],
  [2, 11, 3],
  [2, 40, 41, 42, 43, 44, 3],
];

const read = (file: string) => readModelFile(path.join(FIXTURES, 'encoders', `${file}.onnx`));
const mode = (pooling: PoolingMode): Pooling => ({ modes: [pooling], dense: [] });

/** What the file should give: by the encoder, one text at a time. */
async function expected(model: Model, pooling: Pooling, head?: Parameters<typeof timesHead>[0]) {
  const encoder = await Encoder.load(canonicalise(model).model, runtime, { pooling });
  const found: Float32Array[] = [];
  for (const ids of rows) {
    const x = (await encoder.encode(ids)).embedding;
    const origin = (await encoder.encode(exactReferenceIds(ids, reference))).embedding;
    const shifted = x.map((value, d) => value - (origin[d] ?? NaN));
    found.push(head ? timesHead(head, shifted) : shifted);
  }
  await encoder.release();
  return found;
}

/** All rows in one batch, padded on one side. */
function padded(model: Model, side: 'left' | 'right'): Tensors {
  const longest = Math.max(...rows.map((ids) => ids.length));
  const fill = (values: readonly number[], pad: number) => {
    const padding = Array.from({ length: longest - values.length }, () => pad);
    return side === 'right' ? [...values, ...padding] : [...padding, ...values];
  };
  const dims = [rows.length, longest];
  const contents: Record<string, number[]> = {
    input_ids: rows.flatMap((ids) => fill(ids, 0)),
    attention_mask: rows.flatMap((ids) =>
      fill(
        ids.map(() => 1),
        0,
      ),
    ),
    token_type_ids: rows.flatMap(() => fill([], 0)),
  };
  return Object.fromEntries(
    model.graph.inputs.map(({ name }) => [name, int64(dims, contents[name] ?? [])]),
  );
}

/** Mean over attended positions of h(x) − h(r), both padded on the left. */
async function paddedDifference(model: Model): Promise<Float32Array[]> {
  const feeds = padded(model, 'left');
  const ids = feeds.input_ids;
  const mask = feeds.attention_mask;
  if (ids?.dtype !== 'int64' || mask?.dtype !== 'int64') throw new Error('no ids');
  const longest = ids.dims[1] ?? 0;
  const data = ids.data.map((id, at) => {
    const column = at % longest;
    const first = longest - (rows[Math.floor(at / longest)]?.length ?? 0);
    const isOpen = column > first && column < longest - 1;
    return isOpen ? BigInt(reference.id) : id;
  });
  const own = rowsOf(await run(model, feeds), 'last_hidden_state');
  const origin = rowsOf(
    await run(model, { ...feeds, input_ids: { ...ids, data } }),
    'last_hidden_state',
  );
  return rows.map(({ length }, row) =>
    Float32Array.from({ length: 32 }, (_, d) => {
      let sum = 0;
      for (let s = longest - length; s < longest; s++) {
        sum += (own[row]?.[s * 32 + d] ?? NaN) - (origin[row]?.[s * 32 + d] ?? NaN);
      }
      return sum / length;
    }),
  );
}

async function run(model: Model, feeds: Tensors) {
  const session = await runtime.open(model);
  const outputs = await session.run(feeds);
  await session.release();
  return outputs;
}

function rowsOf(outputs: Tensors, name: string): Float32Array[] {
  const tensor = outputs[name];
  if (tensor?.dtype !== 'float32') throw new Error(`no ${name}`);
  const width = tensor.data.length / rows.length;
  return rows.map((_, row) => tensor.data.slice(row * width, (row + 1) * width));
}

const farthest = (x: readonly Float32Array[], y: readonly Float32Array[]) =>
  Math.max(...x.flatMap((row, i) => [...row].map((v, d) => Math.abs(v - (y[i]?.[d] ?? NaN)))));

describe('an exact file', () => {
  test.each([
    ['bert/classic', 'right'],
    ['bert/dynamo', 'right'],
    ['bert/fused', 'right'],
    ['bert/q4', 'right'],
    ['bert/classic', 'left'],
    ['mpnet/classic', 'right'],
    ['roberta/classic', 'right'],
    ['distilbert/classic', 'right'],
    ['albert/dynamo', 'right'],
  ] as const)('of %s gives e(x) − e(r) for a batch padded on the %s', async (file, side) => {
    const model = read(file);
    const exact = exactModel(model, { reference, pooling: mode('mean'), head: undefined });
    const outputs = await run(readModel(writeModel(exact)), padded(model, side));
    const found = rowsOf(outputs, SENTENCE_EMBEDDING);
    // Absolute positions count padding on the left, so there the file itself tells what is right.
    const wanted =
      side === 'right' ? await expected(model, mode('mean')) : await paddedDifference(model);
    expect(farthest(found, wanted)).toBeLessThan(2e-5);
  });

  test.each(['mean', 'cls', 'last', 'max', 'mean_sqrt_len'] as const)(
    'pools by %s over attended positions only',
    async (pooling) => {
      const model = read('bert/classic');
      const exact = exactModel(model, { reference, pooling: mode(pooling), head: undefined });
      const outputs = await run(exact, padded(model, 'right'));
      const found = rowsOf(outputs, SENTENCE_EMBEDDING);
      expect(farthest(found, await expected(model, mode(pooling)))).toBeLessThan(2e-5);
      // Shifted states cannot be pooled by their maxima outside.
      expect(SHIFTED_HIDDEN in outputs).toBe(pooling !== 'max');
    },
  );

  test('applies dense layers before the shift and the head after it', async () => {
    const model = read('bert/classic');
    const pooling: Pooling = {
      modes: ['mean'],
      dense: [
        {
          weight: matrix(32, 5),
          bias: float32([32], matrix(32, 9).data.slice(0, 32)),
          activation: 'Tanh',
        },
      ],
    };
    const head = matrix(32, 3);
    const outputs = await run(
      exactModel(model, { reference, pooling, head }),
      padded(model, 'right'),
    );
    const found = rowsOf(outputs, SENTENCE_EMBEDDING);
    expect(farthest(found, await expected(model, pooling, head))).toBeLessThan(2e-5);
    expect(Object.keys(outputs)).toEqual([SENTENCE_EMBEDDING]);
  });

  test('pools its own shifted states to the same', async () => {
    const model = read('bert/classic');
    const exact = exactModel(model, { reference, pooling: mode('mean'), head: undefined });
    const outputs = await run(exact, padded(model, 'right'));
    expect(exact.graph.outputs.map(({ name }) => name)).toEqual([
      SHIFTED_HIDDEN,
      SENTENCE_EMBEDDING,
    ]);
    const states = rowsOf(outputs, SHIFTED_HIDDEN);
    const pooled = states.map((own, row) => {
      const tokens = rows[row]?.length ?? 0;
      return Float32Array.from({ length: 32 }, (_, d) => {
        let sum = 0;
        for (let s = 0; s < tokens; s++) sum += own[s * 32 + d] ?? NaN;
        return sum / tokens;
      });
    });
    expect(farthest(pooled, rowsOf(outputs, SENTENCE_EMBEDDING))).toBeLessThan(1e-5);
  });

  test('keeps the weights as they are stored', () => {
    const model = read('bert/int8');
    const exact = exactModel(model, { reference, pooling: mode('mean'), head: undefined });
    const added = writeModel(exact).length - writeModel(model).length;
    expect(added).toBeLessThan(10_000);
  });

  test('is zero for its own reference', async () => {
    const model = read('bert/classic');
    const exact = exactModel(model, { reference, pooling: mode('mean'), head: matrix(32, 3) });
    const ids = [2, 7, 7, 3];
    const ones = int64([1, 4], [1, 1, 1, 1]);
    const zeros = int64([1, 4], [0, 0, 0, 0]);
    const outputs = await run(exact, {
      ...{ input_ids: int64([1, 4], ids), attention_mask: ones, token_type_ids: zeros },
    });
    const tensor = outputs[SENTENCE_EMBEDDING];
    expect([...(tensor?.dtype === 'float32' ? tensor.data : [NaN])].every((v) => v === 0)).toBe(
      true,
    );
  });

  test('is explained by the encoder inside it', async () => {
    const model = read('bert/classic');
    const head = matrix(32, 3);
    const exact = readModel(
      writeModel(exactModel(model, { reference, pooling: mode('mean'), head })),
    );
    const base = exactBase(exact);
    expect(base?.reference).toEqual(reference);
    const encoder = await Encoder.load(canonicalise(base?.model ?? model).model, runtime, {
      ...{ pooling: undefined, exact: base?.reference },
    });
    const found: Float32Array[] = [];
    for (const ids of rows) found.push((await encoder.encode(ids)).embedding);
    expect(farthest(found, await expected(model, mode('mean'), head))).toBeLessThan(2e-5);
    expect(encoder.layers).toHaveLength(4);
    await encoder.release();
  });
});

describe('what cannot be made exact, or is no longer', () => {
  const spec = { reference, pooling: mode('mean'), head: undefined };

  test('an exact file, again', () => {
    const exact = exactModel(read('bert/classic'), spec);
    expect(() => exactModel(exact, spec)).toThrow('Exact: expected a model that is not exact yet');
  });

  test('an old operator set', () => {
    const model = { ...read('bert/classic'), opsets: new Map([['', 9]]) };
    expect(() => exactModel(model, spec)).toThrow('operator set 11 or newer, got 9');
  });

  test('an ordinary file is not exact', () => {
    expect(exactBase(read('bert/classic'))).toBeNull();
  });

  test('a file whose nodes were renamed since, or with other metadata', () => {
    const exact = exactModel(read('bert/classic'), spec);
    const nodes = exact.graph.nodes.map((node) => ({
      ...node,
      outputs: node.outputs.map((name) => name.replace('hitlight.exact.input_ids', 'other')),
      inputs: node.inputs.map((name) => name.replace('hitlight.exact.input_ids', 'other')),
    }));
    expect(() => exactBase({ ...exact, graph: { ...exact.graph, nodes } })).toThrow(
      'Model: expected an exact encoder as Hitlight wrote it, got one without hitlight.exact.input_ids',
    );
    const metadata = new Map([[METADATA, '{"id":-1}']]);
    expect(() => exactBase({ ...exact, metadata })).toThrow('got {"id":-1}');
  });
});

/** [size, size] of numbers that are no pattern. */
function matrix(size: number, seed: number) {
  const values = Array.from({ length: size * size }, (_, k) => Math.sin(seed * (k + 1)) / 6);
  return float32([size, size], values);
}
