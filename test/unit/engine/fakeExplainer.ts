import { setTimeout as sleep } from 'node:timers/promises';
import type { Explain, TextWork } from '../../../src/engine/explain.js';
import { EngineFailure } from '../../../src/engine/failure.js';
import { sampleExplanation, sampleMarginals, sampleRefining } from './sampleExplanation.js';

/**
 * Stands in for `src/engine/explainText.ts` in a real engine process: text `a` says how to behave,
 * and `model` of the answer tells the process id.
 */
export function createExplainer(options: {
  modelsFolder: string;
  threads?: number;
  provider?: string;
}): Explain {
  return async ({ a }, { progress, cancelled, found }) => {
    const answer = sampleExplanation({ model: String(process.pid) });
    switch (a) {
      case 'exit':
        process.exit(3);
      // eslint-disable-next-line no-fallthrough -- exit does not return
      case 'abort':
        process.abort();
      // eslint-disable-next-line no-fallthrough -- abort does not return
      case 'block':
        // As a native run does: no turn of the event loop.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
        return answer;
      case 'garbage':
        process.send?.({ kind: 'explained', id: -1, explanation: new Map() });
        await sleep(60_000);
        return answer;
      case 'patient':
        for (let step = 0; step < 1000 && !cancelled(); step++) {
          progress('attributing', step / 1000);
          await sleep(10);
        }
        return answer;
      case 'by stages':
        void found?.(sampleMarginals());
        // Two at once: the first of them is not worth sending.
        for (const error of [4e-3, 3e-3, 2e-3]) void found?.(sampleRefining(error));
        await sleep(400);
        return answer;
      case 'exit by stages':
        void found?.(sampleMarginals());
        await sleep(50);
        process.exit(3);
      // eslint-disable-next-line no-fallthrough -- exit does not return
      case 'refuse':
        throw new EngineFailure('model', `Model: expected a file, got ${options.modelsFolder}`);
      case 'whisper':
        process.stderr.write('native: a warning\n');
        return answer;
      case 'provider':
        return { ...answer, model: options.provider ?? '' };
      case 'threads':
        return { ...answer, evaluations: options.threads ?? 0 };
      default:
        return answer;
    }
  };
}

/** The name under which the engine's entry imports it. */
export const createTextWork = (options: Parameters<typeof createExplainer>[0]): TextWork => ({
  explain: createExplainer(options),
  mask: () => Promise.reject(new EngineFailure('input', 'Mask: expected an explanation, got none')),
});
