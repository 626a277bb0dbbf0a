/**
 * Encoders as onnxruntime's own optimiser saves them: whatever it fuses must come apart again, with
 * rules for all that is left.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { afterAll, describe, expect, it } from 'vitest';
import { rules } from '../../../../src/autodiff/registry.js';
import { canonicalise } from '../../../../src/onnx/canonical/canonicalise.js';
import type { Model } from '../../../../src/onnx/graph.js';
import { readModel } from '../../../../src/onnx/read.js';
import { int64 } from '../../../../src/tensor/create.js';
import { runModel } from '../../../support/canonicalValues.js';
import { assertClose } from '../../../support/tensorArithmetic.js';

const fixtures = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'encoders');
const folder = mkdtempSync(join(tmpdir(), 'optimised-'));
afterAll(() => rmSync(folder, { recursive: true }));

const files = ['albert', 'bert', 'distilbert', 'mpnet', 'roberta'].flatMap((family) =>
  ['classic', 'dynamo', 'fused', 'int8', 'q4', 'fp16']
    .map((style) => `${family}/${style}`)
    .filter((name) => existsSync(join(fixtures, `${name}.onnx`))),
);

/** On integers and booleans, or on shapes alone; no derivative flows through them. */
const DISCRETE =
  /^(And|ConstantOfShape|DequantizeLinear|Equal|GreaterOrEqual|Less|Not|Range|Shape)$/;

async function optimised(path: string): Promise<Model> {
  const target = join(folder, 'model.onnx');
  const session = await ort.InferenceSession.create(path, {
    graphOptimizationLevel: 'extended',
    optimizedModelFilePath: target,
  });
  await session.release();
  return readModel(readFileSync(target));
}

function hidden(model: Model) {
  const ids = [2, 17, 9, 30, 41, 8, 3];
  const feed = (name: string) => {
    if (name.includes('mask')) return ids.map(() => 1);
    return name.includes('type') ? ids.map(() => 0) : ids;
  };
  const feeds = model.graph.inputs.map(({ name }) => [name, int64([1, ids.length], feed(name))]);
  return runModel(model, Object.fromEntries(feeds) as Parameters<typeof runModel>[1]);
}

describe('encoders optimised by onnxruntime', () => {
  it.each(files)('%s', async (name) => {
    const path = join(fixtures, `${name}.onnx`);
    const { model } = canonicalise(await optimised(path));
    const { model: plain } = canonicalise(readModel(readFileSync(path)));
    const left = new Set(
      model.graph.nodes.map(({ domain, opType }) =>
        domain === '' ? opType : `${domain}.${opType}`,
      ),
    );
    expect([...left].filter((o) => !Object.hasOwn(rules, o) && !DISCRETE.test(o))).toEqual([]);
    const [actual, expected] = [await hidden(model), await hidden(plain)];
    for (const output of Object.keys(expected)) {
      // Folded constants are rounded elsewhere; half ones to 11 bits.
      const tolerance = name.endsWith('fp16') ? 2e-2 : 1e-5;
      assertClose(actual[output], expected[output], tolerance, `${output} of ${name}`);
    }
  });
});
