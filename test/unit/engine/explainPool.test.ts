import { describe, expect, it } from 'vitest';
import { ExplainPool } from '../../../src/engine/explainPool.js';
import type { EngineLink, LinkEvents } from '../../../src/engine/link.js';
import type { EngineRequest } from '../../../src/protocol.js';
import { sampleExplanation } from './sampleExplanation.js';

type Explain = Extract<EngineRequest, { kind: 'explain' }>;

/** Engine processes under the test's control. */
class Links {
  readonly all: (LinkEvents & { asked: Explain[]; killed: boolean })[] = [];

  readonly start = (events: LinkEvents): EngineLink => {
    const link = { ...events, asked: [] as Explain[], killed: false };
    this.all.push(link);
    return {
      send: (request) => void link.asked.push(request as Explain),
      kill: () => {
        link.killed = true;
        return Promise.resolve();
      },
    };
  };

  ready = (k: number) => this.all[k]?.message({ kind: 'ready' });
  answer = (k: number) =>
    this.all[k]?.message({ kind: 'explained', id: 1, explanation: sampleExplanation() });
  fail = (k: number, stage: string, message: string) =>
    this.all[k]?.message({ kind: 'failed', id: 1, failure: { stage, message } });
}

const request = (a: string) => {
  const accuracy = { tolerance: 1e-3 };
  const how = { layer: 'middle', reference: 'auto', level: 'token', accuracy } as const;
  return { a, b: 'b', options: { model: 'bundled', ...how } };
};

describe('a pool of engines', () => {
  it('starts as many processes as there are requests, up to its size, and shares them out', async () => {
    const links = new Links();
    const pool = new ExplainPool(links.start, 2);
    const found = ['one', 'two', 'three'].map((a) => pool.explain(request(a)));
    expect(links.all).toHaveLength(2);
    links.ready(0);
    links.ready(1);
    expect(links.all).toHaveLength(2);
    expect(links.all.map(({ asked }) => asked.map(({ a }) => a))).toEqual([['one'], ['two']]);
    links.all[0]?.message({ kind: 'progress', id: 1, stage: 'encoding', fraction: 0.5 });
    links.answer(1);
    expect(links.all[1]?.asked.map(({ a }) => a)).toEqual(['two', 'three']);
    links.answer(0);
    links.answer(1);
    expect(await Promise.all(found)).toHaveLength(3);
    await pool.dispose();
    expect(links.all.map(({ killed }) => killed)).toEqual([true, true]);
  });

  it('fails as the same request would have failed in this process', async () => {
    const links = new Links();
    const pool = new ExplainPool(links.start, 1);
    const first = pool.explain(request('x'));
    links.ready(0);
    links.fail(0, 'input', 'Text: expected words, got none');
    await expect(first).rejects.toMatchObject({ name: 'InputError' });
    const second = pool.explain(request('x'));
    links.fail(0, 'run', 'Run: expected the graph to run');
    await expect(second).rejects.toMatchObject({ name: 'EngineFailure', stage: 'run' });
  });

  it('rejects what a dead process worked on, and goes on with another', async () => {
    const links = new Links();
    const pool = new ExplainPool(links.start, 1);
    const [first, second] = [pool.explain(request('x')), pool.explain(request('y'))];
    links.ready(0);
    links.all[0]?.exit('was ended by SIGKILL');
    await expect(first).rejects.toThrow('Engine: the process was ended by SIGKILL.');
    links.ready(1);
    links.answer(1);
    expect(await second).toBeDefined();
  });

  it('gives up where processes do not even start', async () => {
    const links = new Links();
    const pool = new ExplainPool(links.start, 3);
    const found = pool.explain(request('x'));
    links.all[0]?.exit('exited with code 2');
    await expect(found).rejects.toThrow('exited with code 2');
    expect(links.all).toHaveLength(1);
  });

  it('ends everything when it is disposed', async () => {
    const links = new Links();
    const pool = new ExplainPool(links.start, 1);
    const [first, second] = [pool.explain(request('x')), pool.explain(request('y'))];
    links.ready(0);
    void pool.dispose();
    await expect(first).rejects.toMatchObject({ name: 'Cancelled' });
    await expect(second).rejects.toMatchObject({ name: 'Cancelled' });
    await expect(pool.explain(request('z'))).rejects.toMatchObject({ name: 'Cancelled' });
    expect(links.all[0]?.killed).toBe(true);
  });
});
