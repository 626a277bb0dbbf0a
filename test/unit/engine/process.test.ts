import { fork, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  EngineClient,
  ModelTasks,
  forkEngine,
  type EngineTimes,
} from '../../../src/engine/client.js';
import { sampleOptions } from './sampleExplanation.js';

/** The real entry of the engine in real processes; only the work is a stand-in. */

let folder = '';
let script = '';
const clients: EngineClient[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hitlight-engine-'));
  script = join(folder, 'engine.cjs');
  await build({
    entryPoints: [join(import.meta.dirname, '../../../src/engine/main.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
    plugins: [
      {
        name: 'stand-ins',
        setup: (bundler) => {
          bundler.onResolve({ filter: /explainText/ }, () => ({
            path: join(import.meta.dirname, 'fakeExplainer.ts'),
          }));
          bundler.onResolve({ filter: /createModelWork/ }, () => ({
            path: join(import.meta.dirname, 'fakeModelWork.ts'),
          }));
        },
      },
    ],
  });
});
afterEach(() => {
  for (const client of clients.splice(0)) client.dispose();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function setUp(times: Partial<EngineTimes> = {}, args = ['--models', '/models']) {
  const log: string[] = [];
  const client = new EngineClient({
    start: forkEngine({ script, args: () => args, log: (line) => log.push(line) }),
    log: (line) => log.push(line),
    times,
  });
  clients.push(client);
  const explain = (a: string, hooks: Parameters<EngineClient['explain']>[1] = {}) =>
    client.explain({ a, b: 'hit', options: sampleOptions }, hooks);
  const pid = async () => Number((await explain('pid')).model);
  return { client, log, explain, pid };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // Where nobody reaps orphans, as in some containers, a dead one stays as a zombie.
    return !readFileSync(`/proc/${String(pid)}/stat`, 'utf8').includes(') Z ');
  } catch (error) {
    return process.platform !== 'linux' && (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}

async function until(condition: () => boolean, ms = 5_000): Promise<boolean> {
  for (const end = performance.now() + ms; performance.now() < end; await sleep(20)) {
    if (condition()) return true;
  }
  return condition();
}

describe('the engine process', () => {
  it('explains, keeping typed arrays, and stays for the next request', async () => {
    const { explain, pid } = setUp();
    const explanation = await explain('anything');
    expect(explanation.matrix).toBeInstanceOf(Float64Array);
    expect(await pid()).toBe(await pid());
  });

  it('sends first results before better ones, with typed arrays and without flooding', async () => {
    const { explain } = setUp();
    const found: [string, number, boolean][] = [];
    const { stage } = await explain('by stages', {
      found: ({ stage, error, matrix, marginalA }) => {
        expect(marginalA).toBeInstanceOf(Float64Array);
        found.push([stage, error, matrix instanceof Float64Array]);
      },
    });
    expect(stage).toBe('done');
    expect(found).toEqual([
      ['marginals', 2e-3, false],
      ['refining', 4e-3, true],
      ['refining', 2e-3, true],
    ]);
  });

  it('crashing after a first result: the result was heard, the request is rejected', async () => {
    const { explain } = setUp();
    const found: string[] = [];
    const running = explain('exit by stages', { found: ({ stage }) => found.push(stage) });
    await expect(running).rejects.toMatchObject({ stage: 'engine' });
    expect(found).toEqual(['marginals', 'marginals']);
  });

  it('gets its arguments at every start', async () => {
    const args = ['--models', '/models', '--threads', '3'];
    const { client, explain } = setUp({}, args);
    expect((await explain('threads')).evaluations).toBe(3);
    args[3] = '5';
    await client.restart();
    expect((await explain('threads')).evaluations).toBe(5);
    expect((await explain('provider')).model).toBe('cpu');
    args.push('--provider', 'webgpu');
    await client.restart();
    expect((await explain('provider')).model).toBe('webgpu');
  });

  it('reports typed failures and what native code prints', async () => {
    const { explain, log } = setUp();
    await expect(explain('refuse')).rejects.toMatchObject({
      stage: 'model',
      message: 'Model: expected a file, got /models',
    });
    await explain('whisper');
    expect(await until(() => log.includes('native: a warning'))).toBe(true);
  });

  it('killed mid-run: the request runs again in a new process and succeeds', async () => {
    const { explain, pid } = setUp();
    const first = await pid();
    const reasons: string[] = [];
    const abort = new AbortController();
    const running = explain('patient', {
      signal: abort.signal,
      restarted: (reason) => reasons.push(reason),
      progress: (_, fraction) => {
        if (fraction < 0.05 && reasons.length === 0) process.kill(first, 'SIGKILL');
        if (reasons.length > 0) abort.abort();
      },
    });
    await expect(running).rejects.toMatchObject({ stage: 'cancelled' });
    expect(reasons).toEqual(['was ended by SIGKILL']);
    const second = await pid();
    expect(second).not.toBe(first);
  });

  it.each(['exit', 'abort', 'garbage'])(
    "'%s' twice: rejected with the engine's name",
    async (a) => {
      const { explain, pid } = setUp();
      await expect(explain(a)).rejects.toMatchObject({ stage: 'engine' });
      await expect(explain(a)).rejects.toThrow('crashed it twice');
      expect(isAlive(await pid())).toBe(true);
    },
  );

  it('cancels a blocked run by SIGKILL past the deadline', async () => {
    const { client, explain, pid } = setUp({ cancel: 200 });
    const first = await pid();
    const abort = new AbortController();
    const running = explain('block', { signal: abort.signal });
    await sleep(50);
    const before = performance.now();
    abort.abort();
    await expect(running).rejects.toMatchObject({ stage: 'cancelled' });
    expect(performance.now() - before).toBeLessThan(100);
    expect(await until(() => !isAlive(first))).toBe(true);
    expect(client.state).toBe('idle');
    expect(await pid()).not.toBe(first);
  });

  it('cancels a cooperative run without losing the process', async () => {
    const { explain, pid } = setUp();
    const first = await pid();
    const abort = new AbortController();
    const running = explain('patient', { signal: abort.signal, progress: () => abort.abort() });
    await expect(running).rejects.toMatchObject({ stage: 'cancelled' });
    expect(await pid()).toBe(first);
  });

  it.skipIf(process.platform === 'win32')(
    'stopped (SIGSTOP): times out and is killed',
    async () => {
      const { explain, pid } = setUp({ silence: 300 });
      const first = await pid();
      process.kill(first, 'SIGSTOP');
      await expect(explain('anything')).rejects.toMatchObject({ stage: 'engine' });
      expect(await until(() => !isAlive(first))).toBe(true);
      expect(await pid()).not.toBe(first);
    },
  );

  it('a script that is missing or broken: a failure, soon', async () => {
    const broken = join(folder, 'broken.cjs');
    await writeFile(broken, 'throw new Error("no binding")');
    for (const path of [broken, join(folder, 'missing.cjs')]) {
      const log: string[] = [];
      const client = new EngineClient({
        start: forkEngine({ script: path, args: () => [], log: (line) => log.push(line) }),
      });
      clients.push(client);
      await expect(client.explain({ a: 'a', b: 'b', options: sampleOptions })).rejects.toThrow(
        'code 1',
      );
      expect(await until(() => log.length > 0)).toBe(true);
    }
  });

  it('is gone when a restart is done', async () => {
    const { client, pid } = setUp();
    const first = await pid();
    await client.restart();
    expect(isAlive(first)).toBe(false);
    await client.restart();
    expect(await pid()).not.toBe(first);
  });

  it('works on models in processes of their own, which end with the work', async () => {
    const start = forkEngine({
      script,
      args: () => ['--models', '/models'],
      environment: () => ({ HTTPS_PROXY: 'http://proxy:1' }),
      log: () => undefined,
    });
    const tasks = new ModelTasks(start, { cancel: 200 });
    const { pid } = setUp();
    const explaining = await pid();
    const [one, other] = await Promise.all([tasks.describe('pid'), tasks.describe('pid')]);
    expect(new Set([one.file, other.file, String(explaining)]).size).toBe(3);
    expect(await until(() => !isAlive(Number(one.file)))).toBe(true);
    expect((await tasks.describe('proxy')).file).toBe('http://proxy:1');
    await expect(tasks.describe('exit')).rejects.toMatchObject({ stage: 'engine' });
    await expect(tasks.inspect('refuse')).rejects.toMatchObject({ stage: 'model' });
    const abort = new AbortController();
    const states: number[] = [];
    const download = tasks.download('slow', {
      signal: abort.signal,
      progress: ({ done }) => {
        states.push(done);
        if (done === 3) abort.abort();
      },
    });
    await expect(download).rejects.toMatchObject({ stage: 'cancelled' });
    expect(states).toEqual([1, 2, 3]);
    tasks.dispose();
    await expect(tasks.list([])).rejects.toMatchObject({ stage: 'cancelled' });
  });

  it('tries a provider in a process of its own, whose driver may abort or block it', async () => {
    const log: string[] = [];
    const start = forkEngine({
      ...{
        script,
        args: () => ['--models', '/models'],
        log: (line: string) => void log.push(line),
      },
    });
    const tasks = new ModelTasks(start, { silence: 500 });
    const trial = (model: string) =>
      tasks.tryProvider({ model, provider: 'webgpu', pooling: undefined, ids: false });
    expect(await trial('/models/mine')).toMatchObject({ refusal: null, deviation: 1e-6 });
    await expect(trial('abort')).rejects.toThrow(/Engine: the process (was ended|exited)/);
    await expect(trial('block')).rejects.toThrow('expected an answer within 0.5 s');
    tasks.dispose();
  });

  it('ends when its supervisor is disposed', async () => {
    const { client, pid } = setUp();
    const id = await pid();
    client.dispose();
    expect(await until(() => !isAlive(id))).toBe(true);
  });

  it('ends with its parent, even in a blocked run', async () => {
    const parent = join(folder, 'parent.cjs');
    const request = JSON.stringify({ kind: 'explain', id: 1, b: 'b', options: sampleOptions });
    await writeFile(
      parent,
      `const child = require('node:child_process').fork(process.argv[2], ['--models', 'm'],
         { serialization: 'advanced' });
       child.on('message', () => {
         child.send({ ...${request}, a: process.argv[3] });
         process.send(child.pid);
       });`,
    );
    for (const a of ['patient', 'block']) {
      const host = fork(parent, [script, a], { execArgv: [] });
      const pid = await new Promise<number>((resolve) => host.once('message', resolve));
      expect(isAlive(pid)).toBe(true);
      host.kill('SIGKILL');
      expect(await until(() => !isAlive(pid))).toBe(true);
    }
  });

  it('started by hand says what it needs and exits with 2', async () => {
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(2);
    expect(said).toContain('expected a parent process');
  });

  it('started with a provider that is none: says so and exits with 2', async () => {
    const log: string[] = [];
    const args = () => ['--models', '/models', '--provider', 'gpu'];
    const start = forkEngine({ script, args, log: (line) => log.push(line) });
    const reason = await new Promise((exit) => start({ message: () => undefined, exit }));
    expect(reason).toBe('exited with code 2');
    expect(await until(() => log.includes('Engine: expected a provider, got gpu'))).toBe(true);
  });
});
