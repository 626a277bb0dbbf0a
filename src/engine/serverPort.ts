import type { EngineReply } from '../protocol.js';
import { toFailure } from './failure.js';

/** The way back to the parent process, and the log. */
export interface ServerPort {
  send(reply: EngineReply): void;
  /** Resolves when all that was sent has left this process; graph runs would hold it up. */
  sent(): Promise<void>;
  log(text: string): void;
}

export function cancelledReply(id: number): EngineReply {
  const failure = { stage: 'cancelled', message: 'The request was cancelled.' } as const;
  return { kind: 'failed', id, failure };
}

/** What the other side may know of an error; its stack goes to the log, where there is one. */
export function failedReply(
  id: number,
  error: unknown,
  log: Pick<ServerPort, 'log'> | null,
): EngineReply {
  log?.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return { kind: 'failed', id, failure: toFailure(error) };
}
