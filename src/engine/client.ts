import type { EngineReply as Reply, ExplanationWithPairs, MaskedScores } from '../protocol.js';
import { EngineReply, parseMessage } from '../protocol.js';
import { CrashLog } from './crashLog.js';
import type { ExplainRequest, MaskRequest } from './explain.js';
import { EngineFailure } from './failure.js';
import { type AnyJob, Job, type JobEvents, type Question } from './job.js';
import type { EngineLink } from './link.js';
import { Quarantine } from './quarantine.js';
import {
  defaultTimes,
  type EngineClientOptions,
  type EngineState,
  type EngineTimes,
  type RequestHooks,
} from './clientOptions.js';

export type { ExplainRequest, ExplainStage, MaskRequest } from './explain.js';
export { EngineFailure, toFailure, type FailureStage } from './failure.js';
export { forkEngine, type ForkOptions } from './forkEngine.js';
export { ModelTasks, type ModelTaskHooks } from './modelTasks.js';
export type { EngineLink, LinkEvents, StartEngine } from './link.js';
export * from './clientOptions.js';

/**
 * Supervisor of the engine process: starts it on demand, gives it one request at a time (a later one
 * replaces the earlier), restarts it after a crash and gives up after too many.
 * Invariants, each with a test: every request settles exactly once and within `times.total`; at
 * most one process is alive that was not told to die; what a superseded process says is not heard.
 */
export class EngineClient {
  private current: EngineState = 'idle';
  private link: EngineLink | null = null;
  /** Distinguishes the living process from superseded ones. */
  private generation = 0;
  /** The request that someone waits for. */
  private job: AnyJob | null = null;
  /** Id of the request the process works on, given up or not. */
  private occupiedBy: number | null = null;
  private nextId = 1;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private disposed = false;
  private readonly crashes = new CrashLog();
  private readonly quarantine = new Quarantine();
  private readonly times: EngineTimes;
  private readonly jobEvents: JobEvents = {
    aborted: (job) => {
      if (this.job === job) this.giveUp('The request was cancelled.');
    },
    expired: (job) => {
      if (this.job !== job) return;
      this.settle(job, this.timedOut(this.times.total));
      if (this.occupiedBy === job.id) void this.kill();
    },
  };

  constructor(private readonly options: EngineClientOptions) {
    this.times = { ...defaultTimes, ...options.times };
  }

  get state(): EngineState {
    return this.current;
  }

  /**
   * Explains a pair; `hooks.found` hears of better and better results on the way. Rejects with an
   * EngineFailure: of stage 'cancelled' when the signal fires or a later request takes its place,
   * 'engine' when the process let it down, else as the engine says.
   */
  explain(request: ExplainRequest, hooks: RequestHooks = {}): Promise<ExplanationWithPairs> {
    return this.ask(hooks, {
      key: Quarantine.key(request),
      message: (id) => ({ kind: 'explain', id, ...request }),
      answer: (reply) => (reply.kind === 'explained' ? reply.explanation : null),
    });
  }

  /** Scores of the texts of an explanation with some of their parts masked. Rejects as `explain`. */
  mask(request: MaskRequest, hooks: RequestHooks = {}): Promise<MaskedScores> {
    const masks = [...request.masks];
    return this.ask(hooks, {
      key: Quarantine.key(request),
      message: (id) => ({ kind: 'mask', id, ...request, masks }),
      answer: (reply) => (reply.kind === 'masked' ? reply.scores : null),
    });
  }

  private ask<Answer>(hooks: RequestHooks, question: Question<Answer>): Promise<Answer> {
    const refusal = this.refusal(question.key, hooks.signal);
    if (refusal !== null) return Promise.reject(refusal);
    this.giveUp('The request was replaced by a later one.');
    const job = new Job(this.nextId++, question, hooks, this.times.total, this.jobEvents);
    this.job = job;
    this.pump();
    return job.promise;
  }

  /**
   * Ends the process and forgets its crashes; the next request starts a new one, at once if need be.
   * Resolves when the old process is gone.
   */
  async restart(): Promise<void> {
    if (this.disposed) return;
    this.giveUp('The engine was restarted.');
    this.crashes.clear();
    this.quarantine.clear();
    await this.kill();
  }

  dispose(): void {
    if (this.disposed) return;
    this.giveUp('The engine was shut down.');
    void this.kill();
    this.disposed = true;
  }

  private refusal(key: string, signal: AbortSignal | undefined): EngineFailure | null {
    if (this.disposed) return new EngineFailure('engine', 'Engine: it was shut down.');
    if (signal?.aborted === true) {
      return new EngineFailure('cancelled', 'The request was cancelled.');
    }
    if (this.current === 'failed') {
      return new EngineFailure('engine', 'Engine: it crashed too often and is not started again.');
    }
    if (this.quarantine.refuses(key)) {
      return new EngineFailure(
        'engine',
        'Engine: these texts crashed it twice, so it refuses them.',
      );
    }
    return null;
  }

  /** Gives the waiting request to the process, or starts one. */
  private pump(): void {
    const { job, link } = this;
    if (job === null) return;
    if (link === null) return this.spawn();
    if (this.current !== 'ready') return;
    this.occupiedBy = job.id;
    this.enter('busy', this.times.silence, () => this.hung());
    link.send(job.message);
  }

  private spawn(): void {
    const generation = ++this.generation;
    const ifCurrent = (action: () => void) => {
      if (generation === this.generation) action();
    };
    this.enter('starting', this.times.start, () =>
      this.died(`did not start within ${seconds(this.times.start)}`),
    );
    try {
      const link = this.options.start({
        message: (message) => ifCurrent(() => this.receive(message)),
        exit: (reason) => ifCurrent(() => this.died(reason)),
      });
      if (generation === this.generation) this.link = link;
      else void link.kill();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.died(`could not be started (${why})`);
    }
  }

  private receive(message: unknown): void {
    const reply = parseMessage(EngineReply, message);
    if (reply === null) {
      // Host and engine are built together: whoever says this is not our engine any more.
      return this.died('sent a message that is no reply');
    }
    if (reply.kind === 'ready') {
      if (this.current === 'starting') this.becomeReady();
      return;
    }
    if (reply.id !== this.occupiedBy) {
      return this.log(
        `sent a late '${reply.kind}' (request ${String(reply.id)}), which was ignored`,
      );
    }
    if (reply.kind === 'progress' || reply.kind === 'partial') {
      // A run that was told to stop keeps its deadline, however lively it is.
      if (this.current !== 'busy') return;
      this.enter('busy', this.times.silence, () => this.hung());
      if (reply.kind === 'partial') this.job?.found(reply.explanation);
      else this.job?.progress(reply.stage, reply.fraction);
      return;
    }
    this.finish(reply);
  }

  private finish(reply: Exclude<Reply, { kind: 'ready' }>): void {
    const { job } = this;
    if (job?.id === reply.id) {
      if (reply.kind === 'failed') job.reject(EngineFailure.from(reply.failure));
      else if (!job.resolve(reply)) return this.died(`answered with '${reply.kind}'`);
      this.job = null;
    }
    this.occupiedBy = null;
    this.becomeReady();
  }

  private becomeReady(): void {
    this.enter('ready', this.times.idle, () => {
      this.log('ended after a while without work');
      void this.kill();
    });
    this.pump();
  }

  /** Settles the waiting request as cancelled and, if the process works on it, asks it to stop. */
  private giveUp(why: string): void {
    const { job } = this;
    if (job === null) return;
    this.settle(job, new EngineFailure('cancelled', why));
    if (this.occupiedBy !== job.id) return;
    this.link?.send({ kind: 'cancel', id: job.id });
    this.enter('killing', this.times.cancel, () => {
      this.log(`did not stop within ${seconds(this.times.cancel)} and was killed`);
      void this.kill();
      this.pump();
    });
  }

  private hung(): void {
    const { job } = this;
    // A retry would only make the person wait twice as long for the same silence.
    if (job !== null) {
      this.quarantine.recordDeath(job.key);
      this.settle(job, this.timedOut(this.times.silence));
    }
    this.died(`gave no sign of life for ${seconds(this.times.silence)}`);
  }

  /** The process is gone without our doing, or was killed for a fault. */
  private died(reason: string): void {
    const { job } = this;
    const cancelled = this.current === 'killing';
    const wasRunning = job !== null && this.occupiedBy === job.id;
    this.log(reason);
    void this.kill();
    if (!cancelled && !this.crashes.record(performance.now())) this.enter('failed');
    if (job === null) return;
    if (wasRunning) this.quarantine.recordDeath(job.key);
    if (!cancelled) job.deaths += 1;
    if (this.current === 'failed' || job.deaths >= 2) {
      return this.settle(job, new EngineFailure('engine', `Engine: the process ${reason}.`));
    }
    job.restarted(reason);
    this.pump();
  }

  /** Ends the process, if any, and stops listening to it; resolves when it is gone. */
  private kill(): Promise<void> {
    const { link } = this;
    this.generation += 1;
    this.link = null;
    this.occupiedBy = null;
    this.enter('idle');
    return link?.kill() ?? Promise.resolve();
  }

  private settle(job: AnyJob, failure: EngineFailure): void {
    if (this.job === job) this.job = null;
    job.reject(failure);
  }

  /** Every state has at most one deadline; entering a state ends the one before. */
  private enter(state: EngineState, deadlineMs?: number, onDeadline?: () => void): void {
    clearTimeout(this.timer);
    if (deadlineMs !== undefined && onDeadline !== undefined) {
      this.timer = setTimeout(onDeadline, deadlineMs);
    }
    if (state === this.current) return;
    this.current = state;
    this.options.onState?.(state);
  }

  private timedOut(ms: number): EngineFailure {
    return new EngineFailure(
      'engine',
      `Engine: expected an answer within ${seconds(ms)}, got none.`,
    );
  }

  private log(line: string): void {
    this.options.log?.(`The engine ${line}`);
  }
}

function seconds(ms: number): string {
  return `${String(ms / 1000)} s`;
}
