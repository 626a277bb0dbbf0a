import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { HubStandIn } from '../support/hubStandIn.js';
import { tinyModel, writeCached, writeModel, type Files } from '../support/modelFolders.js';
import { explain, extension, freshDialogs, run } from './support/hitlight.js';
import { openSample, select } from './support/workspace.js';

const E5 = 'intfloat/e5-small-tiny';

describe('Select Model…', () => {
  const dialogs = freshDialogs();
  const window = vscode.window as unknown as Record<string, unknown>;
  const originals = { ...window };
  const environment = { ...process.env };
  let folder = '';
  let hub: HubStandIn;

  const setting = (name: string): unknown =>
    vscode.workspace.getConfiguration('hitlight').get(name);
  const buffers = (files: Files) =>
    Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)]));

  /** Answer questions about downloads; returns what they said. */
  function willAnswer(answer: string | undefined): string[] {
    const asked: string[] = [];
    window.showInformationMessage = (message: string, options: vscode.MessageOptions) => {
      asked.push(`${message} ${options.detail ?? ''}`);
      return Promise.resolve(answer);
    };
    return asked;
  }

  function willOpen(place: string): void {
    window.showOpenDialog = () => Promise.resolve([vscode.Uri.file(place)]);
  }

  before(async () => {
    process.env.HITLIGHT_FIXTURES = path.join(extension().extensionPath, 'test/fixtures');
    folder = mkdtempSync(path.join(tmpdir(), 'hitlight-models-'));
    hub = await new HubStandIn().start();
    process.env.HF_HOME = folder;
    process.env.HF_ENDPOINT = hub.url;
    // An engine that runs already has the environment of its start.
    await run('restartEngine');
    hub.add({
      id: E5,
      commit: '1'.repeat(40),
      files: buffers(tinyModel()),
      card: { license: 'mit' },
    });
    writeCached(path.join(folder, 'hub'), 'org/tiny', tinyModel());
  });

  afterEach(async () => {
    const settings = vscode.workspace.getConfiguration('hitlight');
    for (const name of ['model', 'pooling', 'prefixes']) {
      await settings.update(name, undefined, vscode.ConfigurationTarget.Global);
    }
    window.showOpenDialog = originals.showOpenDialog;
    window.withProgress = originals.withProgress;
    hub.fault = () => undefined;
  });

  after(async () => {
    await hub.stop();
    rmSync(folder, { recursive: true, force: true });
    for (const name of ['HF_HOME', 'HF_ENDPOINT', 'HITLIGHT_FIXTURES']) {
      if (environment[name] === undefined) delete process.env[name];
      else process.env[name] = environment[name];
    }
    await run('restartEngine');
  });

  async function explainSample(): Promise<string> {
    select(await openSample('queries.md'), 'retry a failed request', 'split a line of comma');
    return (await explain('explainSimilarity')).explanation.model;
  }

  it('takes a local folder, asks once for the pooling that it does not state, and explains', async () => {
    const unstated = { '1_Pooling/config.json': '{}' };
    const place = writeModel(path.join(folder, 'mine'), tinyModel('classic', unstated));
    willOpen(place);
    dialogs().willPick('Local folder').willPick('cls');
    await run('selectModel');
    assert.deepEqual(dialogs().messages, []);
    assert.equal(setting('model'), place);
    assert.deepEqual(setting('pooling'), { [place]: 'cls' });
    assert.equal(await explainSample(), 'mine');

    dialogs().willPick('all-MiniLM-L6-v2');
    await run('selectModel');
    assert.equal(setting('model'), 'bundled');
    dialogs().willPick('mine');
    await run('selectModel');
    assert.equal(setting('model'), place);
    assert.equal(dialogs().asked.filter((title) => title.startsWith('Pooling')).length, 1);
  });

  it('uses what is in the Hugging Face cache, without any network', async () => {
    dialogs().willPick('org/tiny');
    await run('selectModel');
    assert.equal(setting('model'), 'org/tiny');
    assert.equal(await explainSample(), 'org/tiny');
    assert.deepEqual(hub.seen, []);
  });

  it('names size and licence of a Hub id, and downloads nothing without a yes', async () => {
    const asked = willAnswer(undefined);
    dialogs().willPick('Hub id').willType(E5);
    await run('selectModel');
    assert.match(asked.join(), /Download intfloat\/e5-small-tiny \(0\.2 MB\)\?/);
    assert.match(asked.join(), /Licence: mit/);
    assert.deepEqual(hub.downloads(), []);
    assert.equal(setting('model'), 'bundled');
  });

  it('stops a download on cancel, and leaves the settings as they were', async () => {
    hub.fault = ({ store }) => (store ? { kind: 'slow', chunk: 2_000, everyMs: 30 } : undefined);
    willAnswer('Download');
    const reports: string[] = [];
    window.withProgress = async (
      _options: vscode.ProgressOptions,
      task: (progress: unknown, token: unknown) => Promise<unknown>,
    ) => {
      const source = new vscode.CancellationTokenSource();
      const report = ({ message }: { message?: string }) => {
        reports.push(message ?? '');
        source.cancel();
      };
      return task({ report }, source.token);
    };
    dialogs().willPick('Hub id').willType(E5);
    await run('selectModel');
    assert.match(reports[0] ?? '', /^\d[\d.]* MB of 0\.2 MB$/);
    assert.deepEqual(dialogs().messages, []);
    assert.equal(setting('model'), 'bundled');
  });

  it('downloads, offers the prefixes that the model was trained with, and explains with them', async () => {
    willAnswer('Download');
    dialogs()
      .willPick('Hub id')
      .willType(`https://huggingface.co/${E5}`)
      .willPick('Use its prefixes');
    await run('selectModel');
    assert.deepEqual(dialogs().messages, []);
    assert.equal(setting('model'), E5);
    assert.deepEqual(setting('prefixes'), { [E5]: { query: 'query: ', passage: 'passage: ' } });
    assert.equal(await explainSample(), E5);
  });

  it('refuses a file that is no model in one sentence, and keeps the setting', async () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n';
    willOpen(
      writeModel(path.join(folder, 'pointer'), tinyModel('classic', { 'model.onnx': pointer })),
    );
    dialogs().willPick('Local folder');
    await run('selectModel');
    assert.equal(dialogs().messages.length, 1);
    assert.match(dialogs().messages[0] ?? '', /^error: .*Git LFS pointer/);
    assert.equal(setting('model'), 'bundled');
  });

  it('says of a Hub id that is not here that it has to be selected first', async () => {
    const settings = vscode.workspace.getConfiguration('hitlight');
    await settings.update('model', 'org/elsewhere', vscode.ConfigurationTarget.Global);
    const before = hub.seen.length;
    select(await openSample('queries.md'), 'retry a failed request', 'split a line of comma');
    await run('explainSimilarity');
    assert.match(dialogs().messages.join(), /org\/elsewhere in the Hub's cache, got none/);
    assert.equal(hub.seen.length, before);
  });
});
