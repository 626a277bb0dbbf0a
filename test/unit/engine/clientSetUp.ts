import { vi } from 'vitest';
import {
  EngineClient,
  EngineFailure,
  type EngineState,
  type RequestHooks,
} from '../../../src/engine/client.js';
import { FakeEngines } from './FakeEngine.js';
import { sampleOptions } from './sampleExplanation.js';

/** A client with engines that say what the test makes them say; for fake timers. */
export function setUpClient() {
  const engines = new FakeEngines();
  const states: EngineState[] = [];
  const log: string[] = [];
  const client = new EngineClient({
    start: engines.start,
    log: (line) => log.push(line),
    onState: (state) => states.push(state),
  });
  /** The outcome as one word, 'pending' until there is one. */
  const ask = (a = 'query', hooks: RequestHooks = {}) => {
    const asked = { outcome: 'pending', message: '' };
    client.explain({ a, b: 'hit', options: sampleOptions }, hooks).then(
      () => (asked.outcome = 'explained'),
      (error: unknown) => {
        asked.outcome = error instanceof EngineFailure ? error.stage : 'untyped';
        asked.message = String(error);
      },
    );
    return asked;
  };
  const settle = () => vi.advanceTimersByTimeAsync(0);
  return { engines, states, log, client, ask, settle };
}
