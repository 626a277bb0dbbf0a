import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HubStandIn } from '../../support/hubStandIn.js';
import {
  fixture,
  tinyModel,
  tinyTokenizer,
  writeCached,
  writeModel,
} from '../../support/modelFolders.js';

const CLI = path.resolve('dist/cli.js');
const COMMIT = '1'.repeat(40);
const TEXTS = ['--a', 'retry code', '--b', 'a test'];

let folder = '';
let hub: HubStandIn;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'hitlight-models-'));
  writeCached(path.join(folder, 'hub'), 'org/tiny', tinyModel());
  hub = await new HubStandIn().start();
  const files = Object.fromEntries(
    Object.entries(tinyModel()).map(([name, content]) => [name, Buffer.from(content)]),
  );
  hub.add({ id: 'org/remote', commit: COMMIT, files, card: { license: 'mit' } });
  const weights = { 'config.json': Buffer.from('{}'), 'model.safetensors': Buffer.alloc(9) };
  hub.add({ id: 'org/torch', commit: COMMIT, files: weights });
});
afterAll(async () => {
  await hub.stop();
  rmSync(folder, { recursive: true });
});

interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Standard input is a pipe that nobody writes to: whoever asked there would wait for ever. */
function hitlight(args: string[], variables: Record<string, string> = {}): Promise<Finished> {
  const env = {
    PATH: process.env.PATH,
    HF_HOME: folder,
    HF_ENDPOINT: 'http://127.0.0.1:9',
    ...variables,
  };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [CLI, ...args],
      { timeout: 60_000, env, cwd: folder },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

const explain = (model: string, variables: Record<string, string> = {}, ...more: string[]) =>
  hitlight(['explain', '--model', model, ...TEXTS, ...more], variables);

describe('hitlight explain --model', () => {
  test('takes a folder, also a relative one, and an .onnx file in it', async () => {
    writeModel(path.join(folder, 'flat'), tinyModel());
    for (const model of [path.join(folder, 'flat'), 'flat', './flat/model.onnx']) {
      const { code, stdout, stderr } = await explain(model);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toContain('Similarity 0.9382  (cosine, flat');
    }
  }, 60_000);

  test('says of a quantised file what is explained and what the file itself scores', async () => {
    writeModel(path.join(folder, 'int8'), tinyModel('int8'));
    const { stdout } = await explain('int8');
    expect(stdout).toMatch(/own int8 weights; the file itself scores 0\.9\d{3}/);
  }, 60_000);

  test('uses a Hub id from the cache without any network', async () => {
    const { code, stdout, stderr } = await explain('org/tiny');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('(cosine, org/tiny)');
  }, 60_000);

  test('downloads a Hub id that is not there, after naming size and licence', async () => {
    const variables = { HF_ENDPOINT: hub.url };
    const { code, stdout, stderr } = await explain('org/remote', variables);
    expect(stderr).toMatch(/^org\/remote: model\.onnx, 0\.2 MB to download, licence: mit, from /);
    expect(stderr).toContain('(100 %)');
    expect(code).toBe(0);
    expect(stdout).toContain('(cosine, org/remote)');
    const asked = hub.seen.length;
    expect((await explain('org/remote', variables)).code).toBe(0);
    expect(hub.seen.length).toBe(asked);
  }, 60_000);

  test('inspects models by the same names', async () => {
    const { stdout } = await hitlight(['inspect', 'org/tiny']);
    expect(stdout).toContain('pooling       mean');
    const found = await hitlight(['inspect', 'flat', '--json']);
    expect(JSON.parse(found.stdout)).toMatchObject({ pooling: ['mean'], tokenizer: 'WordPiece' });
  }, 60_000);
});

describe('what cannot be explained ends with exit code 2 and one sentence', () => {
  const onnx = (content: Buffer | string) => tinyModel('classic', { 'model.onnx': content });
  const without = (name: string) =>
    Object.fromEntries(Object.entries(tinyModel()).filter(([file]) => file !== name));

  test.each<[string, () => Record<string, string | Buffer>, RegExp]>([
    [
      'an LFS pointer',
      () => onnx('version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n'),
      /Git LFS pointer/,
    ],
    ['an HTML page', () => onnx('<!doctype html><title>Log in</title>'), /HTML or XML page/],
    ['a zip', () => onnx(Buffer.from('PK\u0003\u0004rest')), /zip archive/],
    [
      'a truncated file',
      () => onnx(fixture('encoders/bert/classic.onnx').subarray(0, 100_000)),
      /model\.onnx|end|truncated|bytes/,
    ],
    ['no tokenizer', () => without('tokenizer.json'), /expected tokenizer\.json in/],
    [
      'a tokenizer that is no JSON',
      () => tinyModel('classic', { 'tokenizer.json': 'version https://git-lfs\noid 1\n' }),
      /expected JSON in .*tokenizer\.json/,
    ],
    [
      'the tokenizer of another model',
      () => tinyModel('classic', { 'tokenizer.json': fixture('tokenizers/cased.json') }),
      /expected a tokenizer of at most 120 tokens, which the network embeds, got 260/,
    ],
    ['no stated pooling', () => without('1_Pooling/config.json'), /expected pooling/],
    [
      'PyTorch weights only',
      () => ({ 'model.safetensors': 'w', 'config.json': '{}', 'tokenizer.json': tinyTokenizer() }),
      /PyTorch weights only; export it/,
    ],
    [
      'an operator without a rule',
      () => withOperator('Tan'),
      /derivative rule, got Tan \(\/m\/encoder/,
    ],
    ['an operator that nobody has', () => withOperator('Xyz'), /No Op registered for Xyz/],
  ])(
    '%s',
    async (name, files, message) => {
      const place = writeModel(path.join(folder, name.replaceAll(' ', '-')), files());
      const { code, stdout, stderr } = await explain(place);
      expect(stderr).toMatch(message);
      expect(stderr).toMatch(/^hitlight: [A-Z][^\n]*\n$/);
      expect([code, stdout]).toEqual([2, '']);
    },
    60_000,
  );

  test.each<[string, string, string[], RegExp]>([
    [
      'an id that is not cached, offline',
      'org/other',
      ['--offline'],
      /expected org\/other in the Hub's cache, got none/,
    ],
    ['an id when the Hub cannot be reached', 'org/other', [], /expected to reach 127\.0\.0\.1/],
    ['a name that is none', 'nowhere', [], /expected "bundled", a folder or \.onnx file/],
  ])('%s', async (_, model, more, message) => {
    const { code, stderr } = await explain(model, {}, ...more);
    expect(stderr).toMatch(message);
    expect([code, stderr.trim().split('\n').length]).toEqual([2, 1]);
  });

  test('a repository with PyTorch weights only', async () => {
    const { code, stderr } = await explain('org/torch', { HF_ENDPOINT: hub.url });
    expect(stderr).toMatch(/^hitlight: Model: expected an ONNX file in org\/torch, got weights in/);
    expect(code).toBe(2);
  });
});

/** The encoder with its error functions replaced by an operator with a name as long, byte by byte. */
function withOperator(operator: string): Record<string, string | Buffer> {
  const text = fixture('encoders/bert/classic.onnx').toString('latin1');
  const broken = Buffer.from(text.replaceAll('"\u0003Erf', `"\u0003${operator}`), 'latin1');
  return { ...tinyModel(), 'model.onnx': broken };
}
