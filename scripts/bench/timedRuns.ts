/** How long graph runs take as they are, without a profiler, which made some of them slower by three quarters. */
import { watchSessions } from './watchSessions.js';

export interface TimedRuns {
  /** Milliseconds inside runs since the last call, or since the beginning. */
  lap(): number;
  /** Sessions that open from here on are not timed. */
  finish(): void;
}

/** Times the runs of every session that opens until `finish`. */
export function timeRuns(): TimedRuns {
  let ms = 0;
  const finish = watchSessions((session) => {
    const run = session.run.bind(session) as (
      ...given: unknown[]
    ) => ReturnType<typeof session.run>;
    session.run = async (...given: unknown[]) => {
      const start = performance.now();
      const found = await run(...given);
      ms += performance.now() - start;
      return found;
    };
  });
  return {
    lap() {
      const passed = ms;
      ms = 0;
      return passed;
    },
    finish,
  };
}
