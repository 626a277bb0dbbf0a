import type { EngineRequest } from '../protocol.js';

/** What a running engine process tells its supervisor. */
export interface LinkEvents {
  /** Anything that came over the channel; not validated yet. */
  message(message: unknown): void;
  /** The process is gone or cannot be reached; called once, last. `reason` completes "the engine …". */
  exit(reason: string): void;
}

/** One engine process as the supervisor sees it; tests put a fake in its place. */
export interface EngineLink {
  /** Never throws; a channel that is gone shows as `exit`. */
  send(request: EngineRequest): void;
  /**
   * Ends the process at once, whatever it does, and resolves when it is gone. Never rejects; a dead
   * process stays dead.
   */
  kill(): Promise<void>;
}

/** Starts a process. May throw when it cannot. */
export type StartEngine = (events: LinkEvents) => EngineLink;
