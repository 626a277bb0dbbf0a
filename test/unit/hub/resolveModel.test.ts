import { symlinkSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cachedModels } from '../../../src/hub/cachedModels.js';
import { type ResolveOptions, resolveModel } from '../../../src/hub/resolveModel.js';
import type { HubSettings } from '../../../src/hub/settings.js';
import {
  COMMIT,
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
import { HubStandIn } from '../../support/hubStandIn.js';

const OTHER = '2'.repeat(40);
const wanted = Object.fromEntries(WANTED.map((file) => [file, FILES[file] ?? Buffer.alloc(0)]));

let place: ReturnType<typeof temporaryFolder>;
let settings: HubSettings;

beforeEach(() => {
  place = temporaryFolder();
  // No test of this file may need the network, but for those that start a stand-in.
  settings = settingsFor('http://127.0.0.1:9', path.join(place.folder, 'cache'));
});
afterEach(() => place.remove());

const resolve = (name: string, options: Partial<ResolveOptions> = {}) =>
  resolveModel(name, { download: false, baseFolder: place.folder, settings, ...options });
const repository = (id = ID) => path.join(settings.cacheFolder, `models--${id.replace('/', '--')}`);

/** As Python leaves it: every file, and marks for those that do not exist. */
function cached(files = wanted, commit = COMMIT, id = ID): void {
  writeFiles(repository(id), {
    'refs/main': commit,
    [`.no_exist/${commit}/config_sentence_transformers.json`]: '',
  });
  writeFiles(path.join(repository(id), 'snapshots', commit), files);
}

describe('a Hub id', () => {
  it('is found in the cache that Python filled', async () => {
    cached();
    expect(await resolve(ID)).toMatchObject({
      source: 'hub',
      name: ID,
      commit: COMMIT,
      modelPath: path.join(repository(), 'snapshots', COMMIT, 'onnx/model.onnx'),
      tokenizerPath: path.join(repository(), 'snapshots', COMMIT, 'tokenizer.json'),
      unknownFiles: [],
    });
    expect(await resolve(`${ID}@main`)).toMatchObject({ commit: COMMIT });
    expect(await resolve(`${ID}@${COMMIT}`)).toMatchObject({ commit: COMMIT });
    expect(await resolve(`${ID}:onnx/model.onnx`)).toMatchObject({ file: 'onnx/model.onnx' });
  });

  it.each([[`${ID}@v2`], [`${ID}@${OTHER}`], [`${ID}:onnx/model_int8.onnx`], ['org/other']])(
    '%s is not taken for another that is there',
    async (name) => {
      cached();
      await expect(resolve(name)).rejects.toThrow(
        `Model: expected ${name} in the Hub's cache, got none; download it first`,
      );
      await expect(resolve(name)).rejects.toMatchObject({ failure: 'not-cached' });
    },
  );

  it('falls back on the newest usable snapshot', async () => {
    cached();
    cached({ 'config.json': Buffer.from('{}') }, OTHER);
    expect(await resolve(ID)).toMatchObject({ commit: COMMIT });
    const newest = '3'.repeat(40);
    cached(wanted, newest);
    writeFiles(repository(), { 'refs/main': OTHER });
    utimesSync(path.join(repository(), 'snapshots', newest), 2e9, 2e9);
    expect(await resolve(ID)).toMatchObject({ commit: newest });
  });

  it('of which a blob is gone is not there', async () => {
    const files = without(wanted, 'onnx/model.onnx');
    cached(files);
    writeFiles(path.join(repository(), 'snapshots', COMMIT), { 'onnx/other': '' });
    const link = path.join(repository(), 'snapshots', COMMIT, 'onnx/model.onnx');
    symlinkSync('../../../blobs/gone', link);
    await expect(resolve(ID)).rejects.toMatchObject({ failure: 'not-cached' });
  });

  it('whose data files are missing is not there', async () => {
    cached();
    const externalData = () => ['model.onnx_data'];
    await expect(resolve(ID, { externalData })).rejects.toMatchObject({ failure: 'not-cached' });
  });

  it('that is there as PyTorch weights only says what to run', async () => {
    cached({ 'model.safetensors': Buffer.from('x'), 'config.json': Buffer.from('{}') });
    await expect(resolve(ID)).rejects.toThrow(
      `Model: expected an ONNX file of ${ID} in the Hub's cache, got PyTorch weights only; download ` +
        `the ONNX file, or run "optimum-cli export onnx --model ${ID} DIR" and name DIR, or look for ` +
        'a converted copy such as onnx-community/tiny-bert-ONNX',
    );
  });

  it('stays unfetched offline, and says why', async () => {
    settings = { ...settings, offline: true };
    await expect(resolve(ID, { download: true })).rejects.toThrow('HF_HUB_OFFLINE is set');
  });

  it('of which the small files are not known is told so, and used where the Hub is away', async () => {
    const files = without(wanted, 'modules.json', '1_Pooling/config.json');
    cached(files);
    expect(await resolve(ID)).toMatchObject({ unknownFiles: ['modules.json'] });
    expect(await resolve(ID, { download: true, patience: IMPATIENT })).toMatchObject({
      unknownFiles: ['modules.json'],
    });
  });

  it('is completed, then fetched no more', async () => {
    const hub = await new HubStandIn().start();
    try {
      hub.add(MODEL);
      settings = settingsFor(hub.url, settings.cacheFolder);
      const files = without(wanted, 'modules.json', '1_Pooling/config.json');
      cached(files);
      const options = { download: true, patience: IMPATIENT };
      expect(await resolve(ID, options)).toMatchObject({ unknownFiles: [], commit: COMMIT });
      expect(hub.downloads().map(({ path: asked }) => asked.split(`${COMMIT}/`)[1])).toEqual([
        '1_Pooling/config.json',
        'modules.json',
      ]);
      const before = hub.seen.length;
      expect(await resolve(ID, options)).toMatchObject({ unknownFiles: [] });
      expect(await resolve(ID)).toMatchObject({ unknownFiles: [] });
      expect(hub.seen.length).toBe(before);
    } finally {
      await hub.stop();
    }
  });
});

describe('a place on this machine', () => {
  it.each([
    ['in the Hub layout', 'onnx/model.onnx'],
    ['flat', 'model.onnx'],
    ['with one ONNX file of any name', 'encoder.onnx'],
  ])('%s is found', async (_, onnx) => {
    writeFiles(path.join(place.folder, 'm'), { [onnx]: 'x', 'tokenizer.json': '{}' });
    expect(await resolve('./m')).toEqual({
      source: 'local',
      name: 'm',
      folder: path.join(place.folder, 'm'),
      modelPath: path.join(place.folder, 'm', onnx),
      tokenizerPath: path.join(place.folder, 'm/tokenizer.json'),
      commit: null,
      unknownFiles: [],
    });
  });

  it('may be the file itself, with the folder it belongs to', async () => {
    writeFiles(path.join(place.folder, 'm'), {
      'onnx/model_int8.onnx': 'x',
      'tokenizer.json': '{}',
    });
    expect(await resolve('m/onnx/model_int8.onnx')).toMatchObject({
      name: 'model_int8.onnx',
      folder: path.join(place.folder, 'm'),
      tokenizerPath: path.join(place.folder, 'm/tokenizer.json'),
    });
    writeFiles(place.folder, { 'bare.onnx': 'x' });
    expect(await resolve('bare.onnx')).toMatchObject({
      folder: place.folder,
      tokenizerPath: null,
    });
  });

  it("may be a model's folder of the cache, or a snapshot", async () => {
    cached();
    expect(await resolve(repository())).toMatchObject({ source: 'local', commit: COMMIT });
    const snapshot = path.join(repository(), 'snapshots', COMMIT);
    expect(await resolve(snapshot)).toMatchObject({ folder: snapshot });
  });

  it.each([
    [{}, './none', 'missing', /got nothing at/],
    [
      { 'm/a.txt': '' },
      './m',
      'no-onnx',
      /expected model\.onnx or onnx\/model\.onnx .* got neither/,
    ],
    [{ 'm/a.txt': '' }, './m/a.txt', 'missing', /expected a folder or \.onnx file, got/],
    [
      { 'm/model.safetensors': '' },
      './m',
      'no-onnx',
      /PyTorch weights only; export it with: optimum-cli/,
    ],
    [{ 'm/a.onnx': '', 'm/b.onnx': '' }, './m', 'no-onnx', /got a\.onnx, b\.onnx; name one/],
  ])('that is none is told: %o', async (files, name, failure, message) => {
    writeFiles(place.folder, files);
    await expect(resolve(name)).rejects.toThrow(message);
    await expect(resolve(name)).rejects.toMatchObject({ failure, name: 'ModelError' });
  });
});

describe('the models of the cache', () => {
  it('are listed with their sizes, and only the usable ones', async () => {
    expect(await cachedModels(settings.cacheFolder)).toEqual([]);
    cached({ ...wanted, 'onnx/model_int8.onnx': Buffer.from('x') });
    cached({ 'model.safetensors': Buffer.from('x') }, COMMIT, 'org/torch');
    writeFiles(settings.cacheFolder, {
      'datasets--org--data/refs/main': COMMIT,
      'models--..--x/refs/main': COMMIT,
      'version.txt': '1',
    });
    const models = await cachedModels(settings.cacheFolder);
    expect(models).toMatchObject([
      {
        id: ID,
        file: 'onnx/model.onnx',
        files: ['onnx/model.onnx', 'onnx/model_int8.onnx'],
        bytes: Object.values(wanted).reduce((sum, { length }) => sum + length, 0),
      },
    ]);
  });

  it('are none where the cache is a file', async () => {
    writeFiles(place.folder, { cache: '' });
    expect(await cachedModels(settings.cacheFolder)).toEqual([]);
  });
});

describe('the bundled model', () => {
  it('needs nothing', async () => {
    expect(await resolve('bundled')).toEqual({ source: 'bundled' });
  });
});
