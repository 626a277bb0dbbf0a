import type { EngineReply, EngineRequest, Explanation } from '../protocol.js';
import type { RequestHooks } from './clientOptions.js';
import type { EngineFailure } from './failure.js';

/** When a job is over without an answer. */
export interface JobEvents {
  /** The caller's signal fired. */
  aborted(job: AnyJob): void;
  /** It took longer than a whole request may. */
  expired(job: AnyJob): void;
}

/** What is asked of the engine, and which reply answers it. */
export interface Question<Answer> {
  /** Identity across retries. */
  readonly key: string;
  readonly message: (id: number) => EngineRequest;
  /** null: the reply answers something else. */
  readonly answer: (reply: EngineReply) => Answer | null;
}

/** What the client needs of a job, whatever its answer is. */
export type AnyJob = Omit<Job<unknown>, 'promise'>;

/** A request that someone waits for. Settles once; its timer and listener end with it. */
export class Job<Answer> {
  readonly key: string;
  readonly promise: Promise<Answer>;
  /** Processes that died while they had this request to do. */
  deaths = 0;
  private settled!: {
    readonly resolve: (answer: Answer) => void;
    readonly reject: (failure: EngineFailure) => void;
  };
  private readonly release: () => void;

  constructor(
    readonly id: number,
    private readonly question: Question<Answer>,
    private readonly hooks: RequestHooks,
    totalMs: number,
    events: JobEvents,
  ) {
    this.key = question.key;
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

  get message(): EngineRequest {
    return this.question.message(this.id);
  }

  /** False where the reply is no answer to this. */
  resolve(reply: EngineReply): boolean {
    const answer = this.question.answer(reply);
    if (answer === null) return false;
    this.release();
    this.settled.resolve(answer);
    return true;
  }

  reject(failure: EngineFailure): void {
    this.release();
    this.settled.reject(failure);
  }
}
