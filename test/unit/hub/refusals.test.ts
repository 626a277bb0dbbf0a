/** Every way in which the Hub or the network says no, as people read it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeModel } from '../../../src/hub/describeModel.js';
import { downloadModel } from '../../../src/hub/downloadModel.js';
import { parseHubName } from '../../../src/hub/modelName.js';
import { retryAfter } from '../../../src/hub/refusal.js';
import type { HubSettings } from '../../../src/hub/settings.js';
import { ID, IMPATIENT, MODEL, settingsFor, temporaryFolder } from '../../support/hubModels.js';
import { HubStandIn } from '../../support/hubStandIn.js';

let hub: HubStandIn;
let cache: ReturnType<typeof temporaryFolder>;

beforeEach(async () => {
  hub = await new HubStandIn().start();
  hub.add(MODEL);
  cache = temporaryFolder();
});

afterEach(async () => {
  await hub.stop();
  cache.remove();
});

function named(text: string) {
  const name = parseHubName(text);
  if (!name) throw new Error(`Test: expected a Hub id, got ${text}`);
  return name;
}

const settings = (changed: Partial<HubSettings> = {}) =>
  settingsFor(hub.url, cache.folder, changed);
const ask = (text = ID, changed: Partial<HubSettings> = {}) =>
  describeModel(named(text), settings(changed), { patience: IMPATIENT });
const download = (changed: Partial<HubSettings> = {}) =>
  downloadModel(named(ID), settings(changed), { patience: IMPATIENT });
const host = () => new URL(hub.url).host;

describe('the Hub refuses', () => {
  it('a model that does not exist', async () => {
    await expect(ask('org/none')).rejects.toThrow(
      `Model: expected a model org/none at ${host()}, got 401: no such model, or a private one; ` +
        'check its spelling, or set HF_TOKEN',
    );
  });

  it('a revision that does not exist', async () => {
    await expect(ask(`${ID}@v9`)).rejects.toThrow(
      `Model: expected the revision v9 of ${ID} at ${host()}, got 404: there is none`,
    );
  });

  it('a gated model, saying how to get in', async () => {
    hub.add({ ...MODEL, gated: true });
    hub.token = 'hf_right';
    expect((await ask()).gated).toBe(true);
    const terms = `accept its terms at https://huggingface.co/${ID}, then set HF_TOKEN`;
    await expect(download()).rejects.toThrow(`got 403: no token was given; ${terms}`);
    await expect(download({ token: 'hf_wrong' })).rejects.toThrow(
      `got 403: the token gives no access; ${terms}`,
    );
    expect((await download({ token: 'hf_right' })).name).toBe(ID);
  });

  it('a token', async () => {
    hub.fault = () => ({ kind: 'status', status: 401 });
    await expect(ask(ID, { token: 'old' })).rejects.toMatchObject({ failure: 'forbidden' });
  });

  it('more requests, saying until when', async () => {
    hub.fault = () => ({ kind: 'status', status: 429, headers: { 'retry-after': '120' } });
    await expect(ask()).rejects.toThrow(
      `Model: expected ${host()} to answer, got 429 (too many requests): try again in 120 s; ` +
        'a token in HF_TOKEN raises the limit',
    );
    expect(hub.seen.length).toBe(1);
  });

  it('for a moment, and is asked again', async () => {
    hub.fault = ({ path }, count) =>
      path.includes('/revision/') && count < 2 ? { kind: 'status', status: 503 } : undefined;
    expect((await ask()).file).toBe('onnx/model.onnx');
    expect(hub.seen.filter(({ path }) => path.includes('/revision/')).length).toBe(3);
  });

  it('for good after three attempts', async () => {
    hub.fault = () => ({ kind: 'status', status: 500 });
    await expect(ask()).rejects.toMatchObject({ failure: 'server' });
    expect(hub.seen.length).toBe(3);
  });

  it.each([
    [{ 'retry-after': '7' }, 7],
    [{ 'retry-after': 'Thu, 01 Jan 1970 00:01:00 GMT' }, 60],
    [{ ratelimit: '"api";r=0;t=55' }, 55],
    [{ 'retry-after': 'soon' }, null],
    [{}, null],
  ])('reads %o as %s seconds to wait', (headers, seconds) => {
    expect(retryAfter({ status: 429, headers: new Headers(headers as HeadersInit) }, 0)).toBe(
      seconds,
    );
  });
});

describe('the network', () => {
  it('may not lead to the Hub', async () => {
    const gone = await new HubStandIn().start();
    const endpoint = gone.url;
    await gone.stop();
    await expect(ask(ID, { endpoint })).rejects.toThrow(
      `Model: expected to reach ${new URL(endpoint).host}, got: the connection was refused`,
    );
  });

  it('may not know its name', async () => {
    await expect(ask(ID, { endpoint: 'http://hub.invalid' })).rejects.toThrow(
      /^Model: expected to reach hub\.invalid, got: (its name is not known|names cannot be looked up)/,
    );
  });

  it('may answer with a page of its own', async () => {
    hub.fault = () => ({ kind: 'page' });
    await expect(ask()).rejects.toThrow(
      `Model: expected the Hub's list of files from ${host()}, got text/html (a login page or a proxy's?)`,
    );
  });

  it('is not asked where the user says so', async () => {
    await expect(ask(ID, { offline: true })).rejects.toThrow(
      'Model: expected leave to use the network, got HF_HUB_OFFLINE; unset it to download models',
    );
    expect(hub.seen).toEqual([]);
  });
});

describe('settings', () => {
  it.each([
    [{ endpoint: 'hub.example' }, 'HF_ENDPOINT'],
    [{ endpoint: 'file:///hub' }, 'HF_ENDPOINT'],
    [{ token: 'two\nlines' }, 'HF_TOKEN'],
    [{ proxies: { http: 'socks5://127.0.0.1:9', https: null, direct: [] } }, 'HTTP_PROXY'],
  ])('%o that cannot be meant are named', async (changed, variable) => {
    await expect(ask(ID, changed)).rejects.toThrow(variable);
    await expect(ask(ID, changed)).rejects.toMatchObject({ failure: 'settings' });
    expect(hub.seen).toEqual([]);
  });

  it('keep the token for the Hub itself', async () => {
    await download({ token: 'hf_secret' });
    const [store, others] = [true, false].map((at) => hub.seen.filter((seen) => seen.store === at));
    expect(others?.every(({ authorization }) => authorization === 'Bearer hf_secret')).toBe(true);
    expect(store?.length).toBeGreaterThan(0);
    expect(store?.every(({ authorization }) => authorization === undefined)).toBe(true);
  });
});

describe('a hostile list of files', () => {
  const oid = 'a'.repeat(40);
  it.each([
    ['../../../.bashrc'],
    ['/etc/cron.d/x'],
    ['C:\\x'],
    ['onnx/..\\..\\x'],
    ['a/../../b'],
    ['config.json\0.txt'],
  ])('with the name %j is refused', async (path) => {
    const entry = { type: 'file', path, size: 1, oid };
    hub.add({ ...MODEL, tree: [entry] });
    await expect(download()).rejects.toMatchObject({ failure: 'malformed' });
    expect(hub.downloads()).toEqual([]);
  });

  it.each([
    [{ type: 'file', path: 'onnx/model.onnx', size: 1 }],
    [{ type: 'file', path: 'onnx/model.onnx', size: 1, oid: '../../x' }],
    [{ type: 'file', path: 'onnx/model.onnx', size: -1, oid }],
    [{ type: 'file', path: 'onnx/model.onnx', size: 'big', oid }],
    [
      {
        type: 'file',
        path: 'onnx/model.onnx',
        size: 1,
        oid,
        lfs: { oid, size: 1, pointerSize: 1 },
      },
    ],
    [{ type: 'file', size: 1, oid }],
    [null],
    ['text'],
  ])('with the entry %j is refused', async (entry) => {
    hub.add({ ...MODEL, tree: [entry] });
    await expect(download()).rejects.toMatchObject({ failure: 'malformed' });
  });

  it('without end is refused', async () => {
    const tree = Array.from({ length: 20_001 }, (_, i) => ({
      type: 'file',
      path: `${i}.txt`,
      size: 1,
      oid,
    }));
    hub.add({ ...MODEL, tree });
    await expect(ask()).rejects.toThrow('a list of files without end');
  });
});
