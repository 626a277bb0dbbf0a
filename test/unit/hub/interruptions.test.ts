/** Transfers that go wrong on the way: what is kept, what is thrown away, and what the cache shows. */
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cachedModels } from '../../../src/hub/cachedModels.js';
import { type DownloadOptions, downloadModel } from '../../../src/hub/downloadModel.js';
import { parseHubName } from '../../../src/hub/modelName.js';
import type { HubSettings } from '../../../src/hub/settings.js';
import {
  allFiles,
  encoderFile,
  ID,
  IMPATIENT,
  MODEL,
  settingsFor,
  temporaryFolder,
} from '../../support/hubModels.js';
import { type Fault, HubStandIn, sha256 } from '../../support/hubStandIn.js';

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

const HALF = Math.floor(encoderFile.length / 2);
const MOMENT = 20_000;

const blobs = () => path.join(cache.folder, 'models--sentence-transformers--tiny-bert/blobs');
const partials = () => allFiles(cache.folder).filter((file) => file.endsWith('.incomplete'));
const ranges = () => hub.seen.filter(({ store }) => store).map(({ range }) => range);

function download(options: DownloadOptions = {}) {
  const name = parseHubName(ID);
  if (!name) throw new Error('Test: expected a Hub id');
  return downloadModel(name, settings, { patience: IMPATIENT, ...options });
}

/** The byte that the n-th request for the large file began at. */
const resumedFrom = (n: number) => Number(/^bytes=(\d+)-$/.exec(ranges().at(n) ?? '')?.[1]);

/** The large file's first answers, one after the other; later ones are as they should be. */
function largeFile(...faults: (Fault | undefined)[]): void {
  let at = 0;
  hub.fault = ({ store }) => (store ? faults[at++] : undefined);
}

async function expectWhole(place: Promise<unknown>): Promise<void> {
  await place;
  expect((await cachedModels(cache.folder)).map(({ id }) => id)).toEqual([ID]);
  expect(partials()).toEqual([]);
}

async function expectNoModel(): Promise<void> {
  expect(await cachedModels(cache.folder)).toEqual([]);
  expect(allFiles(cache.folder).some((file) => file.includes('snapshots/'))).toBe(false);
  expect(readdirSync(blobs())).not.toContain(sha256(encoderFile));
}

describe('an interrupted transfer', () => {
  it('goes on after a reset', async () => {
    largeFile({ kind: 'reset', after: HALF });
    await expectWhole(download());
    expect(ranges().length).toBe(2);
  });

  it('goes on from where it was cut', async () => {
    largeFile({ kind: 'hang-up', after: HALF });
    await expectWhole(download());
    expect(ranges().length).toBe(2);
    expect(resumedFrom(1)).toBeGreaterThan(0);
    expect(resumedFrom(1)).toBeLessThanOrEqual(HALF);
  });

  it('goes on after an answer that ended early', async () => {
    largeFile({ kind: 'short', by: 1000 }, { kind: 'short', by: 10 });
    await expectWhole(download());
    expect(ranges()).toEqual([
      undefined,
      `bytes=${encoderFile.length - 1000}-`,
      `bytes=${encoderFile.length - 10}-`,
    ]);
  });

  it('starts over where the server sends the whole file again', async () => {
    largeFile({ kind: 'hang-up', after: HALF }, { kind: 'no-ranges' });
    await expectWhole(download());
  });

  it('asks again after a stall', async () => {
    largeFile({ kind: 'silence' });
    await expectWhole(download());
  });

  it('gives up when nothing arrives any more, and keeps what did', async () => {
    const stuck: Fault = { kind: 'reset', after: 0 };
    largeFile({ kind: 'hang-up', after: HALF }, stuck, stuck, stuck, stuck, stuck);
    await expect(download()).rejects.toMatchObject({ failure: 'offline', name: 'ModelError' });
    await expectNoModel();
    expect(partials().length).toBe(1);
    const { size } = statSync(path.join(cache.folder, partials()[0] ?? ''));
    expect(size).toBeGreaterThan(0);
    hub.fault = () => undefined;
    await expectWhole(download());
    expect(resumedFrom(-1)).toBe(size);
  });
});

describe('a cancelled download', () => {
  it('stops within a moment, shows nothing, and is resumed by the next', async () => {
    const control = new AbortController();
    largeFile({ kind: 'slow', chunk: MOMENT, everyMs: 10 });
    const started = performance.now();
    const progress: DownloadOptions['progress'] = ({ file, done }) => {
      if (file === 'onnx/model.onnx' && done > 3 * MOMENT) control.abort();
    };
    await expect(download({ signal: control.signal, progress })).rejects.toMatchObject({
      name: 'Cancelled',
    });
    expect(performance.now() - started).toBeLessThan(5000);
    await expectNoModel();
    await expectWhole(download());
    expect(ranges().at(-1)).toMatch(/^bytes=[1-9]\d+-$/);
  });

  it('asks nothing where it was cancelled before it began', async () => {
    await expect(download({ signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'Cancelled',
    });
    expect(hub.seen).toEqual([]);
  });

  it('does not wait for a server that is silent', async () => {
    largeFile({ kind: 'silence' });
    const signal = AbortSignal.timeout(100);
    const patience = { ...IMPATIENT, stallMs: 60_000 };
    await expect(download({ signal, patience })).rejects.toMatchObject({ name: 'Cancelled' });
  });

  it('does not wait out a pause that a server asked for', async () => {
    hub.fault = () => ({ kind: 'status', status: 429, headers: { 'retry-after': '30' } });
    const signal = AbortSignal.timeout(100);
    const patience = { ...IMPATIENT, longestWaitMs: 60_000 };
    await expect(download({ signal, patience })).rejects.toMatchObject({ name: 'Cancelled' });
  });
});

describe('a wrong file', () => {
  it.each([
    ['a wrong byte', { kind: 'flip' }],
    ['bytes too many', { kind: 'long', by: 5 }],
  ] as const)('with %s is never taken', async (_, fault) => {
    hub.fault = ({ store }) => (store ? fault : undefined);
    await expect(download()).rejects.toMatchObject({ failure: 'corrupt' });
    await expectNoModel();
    expect(partials()).toEqual([]);
    hub.fault = () => undefined;
    await expectWhole(download());
  });

  it('is noticed among the small ones too', async () => {
    hub.fault = ({ path: asked }) =>
      asked.endsWith('tokenizer.json') ? { kind: 'flip' } : undefined;
    await expect(download()).rejects.toThrow(
      /^Model: expected tokenizer\.json with hash [0-9a-f]{12}…, got the hash [0-9a-f]{12}…/,
    );
    await expectNoModel();
  });

  it('is fetched anew where the part from before was what was wrong', async () => {
    largeFile(
      { kind: 'hang-up', after: HALF },
      ...Array<Fault>(5).fill({ kind: 'reset', after: 0 }),
    );
    await expect(download()).rejects.toMatchObject({ failure: 'offline' });
    writeFileSync(path.join(cache.folder, partials()[0] ?? ''), Buffer.alloc(HALF, 9));
    hub.fault = () => undefined;
    await expectWhole(download());
    expect(ranges().slice(-2)).toEqual([`bytes=${HALF}-`, undefined]);
  });
});

describe('two downloads at once', () => {
  it('both end with the whole model', async () => {
    hub.fault = ({ store }) => (store ? { kind: 'slow', chunk: MOMENT, everyMs: 2 } : undefined);
    await Promise.all([download(), download(), download()]);
    await expectWhole(download());
  });
});

describe('the disk', () => {
  it('is asked for room before anything is written', async () => {
    await expect(download({ freeBytes: () => Promise.resolve(1_000_000) })).rejects.toThrow(
      /^Model: expected [\d.]+ MB free in .*, got 1 MB; free some, or set HF_HUB_CACHE/,
    );
    expect(hub.downloads()).toEqual([]);
  });

  it('that cannot tell its room is tried', async () => {
    await expectWhole(download({ freeBytes: () => Promise.resolve(null) }));
  });

  it('that may not be written to is named', async () => {
    writeFileSync(path.join(cache.folder, 'file'), '');
    settings = settingsFor(hub.url, path.join(cache.folder, 'file', 'hub'));
    await expect(download()).rejects.toThrow(/^Model: expected to write to .*, got ENOTDIR; /);
  });
});
