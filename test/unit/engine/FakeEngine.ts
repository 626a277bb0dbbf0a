import type { EngineRequest, Explanation } from '../../../src/protocol.js';
import type { EngineLink, LinkEvents, StartEngine } from '../../../src/engine/link.js';
import { sampleExplanation, sampleMarginals } from './sampleExplanation.js';

/** An engine process without a process: says what the test makes it say. */
export class FakeEngine implements EngineLink {
  readonly received: EngineRequest[] = [];
  killed = false;
  exited = false;
  /** Id of the request it has and has not answered; a second one meanwhile is a breach. */
  working: number | null = null;
  breaches = 0;

  constructor(readonly events: LinkEvents) {}

  get alive(): boolean {
    return !this.killed && !this.exited;
  }

  send(request: EngineRequest): void {
    this.received.push(request);
    if (request.kind !== 'explain') return;
    if (this.working !== null) this.breaches += 1;
    this.working = request.id;
  }

  kill(): Promise<void> {
    this.killed = true;
    return Promise.resolve();
  }

  ready(): void {
    this.events.message({ kind: 'ready' });
  }

  answer(id = this.working): void {
    if (id === this.working) this.working = null;
    this.events.message({ kind: 'explained', id, explanation: sampleExplanation() });
  }

  partial(explanation: Explanation = sampleMarginals(), id = this.working): void {
    this.events.message({ kind: 'partial', id, explanation });
  }

  fail(): void {
    const id = this.working;
    this.working = null;
    this.events.message({
      kind: 'failed',
      id,
      failure: { stage: 'run', message: 'Run: expected finite values, got NaN' },
    });
  }

  progress(): void {
    this.events.message({ kind: 'progress', id: this.working, stage: 'encoding', fraction: 0.5 });
  }

  garbage(): void {
    this.events.message({ kind: 'explained', id: this.working, explanation: 'no' });
  }

  exit(): void {
    this.exited = true;
    this.events.exit('was ended by SIGKILL');
  }
}

/** All the engines a client has started, in order. */
export class FakeEngines {
  readonly all: FakeEngine[] = [];

  readonly start: StartEngine = (events) => {
    const engine = new FakeEngine(events);
    this.all.push(engine);
    return engine;
  };

  get last(): FakeEngine {
    const engine = this.all.at(-1);
    if (engine === undefined) throw new Error('no engine was started');
    return engine;
  }
}
