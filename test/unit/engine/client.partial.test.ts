import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setUpClient } from './clientSetUp.js';
import { sampleMarginals, sampleRefining } from './sampleExplanation.js';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('partial results of an engine', () => {
  it('passes partial results on, in order, and then settles', async () => {
    const { engines, ask, settle } = setUpClient();
    const found = vi.fn();
    const asked = ask('query', { found });
    engines.last.ready();
    for (const partial of [sampleMarginals(), sampleRefining(4e-3), sampleRefining(2e-3)]) {
      engines.last.partial(partial);
    }
    await settle();
    expect(asked.outcome).toBe('pending');
    engines.last.answer();
    await settle();
    expect(asked.outcome).toBe('explained');
    expect(found.mock.calls).toEqual([
      [sampleMarginals()],
      [sampleRefining(4e-3)],
      [sampleRefining(2e-3)],
    ]);
  });

  it('takes a partial result for a sign of life', async () => {
    const { engines, ask } = setUpClient();
    const asked = ask();
    engines.last.ready();
    await vi.advanceTimersByTimeAsync(59_000);
    engines.last.partial();
    await vi.advanceTimersByTimeAsync(59_000);
    expect(asked.outcome).toBe('pending');
  });

  it('passes no partial result on of a request that was cancelled, replaced or answered', async () => {
    const { engines, ask, settle } = setUpClient();
    const found = vi.fn();
    const abort = new AbortController();
    ask('query', { found, signal: abort.signal });
    engines.last.ready();
    abort.abort();
    engines.last.partial();
    engines.last.fail();
    ask('replaced', { found });
    ask('later', { found });
    engines.last.partial();
    engines.last.fail();
    engines.last.partial(sampleMarginals(), 2);
    engines.last.answer();
    engines.last.partial(sampleMarginals(), 3);
    await settle();
    expect(found).not.toHaveBeenCalled();
  });

  it('refuses a final answer without pairs, as it does nonsense', async () => {
    const { engines, ask, settle } = setUpClient();
    const asked = ask();
    engines.last.ready();
    engines.last.events.message({ kind: 'explained', id: 1, explanation: sampleMarginals() });
    await settle();
    expect(engines.all.map((engine) => engine.killed)).toEqual([true, false]);
    expect(asked.outcome).toBe('pending');
  });

  it('begins partial results anew when the process died between them', async () => {
    const { engines, ask, settle } = setUpClient();
    const heard: string[] = [];
    const asked = ask('query', {
      found: ({ stage }) => heard.push(stage),
      restarted: () => heard.push('restarted'),
    });
    for (let crash = 0; crash < 2; crash++) {
      engines.last.ready();
      engines.last.partial();
      engines.last.partial(sampleRefining());
      engines.last.exit();
    }
    await settle();
    expect(asked.outcome).toBe('engine');
    const once = ['marginals', 'refining'];
    expect(heard).toEqual([...once, 'restarted', ...once]);
  });
});
