import type { Explanation, ExplanationWithPairs } from '../protocol.js';
import type { RequestHooks } from './clientOptions.js';
import type { ExplainRequest } from './explain.js';
import type { EngineFailure } from './failure.js';
import { Quarantine } from './quarantine.js';

/** When a job is over without an answer. */
export interface JobEvents {
  /** The caller's signal fired. */
  aborted(job: Job): void;
  /** It took longer than a whole request may. */
  expired(job: Job): void;
}

/** A request that someone waits for. Settles once; its timer and listener end with it. */
export class Job {
  readonly key: string;
  readonly promise: Promise<ExplanationWithPairs>;
  /** Processes that died while they had this request to do. */
  deaths = 0;
  private settled!: {
    readonly resolve: (explanation: ExplanationWithPairs) => void;
    readonly reject: (failure: EngineFailure) => void;
  };
  private readonly release: () => void;

  constructor(
    readonly id: number,
    readonly request: ExplainRequest,
    private readonly hooks: RequestHooks,
    totalMs: number,
    events: JobEvents,
  ) {
    this.key = Quarantine.key(request);
    this.promise = new Promise((resolve, reject) => {
      this.settled = { resolve, reject };
    });
    const onAbort = () => events.aborted(this);
    const timer = setTimeout(() => events.expired(this), totalMs);
    hooks.signal?.addEventListener('abort', onAbort);
    this.release = () => {
      clearTimeout(timer);
      hooks.signal?.removeEventListener('abort', onAbort);
    };
  }

  progress(...[stage, fraction]: Parameters<NonNullable<RequestHooks['progress']>>): void {
    this.hooks.progress?.(stage, fraction);
  }

  found(explanation: Explanation): void {
    this.hooks.found?.(explanation);
  }

  restarted(reason: string): void {
    this.hooks.restarted?.(reason);
  }

  resolve(explanation: ExplanationWithPairs): void {
    this.release();
    this.settled.resolve(explanation);
  }

  reject(failure: EngineFailure): void {
    this.release();
    this.settled.reject(failure);
  }
}
