import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EngineClient, EngineFailure } from '../../../src/engine/client.js';
import { FakeEngines } from './FakeEngine.js';
import { sampleOptions } from './sampleExplanation.js';

/**
 * The supervisor against a reference machine: what each event must do to the one request that is
 * waited for, told without timers and processes. Any sequence of requests, cancels, and engine
 * behaviour, good and bad, must leave both in agreement.
 */

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

type Phase = 'none' | 'starting' | 'ready' | 'busy' | 'cancelling' | 'failed';

interface Model {
  phase: Phase;
  /** Index of the request waited for, with its text and the processes it lost. */
  pending: { index: number; text: string; deaths: number } | null;
  /** Expected outcome by request. */
  outcomes: string[];
  /** Partial results heard, by request. */
  found: number[];
  deathsByText: Map<string, number>;
  crashes: number[];
  now: number;
}

interface Real {
  client: EngineClient;
  engines: FakeEngines;
  outcomes: string[];
  found: number[];
  aborts: AbortController[];
}

function expectSettled(m: Model, outcome: string): void {
  if (m.pending !== null) m.outcomes[m.pending.index] = outcome;
  m.pending = null;
}

/** The living process is lost, by a fault of its own unless it was being cancelled. */
function expectDeath(m: Model, retry: boolean): void {
  const { pending } = m;
  const running = m.phase === 'busy';
  const blamed = m.phase !== 'cancelling';
  m.phase = 'none';
  if (blamed) {
    m.crashes.push(m.now);
    if (m.crashes.length > 4) {
      const first = m.crashes.shift() ?? 0;
      if (m.now - first <= 180_000) m.phase = 'failed';
    }
  }
  if (pending === null) return;
  if (running) m.deathsByText.set(pending.text, (m.deathsByText.get(pending.text) ?? 0) + 1);
  if (blamed) pending.deaths += 1;
  if (!retry || m.phase === 'failed' || pending.deaths >= 2) expectSettled(m, 'engine');
  else m.phase = 'starting';
}

async function check(m: Model, r: Real): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
  expect(r.outcomes).toEqual(m.outcomes);
  expect(r.found).toEqual(m.found);
  const states = { none: 'idle', cancelling: 'killing' } as const;
  expect(r.client.state).toBe(m.phase in states ? states[m.phase as keyof typeof states] : m.phase);
  const living = r.engines.all.filter((engine) => engine.alive);
  expect(living.length).toBe(m.phase === 'none' || m.phase === 'failed' ? 0 : 1);
  expect(r.engines.all.every((engine) => engine.breaches === 0)).toBe(true);
}

abstract class Step implements fc.AsyncCommand<Model, Real> {
  abstract check(m: Readonly<Model>): boolean;
  abstract step(m: Model, r: Real): void | Promise<void>;
  async run(m: Model, r: Real): Promise<void> {
    await this.step(m, r);
    await check(m, r);
  }
  toString(): string {
    return this.constructor.name;
  }
}

const hasProcess = (m: Readonly<Model>) => m.phase !== 'none' && m.phase !== 'failed';
const works = (m: Readonly<Model>) => m.phase === 'busy' || m.phase === 'cancelling';

class Ask extends Step {
  constructor(readonly text: string) {
    super();
  }
  check = () => true;
  step(m: Model, r: Real): void {
    const index = m.outcomes.length;
    const refused = m.phase === 'failed' || (m.deathsByText.get(this.text) ?? 0) >= 2;
    m.outcomes.push(refused ? 'engine' : 'pending');
    m.found.push(0);
    if (!refused) {
      expectSettled(m, 'cancelled');
      m.pending = { index, text: this.text, deaths: 0 };
      if (m.phase === 'none') m.phase = 'starting';
      else if (m.phase === 'ready') m.phase = 'busy';
      else if (m.phase === 'busy') m.phase = 'cancelling';
    }
    const abort = new AbortController();
    r.aborts.push(abort);
    r.outcomes.push('pending');
    r.found.push(0);
    const found = () => (r.found[index] = (r.found[index] ?? 0) + 1);
    r.client
      .explain({ a: this.text, b: 'hit', options: sampleOptions }, { signal: abort.signal, found })
      .then(
        () => (r.outcomes[index] += '>explained'),
        (error: unknown) =>
          (r.outcomes[index] += `>${error instanceof EngineFailure ? error.stage : 'untyped'}`),
      )
      .finally(() => (r.outcomes[index] = r.outcomes[index]?.replace('pending>', '') ?? ''));
  }
  override toString = () => `Ask(${this.text})`;
}

class Cancel extends Step {
  check = (m: Readonly<Model>) => m.outcomes.length > 0;
  step(m: Model, r: Real): void {
    if (m.pending?.index === m.outcomes.length - 1) {
      expectSettled(m, 'cancelled');
      if (m.phase === 'busy') m.phase = 'cancelling';
    }
    r.aborts.at(-1)?.abort();
  }
}

class BecomesReady extends Step {
  check = (m: Readonly<Model>) => m.phase === 'starting';
  step(m: Model, r: Real): void {
    m.phase = m.pending === null ? 'ready' : 'busy';
    r.engines.last.ready();
  }
}

class Answers extends Step {
  constructor(readonly how: 'explained' | 'failed') {
    super();
  }
  check = works;
  step(m: Model, r: Real): void {
    if (m.phase === 'busy') expectSettled(m, this.how === 'failed' ? 'run' : 'explained');
    m.phase = m.pending === null ? 'ready' : 'busy';
    if (this.how === 'failed') r.engines.last.fail();
    else r.engines.last.answer();
  }
}

class RepliesToAnother extends Step {
  check = hasProcess;
  step(_: Model, r: Real): void {
    const { last } = r.engines;
    last.answer((last.working ?? 1_000) + 1);
    if (last.working !== 1) last.answer(1);
  }
}

class Progresses extends Step {
  check = works;
  step(_: Model, r: Real): void {
    r.engines.last.progress();
  }
}

class FindsPart extends Step {
  check = works;
  step(m: Model, r: Real): void {
    // Heard by the request that is waited for and worked on, and by no other.
    if (m.phase === 'busy' && m.pending !== null) m.found[m.pending.index]! += 1;
    r.engines.last.partial();
  }
}

class Crashes extends Step {
  check = hasProcess;
  step(m: Model, r: Real): void {
    const engine = r.engines.last;
    expectDeath(m, true);
    engine.exit();
  }
}

class TalksNonsense extends Step {
  check = hasProcess;
  step(m: Model, r: Real): void {
    const engine = r.engines.last;
    expectDeath(m, true);
    engine.garbage();
  }
}

class Haunts extends Step {
  check = () => true;
  step(_: Model, r: Real): void {
    for (const engine of r.engines.all.filter((each) => !each.alive)) {
      engine.ready();
      engine.partial(undefined, r.engines.last.working);
      engine.answer(r.engines.last.working);
      engine.garbage();
      engine.exit();
    }
  }
}

/** Nothing happens for as long as the present state allows. */
class Hangs extends Step {
  check = () => true;
  async step(m: Model): Promise<void> {
    const allowed = { starting: 30_000, busy: 60_000, cancelling: 2_000, ready: 600_000 };
    const wait = m.phase === 'none' || m.phase === 'failed' ? 200_000 : allowed[m.phase];
    m.now += wait;
    if (m.phase === 'starting') expectDeath(m, true);
    else if (m.phase === 'busy') expectDeath(m, false);
    else if (m.phase === 'cancelling') m.phase = m.pending === null ? 'none' : 'starting';
    else if (m.phase === 'ready') m.phase = 'none';
    await vi.advanceTimersByTimeAsync(wait);
  }
}

class Restart extends Step {
  check = () => true;
  step(m: Model, r: Real): void {
    expectSettled(m, 'cancelled');
    m.phase = 'none';
    m.crashes = [];
    m.deathsByText.clear();
    void r.client.restart();
  }
}

describe('EngineClient, against a reference machine', () => {
  it('agrees with it on every outcome and state, and settles every request', async () => {
    const commands = fc.commands<Model, Real, false>(
      [
        fc.constantFrom('x', 'y', 'z').map((text) => new Ask(text)),
        fc.constant(new BecomesReady()),
        fc.constant(new BecomesReady()),
        fc.constantFrom('explained' as const, 'failed' as const).map((how) => new Answers(how)),
        fc.constant(new RepliesToAnother()),
        fc.constant(new Progresses()),
        fc.constant(new FindsPart()),
        fc.constant(new Crashes()),
        fc.constant(new TalksNonsense()),
        fc.constant(new Haunts()),
        fc.constant(new Hangs()),
        fc.constant(new Cancel()),
        fc.constant(new Restart()),
      ],
      { size: '+1' },
    );
    await fc.assert(
      fc.asyncProperty(commands, async (sequence) => {
        vi.clearAllTimers();
        const engines = new FakeEngines();
        // A request may outlive many restarts of its process; the cap on it has a test of its own.
        const client = new EngineClient({ start: engines.start, times: { total: 2 ** 31 - 1 } });
        const real: Real = { client, engines, outcomes: [], found: [], aborts: [] };
        await fc.asyncModelRun(
          () => ({
            model: {
              phase: 'none' as const,
              pending: null,
              outcomes: [],
              found: [],
              deathsByText: new Map<string, number>(),
              crashes: [],
              now: 0,
            },
            real,
          }),
          sequence,
        );
        client.dispose();
        await vi.advanceTimersByTimeAsync(0);
        expect(real.outcomes.filter((outcome) => outcome === 'pending')).toEqual([]);
        expect(engines.all.filter((engine) => engine.alive)).toEqual([]);
        expect(vi.getTimerCount()).toBe(0);
      }),
      { numRuns: 400 },
    );
  });
});
