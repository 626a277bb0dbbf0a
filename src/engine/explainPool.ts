/**
 * Engine processes that explain side by side: with a thread each they explain more short texts in a
 * minute than one process with all threads, which wait for each other in small products.
 */
import { Cancelled } from '../attribution/hooks.js';
import { InputError } from '../attribution/inputError.js';
import { TokenizerError } from '../text/tokenizerError.js';
import { EngineReply, type ExplanationWithPairs, parseMessage } from '../protocol.js';
import type { ExplainRequest } from './explain.js';
import { EngineFailure } from './failure.js';
import type { EngineLink, StartEngine } from './link.js';

interface Job {
  readonly request: ExplainRequest;
  readonly resolve: (explanation: ExplanationWithPairs) => void;
  readonly reject: (error: Error) => void;
}

interface Worker {
  link: EngineLink | null;
  ready: boolean;
  job: Job | null;
}

/** Invariant: every request settles exactly once; after `dispose` no process is left. */
export class ExplainPool {
  readonly #workers = new Set<Worker>();
  readonly #waiting: Job[] = [];
  #disposed = false;

  /** @param size processes at most; as many as there are requests at once */
  constructor(
    private readonly start: StartEngine,
    readonly size: number,
  ) {}

  /**
   * Rejects with InputError or Cancelled as explaining in this process would, else with EngineFailure.
   */
  explain(request: ExplainRequest): Promise<ExplanationWithPairs> {
    if (this.#disposed) return Promise.reject(new Cancelled());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      this.#pump();
    });
  }

  /** Ends all processes; what they work on is rejected as cancelled. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    const workers = [...this.#workers];
    this.#workers.clear();
    for (const { reject } of this.#waiting.splice(0)) reject(new Cancelled());
    for (const { job } of workers) job?.reject(new Cancelled());
    await Promise.all(workers.map(async ({ link }) => link?.kill()));
  }

  #pump(): void {
    for (const worker of this.#workers) {
      if (worker.ready && worker.job === null) this.#give(worker);
    }
    const starting = [...this.#workers].filter(({ ready }) => !ready).length;
    if (this.#waiting.length > starting && this.#workers.size < this.size) this.#spawn();
  }

  #give(worker: Worker): void {
    const job = this.#waiting.shift();
    if (!job) return;
    worker.job = job;
    worker.link?.send({ kind: 'explain', id: 1, ...job.request });
  }

  #spawn(): void {
    const worker: Worker = { link: null, ready: false, job: null };
    this.#workers.add(worker);
    worker.link = this.start({
      message: (message) => this.#receive(worker, message),
      exit: (reason) => this.#died(worker, reason),
    });
  }

  #receive(worker: Worker, message: unknown): void {
    const reply = parseMessage(EngineReply, message);
    if (reply === null) return this.#died(worker, 'sent a message that is no reply');
    if (reply.kind === 'ready') worker.ready = true;
    else if (reply.kind === 'explained' || reply.kind === 'failed') {
      const { job } = worker;
      worker.job = null;
      if (reply.kind === 'explained') job?.resolve(reply.explanation);
      else job?.reject(errorOf(EngineFailure.from(reply.failure)));
    } else return;
    this.#pump();
  }

  #died(worker: Worker, reason: string): void {
    if (!this.#workers.delete(worker)) return;
    void worker.link?.kill();
    const failure = new EngineFailure('engine', `Engine: the process ${reason}.`);
    // One that dies before it is ready would be started again and again.
    const jobs = worker.job ? [worker.job] : worker.ready ? [] : this.#waiting.splice(0);
    for (const { reject } of jobs) reject(failure);
    this.#pump();
  }
}

/** The error that the same request would have thrown in this process. */
function errorOf(failure: EngineFailure): Error {
  if (failure.stage === 'input') return new InputError(failure.message);
  if (failure.stage === 'tokenizer') return new TokenizerError(failure.message);
  return failure.stage === 'cancelled' ? new Cancelled() : failure;
}
