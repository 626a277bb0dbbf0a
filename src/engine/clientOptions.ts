import type { Explanation } from '../protocol.js';
import type { ExplainStage } from './explain.js';
import type { StartEngine } from './link.js';

/**
 * idle: no process · starting: spawned, not ready · ready: waits for work · busy: explains ·
 * killing: told to cancel, killed unless it answers soon · failed: crashed too often, until `restart`.
 */
export type EngineState = 'idle' | 'starting' | 'ready' | 'busy' | 'killing' | 'failed';

/** Deadlines in ms of wall-clock time. */
export interface EngineTimes {
  /** From spawn to 'ready'. */
  readonly start: number;
  /** Without any sign of life from a busy process. */
  readonly silence: number;
  /** From the cancel flag to SIGKILL. */
  readonly cancel: number;
  /** Without work, until the process is ended to free its memory. */
  readonly idle: number;
  /** Of a whole request, however lively. */
  readonly total: number;
}

export const defaultTimes: EngineTimes = {
  start: 30_000,
  // No single run of a graph takes nearly as long, and between runs the process speaks.
  silence: 60_000,
  cancel: 2_000,
  idle: 10 * 60_000,
  total: 15 * 60_000,
};

export interface EngineClientOptions {
  readonly start: StartEngine;
  readonly log?: (line: string) => void;
  readonly onState?: (state: EngineState) => void;
  readonly times?: Partial<EngineTimes>;
}

export interface RequestHooks {
  readonly progress?: (stage: ExplainStage, fraction: number) => void;
  /** A first or better result; after `restarted` they begin anew. Never called once it settled. */
  readonly found?: (explanation: Explanation) => void;
  /** The process died and the request runs again in a new one. */
  readonly restarted?: (reason: string) => void;
  readonly signal?: AbortSignal;
}
