/** Whole encoders: canonicalisation keeps what they compute, or what their weights say. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../../../src/autodiff/registry.js';
import type { Tensors } from '../../../../src/encoder/runtime.js';
import { createRuntime } from '../../../../src/encoder/session.js';
import { canonicalise } from '../../../../src/onnx/canonical/canonicalise.js';
import type { Model } from '../../../../src/onnx/graph.js';
import { readModel } from '../../../../src/onnx/read.js';
import { int64 } from '../../../../src/tensor/create.js';
import type { Tensor } from '../../../../src/tensor/tensor.js';
import { assertClose, floatsOf } from '../../../support/tensorArithmetic.js';

const folder = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'encoders');
const runtime = createRuntime({ threads: 1 });

interface Golden {
  readonly ids: { readonly a: readonly number[]; readonly b: readonly number[] };
  readonly cases: readonly { readonly pooling: string; readonly embeddingA: readonly number[] }[];
}

const families = ['albert', 'bert', 'distilbert', 'mpnet', 'roberta'];
const filesOf = (styles: readonly string[]) =>
  families.flatMap((family) =>
    styles
      .filter((style) => existsSync(join(folder, family, `${style}.onnx`)))
      .map((style) => [family, style] as const),
  );

const read = (family: string, style: string): Model =>
  readModel(readFileSync(join(folder, family, `${style}.onnx`)));

const golden = (family: string, file: string) =>
  JSON.parse(readFileSync(join(folder, family, file), 'utf8')) as Golden;

function feedsFor(model: Model, ids: readonly number[]): Tensors {
  const feed = (name: string) => {
    if (name.includes('mask')) return ids.map(() => 1);
    return name.includes('type') ? ids.map(() => 0) : ids;
  };
  const entries = model.graph.inputs.map(({ name }) => [name, int64([1, ids.length], feed(name))]);
  return Object.fromEntries(entries) as Tensors;
}

/** The first output: hidden states [1, S, H]. */
async function hiddenStates(model: Model, ids: readonly number[]): Promise<Tensor> {
  const session = await runtime.open(model, { optimise: 'none' });
  const run = await session.run(feedsFor(model, ids));
  await session.release();
  const output = run[model.graph.outputs[0]?.name ?? ''];
  if (!output) throw new Error('Encoder: expected an output, got none');
  return output;
}

/** Mean over tokens, [H]. */
function pooled(hidden: Tensor): number[] {
  const [, tokens = 1, size = 1] = hidden.dims;
  const values = floatsOf(hidden);
  const sum = (h: number) =>
    Array.from({ length: tokens }, (_, s) => values[s * size + h] ?? NaN).reduce(
      (a, b) => a + b,
      0,
    );
  return Array.from({ length: size }, (_, h) => sum(h) / tokens);
}

describe('canonical encoders', () => {
  it.each(filesOf(['classic', 'dynamo', 'fused']))(
    '%s/%s computes the same',
    async (family, style) => {
      const model = read(family, style);
      const { ids } = golden(family, 'golden.json');
      const { model: canonical, quantisation } = canonicalise(model);
      expect(quantisation).toBe('none');
      const [before, after] = [
        await hiddenStates(model, ids.b),
        await hiddenStates(canonical, ids.b),
      ];
      // Fused kernels sum in another order: a few float32 roundings over four layers.
      assertClose(after, before, 1e-5, `${family}/${style}`);
    },
  );

  it.each([
    ...filesOf(['int8']).map((file) => [...file, 'golden.int8.json', 1e-5, 'int8'] as const),
    ...filesOf(['q4']).map((file) => [...file, 'golden.q4.json', 1e-5, 'int4'] as const),
    // Its weights were rounded to 11 bits; the golden embeddings are of the unrounded ones.
    ...filesOf(['fp16']).map((file) => [...file, 'golden.json', 2e-2, 'float16'] as const),
  ])('%s/%s computes with its own weights, as %s', async (family, style, file, tolerance, kind) => {
    const { ids, cases } = golden(family, file);
    const { model, quantisation } = canonicalise(read(family, style));
    expect(quantisation).toBe(kind);
    const expected = cases.find(({ pooling }) => pooling === 'mean')?.embeddingA ?? [];
    const actual = pooled(await hiddenStates(model, ids.a));
    expect(actual).toHaveLength(expected.length);
    const worst = Math.max(...actual.map((value, i) => Math.abs(value - (expected[i] ?? NaN))));
    expect(worst).toBeLessThan(tolerance * Math.max(...expected.map(Math.abs)));
  });

  it.each(filesOf(['classic', 'dynamo', 'fused', 'int8', 'q4', 'fp16']))(
    '%s/%s has rules for its float operators',
    (family, style) => {
      const { graph } = canonicalise(read(family, style)).model;
      // On integers and booleans, or on shapes alone; no derivative flows through them.
      const discrete = new Set([
        'And',
        'ConstantOfShape',
        'DequantizeLinear',
        'Equal',
        'GreaterOrEqual',
        'Less',
        'Not',
        'Range',
        'Shape',
      ]);
      const operators = new Set(graph.nodes.map(({ opType }) => opType));
      const without = [...operators].filter((o) => !Object.hasOwn(rules, o) && !discrete.has(o));
      expect(without).toEqual([]);
    },
  );
});
