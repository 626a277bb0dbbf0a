import { lstatSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeModel } from '../../../src/hub/describeModel.js';
import { type DownloadOptions, downloadModel } from '../../../src/hub/downloadModel.js';
import { findCached } from '../../../src/hub/findCached.js';
import { parseHubName } from '../../../src/hub/modelName.js';
import type { HubSettings } from '../../../src/hub/settings.js';
import {
  allFiles,
  COMMIT,
  encoderFile,
  FILES,
  ID,
  IMPATIENT,
  MODEL,
  settingsFor,
  temporaryFolder,
  WANTED,
  without,
  writeFiles,
} from '../../support/hubModels.js';
import { blobName, HubStandIn, sha256 } from '../../support/hubStandIn.js';

const OTHER = '2'.repeat(40);

let hub: HubStandIn;
let cache: ReturnType<typeof temporaryFolder>;
let settings: HubSettings;

beforeEach(async () => {
  hub = await new HubStandIn().start();
  hub.add(MODEL);
  cache = temporaryFolder();
  settings = settingsFor(hub.url, cache.folder);
});

afterEach(async () => {
  await hub.stop();
  cache.remove();
});

const repository = () => path.join(cache.folder, 'models--sentence-transformers--tiny-bert');
const inCache = (file: string) => path.join(repository(), file);

function named(text: string) {
  const name = parseHubName(text);
  if (!name) throw new Error(`Test: expected a Hub id, got ${text}`);
  return name;
}

const download = (text = ID, options: DownloadOptions = {}) =>
  downloadModel(named(text), settings, { patience: IMPATIENT, ...options });

describe('a download', () => {
  it('leaves the cache as huggingface_hub would: blobs, links, reference', async () => {
    const place = await download();
    expect(place).toMatchObject({
      name: ID,
      commit: COMMIT,
      file: 'onnx/model.onnx',
      folder: inCache(`snapshots/${COMMIT}`),
      unknownFiles: [],
    });
    const snapshot = allFiles(place.folder);
    expect(snapshot).toEqual([...WANTED].sort());
    for (const file of snapshot) {
      const content = FILES[file] ?? Buffer.alloc(0);
      expect(readFileSync(path.join(place.folder, file)).equals(content)).toBe(true);
      expect(lstatSync(path.join(place.folder, file)).isSymbolicLink()).toBe(true);
    }
    expect(readlinkSync(place.modelPath)).toBe(`../../../blobs/${sha256(encoderFile)}`);
    expect(allFiles(inCache('blobs'))).toEqual(
      WANTED.map((file) => blobName(FILES[file] ?? Buffer.alloc(0))).sort(),
    );
    expect(readFileSync(inCache('refs/main'), 'utf8')).toBe(COMMIT);
    expect(allFiles(inCache('.no_exist'))).toEqual([`${COMMIT}/config_sentence_transformers.json`]);
  });

  it('fetches nothing twice, and is found without the network', async () => {
    const place = await download();
    const before = hub.downloads().length;
    await download();
    expect(hub.downloads().length).toBe(before);
    await hub.stop();
    expect(await findCached(cache.folder, named(ID))).toEqual(place);
    hub = await new HubStandIn().start();
  });

  it('tells how far it is, ending with all', async () => {
    const told: { done: number; total: number }[] = [];
    await download(ID, { progress: ({ done, total }) => told.push({ done, total }) });
    const bytes = WANTED.reduce((sum, file) => sum + (FILES[file]?.length ?? 0), 0);
    expect(told.at(-1)).toEqual({ done: bytes, total: bytes });
    expect(told.every(({ done }, i) => done >= (told[i - 1]?.done ?? 0))).toBe(true);
  });

  it('reads lists of files that come in pages', async () => {
    hub.pageSize = 3;
    expect((await download()).file).toBe('onnx/model.onnx');
  });

  it('takes the variant that was asked for, and its data files', async () => {
    const files = {
      ...FILES,
      'onnx/model_int8.onnx': Buffer.from('int8'),
      'onnx/model_int8.onnx_data': Buffer.alloc(20_000, 3),
      'onnx/model_int8.onnx_data_1': Buffer.alloc(20_000, 4),
    };
    hub.add({ ...MODEL, files });
    const place = await download(`${ID}:onnx/model_int8.onnx`);
    expect(place.file).toBe('onnx/model_int8.onnx');
    expect(allFiles(place.folder).filter((file) => file.startsWith('onnx/'))).toEqual([
      'onnx/model_int8.onnx',
      'onnx/model_int8.onnx_data',
      'onnx/model_int8.onnx_data_1',
    ]);
  });

  it('fetches data files of which only the ONNX file tells', async () => {
    hub.add({ ...MODEL, files: { ...FILES, 'onnx/weights.bin': Buffer.alloc(20_000, 5) } });
    const place = await download(ID, { externalData: () => ['weights.bin'] });
    expect(allFiles(place.folder)).toContain('onnx/weights.bin');
    await expect(download(ID, { externalData: () => ['gone.bin'] })).rejects.toThrow(
      'Model: expected the file onnx/gone.bin on the Hub, got none',
    );
  });

  it('refuses data files outside the repository', async () => {
    const externalData = () => ['../../../../etc/passwd-of-nobody'];
    await expect(download(ID, { externalData })).rejects.toMatchObject({ failure: 'malformed' });
    expect(await findCached(cache.folder, named(ID))).toBeNull();
  });

  it('completes what Python fetched in part, at its commit, and moves no reference', async () => {
    hub.add({ ...MODEL, commit: OTHER });
    hub.add(MODEL);
    hub.add({ ...MODEL, commit: OTHER, files: { ...FILES, 'config.json': Buffer.from('{}') } });
    writeFiles(repository(), {
      'refs/main': COMMIT,
      [`snapshots/${COMMIT}/config.json`]: FILES['config.json'] ?? '',
      [`snapshots/${COMMIT}/model.safetensors`]: 'weights',
    });
    const place = await download();
    expect(place.commit).toBe(COMMIT);
    expect(hub.downloads('config.json').map(({ path: asked }) => asked)).not.toContain(
      `/${ID}/resolve/${COMMIT}/config.json`,
    );
    expect(readFileSync(inCache('refs/main'), 'utf8')).toBe(COMMIT);
    expect((await download(`${ID}@main`)).commit).toBe(OTHER);
    expect(readFileSync(inCache('refs/main'), 'utf8')).toBe(OTHER);
  });

  it('takes the main branch where the cached commit has no ONNX file', async () => {
    const before = without(FILES, 'onnx/model.onnx');
    hub.add({ ...MODEL, commit: OTHER, files: before });
    hub.add(MODEL);
    writeFiles(repository(), { 'refs/main': OTHER });
    expect((await download()).commit).toBe(COMMIT);
    expect(readFileSync(inCache('refs/main'), 'utf8')).toBe(OTHER);
    expect((await findCached(cache.folder, named(ID)))?.commit).toBe(COMMIT);
  });

  it('says what to do about a model without an ONNX file', async () => {
    const files = without(FILES, 'onnx/model.onnx');
    hub.add({ ...MODEL, files });
    await expect(download()).rejects.toThrow(
      `Model: expected an ONNX file in ${ID}, got weights in other formats only; run "optimum-cli ` +
        `export onnx --model ${ID} DIR" and name DIR, or look for a converted copy such as ` +
        'onnx-community/tiny-bert-ONNX',
    );
    expect(hub.downloads()).toEqual([]);
  });

  it('needs no store of its own for files with one content', async () => {
    const files = { ...FILES, 'special_tokens_map.json': FILES['config.json'] ?? Buffer.alloc(0) };
    hub.add({ ...MODEL, files });
    expect(allFiles((await download()).folder)).toContain('special_tokens_map.json');
  });
});

describe('a description', () => {
  it('tells size, licence, task and variants before anything is fetched', async () => {
    const files = { ...FILES, 'onnx/model_quantized.onnx': Buffer.alloc(30_000) };
    hub.add({ ...MODEL, files });
    const bytes = WANTED.reduce((sum, file) => sum + (FILES[file]?.length ?? 0), 0);
    const description = await describeModel(named(ID), settings);
    expect(description).toMatchObject({
      id: ID,
      commit: COMMIT,
      licence: 'apache-2.0',
      task: 'sentence-similarity',
      gated: false,
      file: 'onnx/model.onnx',
      problem: null,
      totalBytes: bytes,
      missingBytes: bytes,
    });
    expect(description.variants.map(({ file }) => file)).toEqual([
      'onnx/model.onnx',
      'onnx/model_quantized.onnx',
    ]);
    expect(hub.downloads()).toEqual([]);
    await download();
    expect((await describeModel(named(ID), settings)).missingBytes).toBe(0);
  });

  it('says why a model cannot be read', async () => {
    const files = without(FILES, 'onnx/model.onnx');
    hub.add({ ...MODEL, files, card: { license: 'other', license_name: 'tiny-1.0' } });
    const description = await describeModel(named(ID), settings);
    expect(description.file).toBeNull();
    expect(description.problem).toContain('expected an ONNX file');
    expect(description.licence).toBe('tiny-1.0');
  });
});
