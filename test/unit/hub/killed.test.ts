/** Processes that are killed while they download, and the ones that come after them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cachedModels } from '../../../src/hub/cachedModels.js';
import {
  allFiles,
  encoderFile,
  FILES,
  ID,
  MODEL,
  temporaryFolder,
  WANTED,
} from '../../support/hubModels.js';
import { hubProcess } from '../../support/hubProcess.js';
import { HubStandIn } from '../../support/hubStandIn.js';

const scripts = temporaryFolder();
let run: Awaited<ReturnType<typeof hubProcess>>;
let hub: HubStandIn;
let cache: ReturnType<typeof temporaryFolder>;

beforeAll(async () => {
  run = await hubProcess(scripts.folder);
});
afterAll(() => scripts.remove());

beforeEach(async () => {
  hub = await new HubStandIn().start();
  hub.add(MODEL);
  cache = temporaryFolder();
});
afterEach(async () => {
  await hub.stop();
  cache.remove();
});

const environment = () => ({ HF_ENDPOINT: hub.url, HF_HUB_CACHE: cache.folder });
const slowly = (everyMs: number) => {
  hub.fault = ({ store }) => (store ? { kind: 'slow', chunk: 10_000, everyMs } : undefined);
};
const partials = () => allFiles(cache.folder).filter((file) => file.endsWith('.incomplete'));

/** What is shown as a model is one, whole. */
async function models(): Promise<number> {
  const found = await cachedModels(cache.folder);
  for (const { folder } of found) {
    for (const file of WANTED) {
      expect(readFileSync(path.join(folder, file)).equals(FILES[file] ?? Buffer.alloc(0))).toBe(
        true,
      );
    }
  }
  return found.length;
}

describe('a process killed while it downloads', () => {
  it('leaves no model, and what it had is used by the next process', async () => {
    slowly(5);
    const bytes = encoderFile.length / 2;
    const killed = await run(['download', ID], environment(), { bytes });
    expect(killed.said).toBeNull();
    expect(await models()).toBe(0);
    expect(partials().length).toBe(1);
    hub.fault = () => undefined;
    const next = await run(['download', ID], environment());
    expect(next.said?.found).toMatchObject({ name: ID });
    expect(next.stderr).toBe('');
    const [range] = hub.seen.filter(({ store }) => store).slice(-1);
    expect(Number(/^bytes=(\d+)-$/.exec(range?.range ?? '')?.[1])).toBeGreaterThan(bytes / 2);
    expect(await models()).toBe(1);
    expect(partials()).toEqual([]);
  });

  it('at whatever moment, leaves a whole model or none', async () => {
    slowly(1);
    for (const afterMs of [150, 200, 240, 280, 320, 360, 420]) {
      await run(['download', ID], environment(), { afterMs });
      expect(await models()).toBeLessThanOrEqual(1);
    }
    hub.fault = () => undefined;
    const last = await run(['download', ID], environment());
    expect(last.said?.found).toMatchObject({ name: ID, unknownFiles: [] });
    expect(await models()).toBe(1);
    expect(partials()).toEqual([]);
  });
});

describe('two processes at once', () => {
  it('both end with the model, and neither touches what the other writes', async () => {
    slowly(2);
    const both = await Promise.all([
      run(['download', ID], environment()),
      run(['download', ID], environment()),
    ]);
    expect(both.map(({ said }) => said?.found?.name)).toEqual([ID, ID]);
    expect(await models()).toBe(1);
    expect(partials()).toEqual([]);
  });
});
