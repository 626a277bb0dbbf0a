import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { tinyModel, writeModel } from '../support/modelFolders.js';
import { explain, extension, freshDialogs, run } from './support/hitlight.js';
import { openSample, select } from './support/workspace.js';

describe('references', () => {
  const dialogs = freshDialogs();
  const window = vscode.window as unknown as Record<string, unknown>;
  const settings = () => vscode.workspace.getConfiguration('hitlight');
  let folder = '';

  /** Answer with one of the offered actions; returns what was said. */
  function willAnswer(answer: string | undefined): string[] {
    const said: string[] = [];
    window.showInformationMessage = (message: string) => {
      said.push(message);
      return Promise.resolve(answer);
    };
    return said;
  }

  async function explanation() {
    select(await openSample('queries.md'), 'retry a failed request', 'split a line of comma');
    return (await explain('explainSimilarity')).explanation;
  }

  before(async () => {
    process.env.HITLIGHT_FIXTURES = path.join(extension().extensionPath, 'test/fixtures');
    folder = mkdtempSync(path.join(tmpdir(), 'hitlight-references-'));
    const model = writeModel(path.join(folder, 'tiny'), tinyModel());
    await settings().update('model', model, vscode.ConfigurationTarget.Global);
  });

  after(async () => {
    await settings().update('model', undefined, vscode.ConfigurationTarget.Global);
    await run('restartEngine');
    rmSync(folder, { recursive: true, force: true });
    delete process.env.HITLIGHT_FIXTURES;
  });

  it('finds a neutral one for the model, and explains with it from then on', async () => {
    const said = willAnswer(undefined);
    dialogs().willPick('Bundled sample');
    await run('findReference');
    assert.deepEqual(dialogs().messages, []);
    const [, token = '', gap = ''] =
      /^“(.+)” stands for no text from now on: pairs miss ([\d.]+) of the score/.exec(
        said[0] ?? '',
      ) ?? [];
    assert.ok(Number(gap) > 0 && Number(gap) < 1, said.join());
    const { reference } = await explanation();
    assert.equal(reference.token, token);
  });

  it('changes nothing when the question is dismissed', async () => {
    const said = willAnswer(undefined);
    dialogs().willPick(undefined);
    await run('findReference');
    assert.deepEqual([...said, ...dialogs().messages], []);
  });

  it('makes an exact encoder, and uses it when told to: its pairs alone make up its score', async () => {
    const said = willAnswer('Use It');
    dialogs().willPick('Without a head').willChooseFile(vscode.Uri.file(folder));
    await run('makeExact');
    assert.deepEqual(dialogs().messages, []);
    assert.match(said[0] ?? '', /^The exact encoder is in tiny-exact\. .* Spearman -?[\d.]+\.$/);
    const made = path.join(folder, 'tiny-exact');
    assert.equal(settings().get('model'), made);
    assert.ok(
      existsSync(path.join(made, 'model.onnx')) || existsSync(path.join(made, 'onnx/model.onnx')),
    );
    const { ledger, score } = await explanation();
    // Embeddings of references vanish but for rounding to float32.
    for (const term of [ledger.constant, ledger.onlyA, ledger.onlyB]) {
      assert.ok(Math.abs(term) < 1e-5, String(term));
    }
    assert.ok(Math.abs(ledger.pairs + ledger.residual - score) < 1e-5);
  });

  it('writes nothing when no folder is chosen', async () => {
    const said = willAnswer('Use It');
    dialogs().willPick('Without a head').willChooseFile(undefined);
    await run('makeExact');
    assert.deepEqual([...said, ...dialogs().messages], []);
  });
});
