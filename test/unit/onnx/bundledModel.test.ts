import { readFileSync } from 'node:fs';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundledModel, ensureModel, modelForTests } from '../../../scripts/model/ensureModel.js';
import { modelFiles } from '../../../scripts/model/modelFiles.js';
import {
  folderMismatch,
  manifestMismatch,
  readManifest,
} from '../../../scripts/model/modelManifest.js';
import { createRuntime } from '../../../src/encoder/session.js';
import type { Session } from '../../../src/encoder/runtime.js';
import { readModelFile } from '../../../src/onnx/readFile.js';
import { int64 } from '../../../src/tensor/create.js';

const root = process.cwd();
const places = bundledModel(root);
const manifest = readManifest(places.manifestPath);

interface Golden {
  readonly pairs: readonly {
    readonly idsA: readonly number[];
    readonly idsB: readonly number[];
    readonly cosine: number;
    readonly norms: readonly [number, number];
    readonly embeddingA: readonly number[];
    readonly embeddingB: readonly number[];
  }[];
}
const golden = JSON.parse(
  readFileSync(join(root, 'test', 'fixtures', 'golden', 'minilm.json'), 'utf8'),
) as Golden;

describe('the bundled model', () => {
  let session: Session;

  beforeAll(async () => {
    const folder = modelForTests(root);
    session = await createRuntime({ threads: 1 }).open(join(folder, 'onnx', 'model.onnx'));
  });

  afterAll(async () => {
    await session.release();
  });

  /** Mean of the last hidden states over attended tokens; [384], not normalised. */
  async function embed(ids: readonly number[], padding = 0): Promise<Float64Array> {
    const dims = [1, ids.length + padding];
    const pad = new Array<number>(padding).fill(0);
    const { last_hidden_state: hidden } = await session.run({
      input_ids: int64(dims, [...ids, ...pad]),
      attention_mask: int64(dims, [...ids.map(() => 1), ...pad]),
      token_type_ids: int64(dims, [...ids.map(() => 0), ...pad]),
    });
    if (hidden?.dtype !== 'float32') throw new Error('expected float32 hidden states');
    expect(hidden.dims).toEqual([...dims, manifest.dimension]);
    const mean = new Float64Array(manifest.dimension);
    for (let i = 0; i < ids.length * manifest.dimension; i++) {
      const component = i % manifest.dimension;
      mean[component] = (mean[component] ?? 0) + (hidden.data[i] ?? NaN) / ids.length;
    }
    return mean;
  }

  const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
    Array.from(a).reduce((sum, value, i) => sum + value * (b[i] ?? NaN), 0);
  const norm = (a: ArrayLike<number>) => Math.sqrt(dot(a, a));
  const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
    Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] ?? NaN))));

  it('embeds as PyTorch does with the same weights', async () => {
    // Float32 over six layers; sums in another order. Measured: embeddings 2e-7, norms 1e-6.
    for (const pair of golden.pairs) {
      const a = await embed(pair.idsA);
      const b = await embed(pair.idsB);
      const unit = (e: Float64Array) => e.map((value) => value / norm(e));
      const error = Math.max(
        largestDifference(unit(a), pair.embeddingA),
        largestDifference(unit(b), pair.embeddingB),
      );
      expect(error).toBeLessThan(1e-5);
      expect(norm(a)).toBeCloseTo(pair.norms[0], 5);
      expect(norm(b)).toBeCloseTo(pair.norms[1], 5);
      expect(dot(unit(a), unit(b))).toBeCloseTo(pair.cosine, 6);
    }
  });

  it('ignores positions that are not attended', async () => {
    const ids = golden.pairs[0]?.idsA ?? [];
    // Masked scores are the smallest float: their softmax is exactly 0, but sums get longer.
    expect(largestDifference(await embed(ids), await embed(ids, 5))).toBeLessThan(1e-5);
  });

  it('takes texts up to the position limit', async () => {
    const ids = [101, ...new Array<number>(manifest.maxPositions - 2).fill(2054), 102];
    expect(norm(await embed(ids))).toBeGreaterThan(0);
  });

  it('keeps its matrices as bytes: a quarter of the float32 size', () => {
    const folder = modelForTests(root);
    const { graph, opsets } = readModelFile(join(folder, 'onnx', 'model.onnx'));
    expect(opsets.get('')).toBe(20);
    expect(graph.inputs.map(({ name }) => name)).toEqual([
      'input_ids',
      'attention_mask',
      'token_type_ids',
    ]);
    const floats = [...graph.initializers.values()].filter(({ dtype }) => dtype === 'float32');
    expect(floats.every(({ dims }) => dims.length <= 1)).toBe(true);
    expect(new Set(graph.nodes.map(({ domain }) => domain))).toEqual(new Set(['']));
    expect(graph.nodes.map(({ name }) => name)).toContain(
      '/encoder/layer.0/attention/self/query/MatMul',
    );
  });
});

describe('building the bundled model', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'hitlight-model-'));
  afterAll(() => {
    rmSync(scratch, { recursive: true });
  });

  it('reproduces the manifest, byte for byte', () => {
    const files = modelFiles(places.packageFolder);
    expect(manifestMismatch(manifest, (path) => files.get(path))).toBeUndefined();
    expect([...files.keys()].sort()).toEqual(manifest.files.map(({ path }) => path).sort());
  });

  it('builds once, leaves a good folder alone and repairs a damaged one', () => {
    const folder = join(scratch, 'model');
    expect(ensureModel({ ...places, folder })).toBe(true);
    expect(ensureModel({ ...places, folder })).toBe(false);
    truncateSync(join(folder, 'onnx', 'model.onnx'), 1000);
    expect(folderMismatch(manifest, folder)).toMatch(
      /^expected onnx\/model\.onnx with SHA-256 \w{64} \(\d+ bytes\), got \w{64} \(1000 bytes\)$/,
    );
    expect(ensureModel({ ...places, folder })).toBe(true);
    expect(folderMismatch(manifest, folder)).toBeUndefined();
  });

  it('refuses to ship a model that is not the expected one', () => {
    const manifestPath = join(scratch, 'manifest.json');
    const files = manifest.files.map((file) => ({ ...file, sha256: '0'.repeat(64) }));
    writeFileSync(manifestPath, JSON.stringify({ ...manifest, files }));
    const folder = join(scratch, 'other');
    expect(() => ensureModel({ ...places, manifestPath, folder })).toThrow(
      /^Model build: expected README\.md with SHA-256 0{64} .*, got/,
    );
    expect(folderMismatch(manifest, folder)).toBe('expected README.md, got no such file');
  });
});
