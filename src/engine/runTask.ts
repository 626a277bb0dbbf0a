import { EngineReply, parseMessage } from '../protocol.js';
import { EngineFailure } from './failure.js';
import type { EngineLink, StartEngine } from './link.js';
import type { ModelMessage } from './modelLane.js';
import type { DownloadState, SearchState, StudyState } from './modelWork.js';

/** Deadlines in ms. */
export interface TaskTimes {
  /** From spawn to 'ready'. */
  readonly start: number;
  /** Without any sign of life. */
  readonly silence: number;
  /** From a cancel to SIGKILL: time to put a half-finished file in order. */
  readonly cancel: number;
}

export interface TaskOptions {
  readonly signal: AbortSignal;
  readonly times: Partial<TaskTimes>;
  readonly progress: ((state: DownloadState) => void) | undefined;
  readonly measured?: ((state: StudyState) => void) | undefined;
  readonly searching?: ((state: SearchState) => void) | undefined;
}

/**
 * One request in a process of its own, which ends with it. Resolves with the final reply, settles
 * exactly once, and rejects with EngineFailure: 'cancelled' at once when the signal fires.
 * Invariant: no process is left behind.
 */
export function runTask(
  start: StartEngine,
  request: ModelMessage,
  { signal, times, progress, measured, searching }: TaskOptions,
): Promise<EngineReply> {
  const deadlines: TaskTimes = { start: 30_000, silence: 60_000, cancel: 2_000, ...times };
  return new Promise((resolve, reject) => {
    let link: EngineLink | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let state: 'starting' | 'working' | 'cancelled' | 'over' = 'starting';

    const within = (ms: number, action: () => void) => {
      clearTimeout(timer);
      timer = setTimeout(action, ms);
    };
    const isOver = () => state === 'over';
    const end = (settle?: () => void) => {
      if (state === 'over') return;
      state = 'over';
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      void link?.kill();
      settle?.();
    };
    const fail = (stage: 'engine' | 'cancelled', message: string) =>
      reject(new EngineFailure(stage, message));
    const broken = (reason: string) => end(() => fail('engine', `Engine: the process ${reason}.`));
    const silent = (ms: number) => () =>
      end(() => fail('engine', `Engine: expected an answer within ${ms / 1000} s, got none.`));

    function cancel(): void {
      fail('cancelled', 'The request was cancelled.');
      if (state !== 'working') return end();
      state = 'cancelled';
      link?.send({ kind: 'cancel', id: request.id });
      within(deadlines.cancel, () => end());
    }

    function receive(message: unknown): void {
      if (isOver()) return;
      const reply = parseMessage(EngineReply, message);
      if (reply === null) return broken('sent a message that is no reply');
      if (reply.kind === 'ready') {
        if (state !== 'starting') return;
        state = 'working';
        link?.send(request);
        return within(deadlines.silence, silent(deadlines.silence));
      }
      if (reply.id !== request.id) return;
      // A process that was told to stop keeps its deadline, however lively it is.
      if (isSignOfLife(reply)) {
        if (state !== 'working') return;
        within(deadlines.silence, silent(deadlines.silence));
        if (reply.kind === 'downloading') progress?.(reply);
        if (reply.kind === 'studying') measured?.(reply);
        if (reply.kind === 'searching') searching?.(reply);
        return;
      }
      end(() => {
        if (reply.kind === 'failed') reject(EngineFailure.from(reply.failure));
        else resolve(reply);
      });
    }

    if (signal.aborted) return fail('cancelled', 'The request was cancelled.');
    signal.addEventListener('abort', cancel);
    within(deadlines.start, silent(deadlines.start));
    try {
      link = start({ message: receive, exit: broken });
      if (isOver()) void link.kill();
    } catch (error) {
      broken(`could not be started (${error instanceof Error ? error.message : String(error)})`);
    }
  });
}

/** Replies that others follow. */
function isSignOfLife(
  reply: EngineReply,
): reply is Extract<EngineReply, { kind: (typeof SIGNS_OF_LIFE)[number] }> {
  return SIGNS_OF_LIFE.some((kind) => kind === reply.kind);
}

const SIGNS_OF_LIFE = ['downloading', 'progress', 'studying', 'searching'] as const;
