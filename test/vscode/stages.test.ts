import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Explanation } from '../../src/protocol.js';
import { engines } from './support/engines.js';
import { current, explain, freshDialogs, hitlight, run } from './support/hitlight.js';
import { openSample, openVirtual, select, until } from './support/workspace.js';

const query = 'retry a failed request and wait longer each time';
const long = 'wait before trying again, and longer after each failure. '.repeat(12);

/** Long enough that nobody misses the totals: from the first layer and to the last digit. */
const slow = { layer: 'input', tolerance: 1e-6 };
/** And an end in sight for those that go on. */
const fast = { layer: 'last', tolerance: 0.1 };

async function set(settings: Record<string, unknown>): Promise<void> {
  const ours = vscode.workspace.getConfiguration('hitlight');
  for (const [name, value] of Object.entries(settings)) {
    await ours.update(name, value, vscode.ConfigurationTarget.Workspace);
  }
}

describe('an explanation that takes long', function () {
  this.timeout(200_000);
  const dialogs = freshDialogs();
  beforeEach(() => set(slow));
  after(() => set({ layer: undefined, tolerance: undefined }));

  /** Ask for a long explanation; resolves when its totals are on screen, with the running command. */
  async function startLong(): Promise<{ ended: Promise<void> }> {
    const editor = await openVirtual(`${query}\n${long}`);
    editor.selections = [0, 1].map((line) => {
      const { start, end } = editor.document.lineAt(line).range;
      return new vscode.Selection(start, end);
    });
    const before = (await hitlight()).current()?.explanation;
    const ended = run('explainSimilarity');
    await until(
      'totals are on screen',
      async () => {
        const now = (await hitlight()).current()?.explanation;
        return now !== before && now?.stage === 'marginals';
      },
      100_000,
    );
    return { ended };
  }

  const paintedCount = async () =>
    (await hitlight()).painted().flatMap(({ painted }) => painted).length;

  it('shows and paints its totals before its pairs', async () => {
    const { ended } = await startLong();
    const { explanation, a, b } = await current();
    assert.equal(explanation.matrix, null);
    assert.deepEqual([a.text, b.text], [query, long]);
    assert.ok((await paintedCount()) > 3);
    assert.ok((await hitlight()).isPanelOpen());
    await (
      await hitlight()
    ).explain('wait longer', 'exponential backoff', { accuracy: { nodes: 3 } });
    await ended;
  });

  it('stays as it was when it is stopped, says so, and goes on on demand', async () => {
    const { ended } = await startLong();
    const api = await hitlight();
    const stages: (Explanation['stage'] | undefined)[] = [];
    const listening = api.onDidExplain((state) => stages.push(state?.explanation.stage));
    // Another extension's request takes the engine.
    await api.explain('wait longer', 'exponential backoff', { accuracy: { nodes: 3 } });
    await ended;
    listening.dispose();
    assert.equal(stages.at(-1), 'stopped');
    const { explanation, b } = await current();
    assert.deepEqual([explanation.stage, explanation.matrix, b.text], ['stopped', null, long]);
    assert.ok((await paintedCount()) > 3);
    assert.deepEqual(dialogs().messages, []);
    await set(fast);
    const { explanation: whole } = await explain('continueExplanation');
    assert.equal(whole.stage, 'done');
    assert.ok(whole.matrix);
    assert.deepEqual(dialogs().messages, []);
  });

  it('gives way to a newer one at its first result', async () => {
    const { ended } = await startLong();
    const api = await hitlight();
    const stages: string[] = [];
    const listening = api.onDidExplain((state) => {
      stages.push(`${state?.b.label ?? ''} ${state?.explanation.stage ?? ''}`);
    });
    await set(fast);
    select(await openSample('queries.md'), query, 'split a line of comma separated values');
    await Promise.all([run('explainSimilarity'), ended]);
    listening.dispose();
    assert.equal((await current()).explanation.stage, 'done');
    const first = stages.findIndex((each) => each.startsWith('queries.md'));
    // Only when the newer one takes its time does the older one have to be called what it is.
    assert.ok(stages.slice(0, first).filter((each) => each.endsWith('stopped')).length <= 1);
    assert.ok(stages.slice(first).every((each) => each.startsWith('queries.md')));
    assert.equal(stages.at(-1), 'queries.md:8 done');
  });

  it('keeps what was found when the engine dies for good', async function () {
    if (process.platform === 'win32') this.skip();
    const { ended } = await startLong();
    const [first] = engines();
    assert.ok(first);
    process.kill(first, 'SIGKILL');
    await until('another engine runs', () => engines().some((pid) => pid !== first));
    process.kill(engines().find((pid) => pid !== first) ?? 0, 'SIGKILL');
    await ended;
    const { explanation, b } = await current();
    assert.deepEqual([explanation.stage, b.text], ['stopped', long]);
    assert.ok((await paintedCount()) > 3);
    assert.match(dialogs().messages.join('\n'), /^error: Engine: the process was ended by SIGKILL/);
  });
});
