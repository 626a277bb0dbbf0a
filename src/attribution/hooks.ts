import type { PairAttribution } from './attributePair.js';

/** How a long computation speaks to whoever asked for it. */
export interface Hooks {
  /** `fraction` of the stage that is done, in [0, 1]. */
  progress(stage: 'loading' | 'scoring' | 'encoding' | 'attributing', fraction: number): void;
  /** Asked between graph runs; a true answer ends the computation with Cancelled. */
  cancelled(): boolean;
  /** Called with each better result, which no longer changes; the last is also the return value. Awaited. */
  found?(result: PairAttribution): void | Promise<void>;
}

export class Cancelled extends Error {
  override readonly name = 'Cancelled';
  constructor() {
    super('Explain: expected to finish, got cancelled');
  }
}

export function throwIfCancelled(hooks: Pick<Hooks, 'cancelled'>): void {
  if (hooks.cancelled()) throw new Cancelled();
}
