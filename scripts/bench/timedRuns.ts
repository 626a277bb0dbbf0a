/** How long graph runs take as they are, without a profiler, which slows them by a tenth to a half. */
import * as ort from 'onnxruntime-node';

export interface TimedRuns {
  /** Milliseconds inside runs since the last call, or since the beginning. */
  lap(): number;
  /** Sessions that open from here on are not timed. */
  finish(): void;
}

/** Times the runs of every session that opens until `finish`. */
export function timeRuns(): TimedRuns {
  const { InferenceSession } = ort;
  const create = InferenceSession.create.bind(InferenceSession);
  let ms = 0;
  const timing = async (model: string, options?: ort.InferenceSession.SessionOptions) => {
    const session = await create(model, options);
    const run = session.run.bind(session) as (
      ...given: unknown[]
    ) => ReturnType<typeof session.run>;
    const timed = async (...given: unknown[]) => {
      const start = performance.now();
      const found = await run(...given);
      ms += performance.now() - start;
      return found;
    };
    return Object.assign(session, { run: timed });
  };
  Object.assign(InferenceSession, { create: timing });
  return {
    lap() {
      const passed = ms;
      ms = 0;
      return passed;
    },
    finish: () => void Object.assign(InferenceSession, { create }),
  };
}
