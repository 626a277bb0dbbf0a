import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ExplanationJson } from '../../../src/cli/explanationJson.js';
import { ModelTasks, forkEngine } from '../../../src/engine/client.js';
import { hitlight } from '../../support/commandLine.js';

const explain = async (...more: string[]) => {
  const { code, stdout, stderr } = await hitlight(
    ...['explain', '--a', 'A man is eating food.', '--b', 'A man is eating bread.'],
    ...['--layer', 'last', '--json', ...more],
  );
  expect([code, stderr]).toEqual([0, '']);
  const { provider, elapsedMs, ...numbers } = JSON.parse(stdout) as ExplanationJson;
  expect(elapsedMs).toBeGreaterThan(0);
  return { provider, numbers };
};

/** The built engine, asked as the command line asks it. */
async function tried(model: string, ids = false) {
  const args = () => ['--models', path.resolve('dist/models')];
  const start = forkEngine({ script: path.resolve('dist/engine.js'), args, log: () => undefined });
  const tasks = new ModelTasks(start);
  const pooling = ids ? 'mean' : undefined;
  return tasks.tryProvider({ model, provider: 'cpu', pooling, ids }).finally(() => tasks.dispose());
}

/** One that no build for this platform has. */
const missing = process.platform === 'darwin' ? 'dml' : 'coreml';

/** Those of CUDA do not come with the package. */
const cuda = path.resolve(
  `node_modules/onnxruntime-node/bin/napi-v6/linux/${process.arch}/libonnxruntime_providers_cuda.so`,
);
const cudaIsOffered = process.platform === 'linux' && process.arch === 'x64';

describe('a trial in a process of its own', () => {
  test('passes what computes as the processor does: here, only the processor itself', async () => {
    expect(await tried('bundled')).toMatchObject({ refusal: null, deviation: 0 });
    const file = path.resolve('test/fixtures/encoders/bert/dynamo.onnx');
    expect(await tried(file, true)).toMatchObject({ refusal: null, deviation: 0 });
  }, 60_000);

  test('of a model that does not load says what is wrong with the model', async () => {
    await expect(tried('/no/such/model')).rejects.toMatchObject({ stage: 'model' });
  }, 60_000);
});

describe('hitlight explain --provider', () => {
  test('that the platform lacks: the processor’s numbers, and the reason', async () => {
    const plain = await explain();
    expect(plain.provider).toBeUndefined();
    const { provider, numbers } = await explain('--provider', missing);
    expect(provider).toMatchObject({ used: 'cpu', asked: missing });
    expect(provider?.reason).toMatch(/^Provider: expected one of cpu, .* got (coreml|dml)$/);
    expect(numbers).toEqual(plain.numbers);
  }, 60_000);

  test.skipIf(!cudaIsOffered || existsSync(cuda))(
    'whose libraries are missing: tried in another process, then the same',
    async () => {
      const plain = await explain('--provider', 'cpu');
      const { provider, numbers } = await explain('--provider', 'cuda');
      expect(provider).toMatchObject({ used: 'cpu', asked: 'cuda' });
      expect(provider?.reason).toMatch(
        /^Provider: expected cuda to run the model, got: .*Failed to load shared library/,
      );
      expect(numbers).toEqual(plain.numbers);
    },
    60_000,
  );

  test('tells people in a line', async () => {
    const { stdout } = await hitlight(
      ...['explain', '--a', 'food', '--b', 'bread', '--nodes', '1', '--layer', 'last'],
      ...['--provider', missing],
    );
    expect(stdout).toContain(`Run on cpu, not ${missing}. Provider: expected one of cpu`);
  }, 60_000);

  test('for ids without a tokenizer, too', async () => {
    const { code, stdout } = await hitlight(
      ...['explain', '--model', 'test/fixtures/encoders/bert/dynamo.onnx', '--json'],
      ...['--ids-a', '2,17,9,3', '--ids-b', '2,8,3', '--reference-ids-a', '2,0,0,3'],
      ...['--reference-ids-b', '2,0,3', '--nodes', '1', '--provider', missing],
    );
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as ExplanationJson).provider?.used).toBe('cpu');
  }, 60_000);

  test('that there is none of by this name', async () => {
    const { code, stderr } = await hitlight(
      ...['explain', '--a', 'a', '--b', 'b', '--provider', 'gpu'],
    );
    expect(code).toBe(2);
    expect(stderr).toContain('--provider: expected cpu, webgpu, coreml, dml, cuda, got gpu');
  });
});
