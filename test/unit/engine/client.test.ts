import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EngineClient } from '../../../src/engine/client.js';
import { setUpClient } from './clientSetUp.js';
import { sampleOptions } from './sampleExplanation.js';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('EngineClient', () => {
  it('starts no process before the first request, and one for it', async () => {
    const { engines, client, ask, settle, states } = setUpClient();
    expect(engines.all.length).toBe(0);
    const asked = ask();
    expect(client.state).toBe('starting');
    expect(engines.last.received).toEqual([]);
    engines.last.ready();
    engines.last.answer();
    await settle();
    expect(asked.outcome).toBe('explained');
    expect(states).toEqual(['starting', 'ready', 'busy', 'ready']);
  });

  it('passes progress on', () => {
    const { engines, ask } = setUpClient();
    const progress = vi.fn();
    ask('query', { progress });
    engines.last.ready();
    engines.last.progress();
    expect(progress).toHaveBeenCalledExactlyOnceWith('encoding', 0.5);
  });

  it('settles a cancelled request at once and keeps a process that stops in time', async () => {
    const { engines, client, ask, settle } = setUpClient();
    const abort = new AbortController();
    const asked = ask('query', { signal: abort.signal });
    engines.last.ready();
    abort.abort();
    await settle();
    expect(asked.outcome).toBe('cancelled');
    expect(client.state).toBe('killing');
    expect(engines.last.received.at(-1)).toEqual({ kind: 'cancel', id: 1 });
    engines.last.fail();
    expect(client.state).toBe('ready');
    expect(engines.all.length).toBe(1);
  });

  it('kills a process that does not stop within two seconds, and starts the next on demand', async () => {
    const { engines, client, ask } = setUpClient();
    const abort = new AbortController();
    ask('query', { signal: abort.signal });
    engines.last.ready();
    abort.abort();
    await vi.advanceTimersByTimeAsync(1_999);
    engines.last.progress();
    expect(engines.last.killed).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(engines.last.killed).toBe(true);
    expect(client.state).toBe('idle');
    ask('next');
    expect(engines.all.length).toBe(2);
  });

  it('lets a later request replace the earlier one, also past a process that hangs', async () => {
    const { engines, ask, settle } = setUpClient();
    const first = ask('first');
    engines.last.ready();
    const second = ask('second');
    await settle();
    expect([first.outcome, second.outcome]).toEqual(['cancelled', 'pending']);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(engines.all.length).toBe(2);
    engines.last.ready();
    engines.last.answer();
    await settle();
    expect(second.outcome).toBe('explained');
  });

  it('runs a request again after one crash, and says so', async () => {
    const { engines, ask, settle } = setUpClient();
    const restarted = vi.fn();
    const asked = ask('query', { restarted });
    engines.last.ready();
    engines.last.exit();
    expect(restarted).toHaveBeenCalledExactlyOnceWith('was ended by SIGKILL');
    engines.last.ready();
    engines.last.answer();
    await settle();
    expect(asked.outcome).toBe('explained');
    expect(engines.all.length).toBe(2);
  });

  it('refuses a request that crashed twice, not others; restart lifts that', async () => {
    const { engines, client, ask, settle } = setUpClient();
    const asked = ask('poison');
    for (let crash = 0; crash < 2; crash++) {
      engines.last.ready();
      engines.last.exit();
    }
    await settle();
    expect(asked.outcome).toBe('engine');
    expect(asked.message).toContain('SIGKILL');
    const again = ask('poison');
    await settle();
    expect(again.outcome).toBe('engine');
    expect(again.message).toContain('crashed it twice');
    expect(engines.all.length).toBe(2);
    ask('harmless');
    expect(client.state).toBe('starting');
    void client.restart();
    expect(ask('poison').outcome).toBe('pending');
    expect(client.state).toBe('starting');
  });

  it('fails after the fifth crash in three minutes until it is restarted', async () => {
    const { engines, client, ask, settle } = setUpClient();
    for (const text of ['one', 'two', 'three']) {
      ask(text);
      for (let crash = 0; crash < 2 && client.state !== 'failed'; crash++) {
        engines.last.ready();
        engines.last.exit();
      }
    }
    expect(engines.all.length).toBe(5);
    expect(client.state).toBe('failed');
    const refused = ask('four');
    await settle();
    expect(refused.outcome).toBe('engine');
    void client.restart();
    ask('four');
    expect(client.state).toBe('starting');
  });

  it('takes silence for a hang: rejects once, kills, does not retry', async () => {
    const { engines, client, ask } = setUpClient();
    const asked = ask();
    engines.last.ready();
    await vi.advanceTimersByTimeAsync(59_000);
    engines.last.progress();
    await vi.advanceTimersByTimeAsync(59_000);
    expect(asked.outcome).toBe('pending');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked.outcome).toBe('engine');
    expect(engines.last.killed).toBe(true);
    expect(client.state).toBe('idle');
    expect(engines.all.length).toBe(1);
  });

  it('bounds a request that only ever makes progress', async () => {
    const { engines, ask } = setUpClient();
    const asked = ask();
    engines.last.ready();
    for (let minute = 0; minute < 31; minute++) {
      await vi.advanceTimersByTimeAsync(30_000);
      if (engines.last.alive) engines.last.progress();
    }
    expect(asked.outcome).toBe('engine');
    expect(engines.last.killed).toBe(true);
  });

  it('gives up on a process that never becomes ready, after one more try', async () => {
    const { engines, ask } = setUpClient();
    const asked = ask();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked.outcome).toBe('engine');
    expect(engines.all.map((engine) => engine.killed)).toEqual([true, true]);
  });

  it('replaces a process that talks nonsense', async () => {
    const { engines, ask, settle } = setUpClient();
    const asked = ask();
    engines.last.ready();
    engines.last.garbage();
    expect(engines.all.map((engine) => engine.killed)).toEqual([true, false]);
    engines.last.ready();
    engines.last.answer();
    await settle();
    expect(asked.outcome).toBe('explained');
  });

  it('does not hear a superseded process', async () => {
    const { engines, client, ask, settle } = setUpClient();
    ask();
    const old = engines.last;
    void client.restart();
    const asked = ask('next');
    old.ready();
    old.answer(2);
    old.exit();
    await settle();
    expect(asked.outcome).toBe('pending');
    expect(client.state).toBe('starting');
  });

  it('ignores a second reply and a reply nobody waits for', async () => {
    const { engines, client, ask, settle, log } = setUpClient();
    ask('first');
    engines.last.ready();
    engines.last.answer();
    engines.last.answer(1);
    const second = ask('second');
    engines.last.answer(1);
    await settle();
    expect(second.outcome).toBe('pending');
    expect(client.state).toBe('busy');
    expect(log.filter((line) => line.includes('late')).length).toBe(2);
  });

  it('unloads an idle process after ten minutes', async () => {
    const { engines, client, ask } = setUpClient();
    ask();
    engines.last.ready();
    engines.last.answer();
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(engines.last.killed).toBe(true);
    expect(client.state).toBe('idle');
  });

  it('survives a start that throws, and an exit during start', async () => {
    const failing = new EngineClient({
      start: () => {
        throw new Error('EAGAIN');
      },
    });
    await expect(failing.explain({ a: 'a', b: 'b', options: sampleOptions })).rejects.toThrow(
      'EAGAIN',
    );
    const kill = vi.fn(() => Promise.resolve());
    const dying = new EngineClient({
      start: (events) => {
        events.exit('exited with code 1');
        return { send: () => undefined, kill };
      },
    });
    await expect(dying.explain({ a: 'a', b: 'b', options: sampleOptions })).rejects.toMatchObject({
      stage: 'engine',
    });
    expect(kill).toHaveBeenCalledTimes(2);
  });

  it('kills and settles everything on dispose, and refuses afterwards', async () => {
    const { engines, client, ask, settle } = setUpClient();
    const asked = ask();
    engines.last.ready();
    client.dispose();
    const late = ask();
    await settle();
    expect(engines.last.killed).toBe(true);
    expect([asked.outcome, late.outcome]).toEqual(['cancelled', 'engine']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('brings the scores of masked texts from the same process', async () => {
    const { engines, client, settle } = setUpClient();
    const masks = [{ a: [1], b: [] }];
    const asked = client.mask({ a: 'query', b: 'hit', options: sampleOptions, masks });
    const [engine] = engines.all;
    engine?.ready();
    const sent = engine?.received.at(-1);
    expect(sent).toMatchObject({ kind: 'mask', a: 'query', b: 'hit', masks });
    const scores = { score: 0.5, masked: [{ score: 0.3, product: 0.2 }] };
    engine?.events.message({ kind: 'masked', id: sent && 'id' in sent ? sent.id : -1, scores });
    await expect(asked).resolves.toEqual(scores);
    await settle();
    expect(client.state).toBe('ready');
  });
});
