import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { downloadModel } from '../../../src/hub/downloadModel.js';
import { parseHubName } from '../../../src/hub/modelName.js';
import { proxyFor, proxySettings } from '../../../src/hub/proxySettings.js';
import { ID, IMPATIENT, MODEL, settingsFor, temporaryFolder } from '../../support/hubModels.js';
import { hubProcess } from '../../support/hubProcess.js';
import { HubStandIn } from '../../support/hubStandIn.js';
import { ProxyStandIn } from '../../support/proxyStandIn.js';

let hub: HubStandIn;
let proxy: ProxyStandIn;
let cache: ReturnType<typeof temporaryFolder>;

beforeEach(async () => {
  hub = await new HubStandIn().start();
  hub.add(MODEL);
  proxy = await new ProxyStandIn().start();
  cache = temporaryFolder();
});
afterEach(async () => {
  await Promise.all([hub.stop(), proxy.stop()]);
  cache.remove();
});

/** `hub.test` is a name that the proxy alone knows. */
const hiddenHub = () => hub.url.replace('127.0.0.1', 'hub.test');

function download(endpoint: string, environment: Record<string, string>) {
  const name = parseHubName(ID);
  if (!name) throw new Error('Test: expected a Hub id');
  const settings = settingsFor(endpoint, cache.folder, { proxies: proxySettings(environment) });
  return downloadModel(name, settings, { patience: IMPATIENT });
}

describe('a proxy', () => {
  it('is gone through, to the Hub and to where it redirects', async () => {
    const place = await download(hiddenHub(), { HTTP_PROXY: `http://${proxy.host}` });
    expect(place.name).toBe(ID);
    expect(new Set(proxy.tunnels).size).toBe(2);
    expect(proxy.tunnels).toContain(new URL(hiddenHub()).host);
  });

  it('is left aside for hosts of NO_PROXY, redirected or not', async () => {
    await download(hiddenHub(), { http_proxy: proxy.host, NO_PROXY: 'localhost, 127.0.0.1' });
    expect(new Set(proxy.tunnels)).toEqual(new Set([new URL(hiddenHub()).host]));
  });

  it('gets the name and password of its address', async () => {
    proxy.password = 'anna:geheim';
    await expect(download(hiddenHub(), { HTTP_PROXY: proxy.host })).rejects.toThrow(
      `Model: expected the proxy ${proxy.host} to let ${new URL(hiddenHub()).host} through, got ` +
        'status 407; give HTTPS_PROXY a user name and password',
    );
    const place = await download(hiddenHub(), { HTTP_PROXY: `anna:geheim@${proxy.host}` });
    expect(place.name).toBe(ID);
  });

  it('that refuses is named', async () => {
    proxy.refusal = 403;
    await expect(download(hiddenHub(), { HTTP_PROXY: proxy.host })).rejects.toMatchObject({
      failure: 'proxy',
    });
  });

  it('that cannot be reached is told apart from the Hub', async () => {
    const { host } = proxy;
    await proxy.stop();
    await expect(download(hiddenHub(), { HTTP_PROXY: host })).rejects.toThrow(
      `Model: expected to reach the proxy ${host}, got: the connection was refused`,
    );
    proxy = await new ProxyStandIn().start();
  });
});

describe('proxy variables', () => {
  const through = (url: string, environment: Record<string, string>) =>
    proxyFor(new URL(url), proxySettings(environment));

  it.each([
    ['https://huggingface.co', { HTTPS_PROXY: 'http://p:1' }, 'http://p:1'],
    ['https://huggingface.co', { HTTP_PROXY: 'http://p:1' }, null],
    ['https://huggingface.co', { ALL_PROXY: 'p:1' }, 'http://p:1'],
    [
      'https://huggingface.co',
      { HTTPS_PROXY: 'http://p:1', https_proxy: 'http://q:1' },
      'http://q:1',
    ],
    ['https://huggingface.co', { HTTPS_PROXY: '' }, null],
    ['https://hub.firm.example', { HTTPS_PROXY: 'p:1', NO_PROXY: 'firm.example' }, null],
    ['https://hub.firm.example', { HTTPS_PROXY: 'p:1', NO_PROXY: '.firm.example' }, null],
    ['https://hub.firm.example', { HTTPS_PROXY: 'p:1', NO_PROXY: '*.firm.example' }, null],
    ['https://hub.firm.example', { HTTPS_PROXY: 'p:1', NO_PROXY: 'irm.example' }, 'http://p:1'],
    ['https://hub.example', { HTTPS_PROXY: 'p:1', NO_PROXY: 'hub.example:443' }, null],
    ['https://hub.example', { HTTPS_PROXY: 'p:1', NO_PROXY: 'hub.example:80' }, 'http://p:1'],
    ['https://hub.example', { HTTPS_PROXY: 'p:1', NO_PROXY: 'a.b, *' }, null],
    ['http://[::1]:9', { HTTP_PROXY: 'p:1', NO_PROXY: '::1' }, null],
    ['http://[::1]:9', { HTTP_PROXY: 'p:1', NO_PROXY: '[::1]:9' }, null],
  ])('%s with %o goes through %s', (url, environment, expected) => {
    expect(through(url, environment as unknown as Record<string, string>)).toBe(expected);
  });

  it('that ask for another kind of proxy are refused without repeating its password', () => {
    const ask = () => through('https://x.example', { ALL_PROXY: 'socks5://me:secret@p:1' });
    expect(ask).toThrow('expected the address of an http or https proxy');
    expect(ask).not.toThrow('secret');
  });
});

/** A key and certificate for localhost; null where this machine cannot make them. */
function selfSigned(folder: string): { key: string; cert: string; certFile: string } | null {
  const [keyFile, certFile] = ['key.pem', 'cert.pem'].map((name) => path.join(folder, name));
  if (keyFile === undefined || certFile === undefined) return null;
  try {
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
    const out = ['-keyout', keyFile, '-out', certFile];
    execFileSync(
      'openssl',
      ['req', '-x509', '-nodes', '-days', '2', ...curve, ...subject, ...out],
      {
        stdio: 'ignore',
      },
    );
  } catch {
    return null;
  }
  return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8'), certFile };
}

describe('https', () => {
  const scripts = temporaryFolder();
  const tls = selfSigned(scripts.folder);
  let run: Awaited<ReturnType<typeof hubProcess>>;
  let secure: HubStandIn;

  beforeAll(async () => {
    run = await hubProcess(scripts.folder);
  });
  afterAll(() => scripts.remove());
  beforeEach(async () => {
    secure = await new HubStandIn(tls ?? undefined).start();
    secure.add(MODEL);
  });
  afterEach(() => secure.stop());

  const environment = () => ({
    HF_ENDPOINT: secure.url,
    HF_HUB_CACHE: cache.folder,
    HTTPS_PROXY: `http://${proxy.host}`,
  });

  it.skipIf(tls === null)('goes through a proxy in a process as it ships', async () => {
    const NODE_EXTRA_CA_CERTS = tls?.certFile ?? '';
    const { said, stderr } = await run(['download', ID], { ...environment(), NODE_EXTRA_CA_CERTS });
    expect(said?.found).toMatchObject({ name: ID });
    expect(stderr).toBe('');
    expect(new Set(proxy.tunnels).size).toBe(2);
  });

  it.skipIf(tls === null)('with an unknown certificate says what to do', async () => {
    const { said } = await run(['describe', ID], environment());
    expect(said).toMatchObject({ name: 'ModelError' });
    expect(said?.message).toMatch(
      /^Model: expected a trusted certificate from localhost:\d+, got [A-Z_]+; .*NODE_EXTRA_CA_CERTS$/,
    );
  });
});
