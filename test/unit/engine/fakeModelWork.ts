import { setTimeout as sleep } from 'node:timers/promises';
import { EngineFailure } from '../../../src/engine/failure.js';
import type { ModelWork } from '../../../src/engine/modelWork.js';
import type { Inspection, ModelDescription } from '../../../src/protocol.js';
import { sampleReport } from '../../support/sampleReport.js';

/** Stands in for the work on models; the model's name says how to behave. */
export function fakeModelWork(): ModelWork {
  return {
    list: (recent) =>
      Promise.resolve(
        recent.map((model) => ({
          model,
          name: model,
          source: 'recent',
          bytes: null,
          file: 'model.onnx',
        })),
      ),
    describe: async (model) => {
      if (model === 'exit') process.exit(3);
      if (model === 'proxy') return sampleDescription({ file: process.env.HTTPS_PROXY ?? '' });
      if (model === 'invalid') return sampleDescription({ totalBytes: NaN });
      await sleep(model === 'pid' ? 50 : 0);
      return sampleDescription({ model, file: String(process.pid) });
    },
    download: async (model, signal, progress) => {
      for (let done = 1; done <= (model === 'slow' ? 500 : 3); done++) {
        progress({ file: 'model.onnx', done, total: 500 });
        await sleep(5);
        signal.throwIfAborted();
      }
    },
    inspect: (model) =>
      model === 'refuse'
        ? Promise.reject(new EngineFailure('model', 'Model: expected a file, got none'))
        : Promise.resolve(sampleInspection({ model })),
    tryProvider: async ({ model }) => {
      if (model === 'abort') process.abort();
      // As a driver that hangs does: no turn of the event loop.
      if (model === 'block') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
      await sleep(0);
      return { refusal: null, deviation: 1e-6 };
    },
    study: async ({ study, options }, signal, progress) => {
      for (let done = 1; done <= (options.model === 'slow' ? 500 : 3); done++) {
        progress({ done, total: 500 });
        await sleep(5);
        signal.throwIfAborted();
      }
      return sampleReport({ study });
    },
    findReference: async ({ model }, signal, progress) => {
      for (let done = 1; done <= (model === 'slow' ? 500 : 3); done++) {
        progress({ stage: 'screening', fraction: done / 500 });
        await sleep(5);
        signal.throwIfAborted();
      }
      const chosen = { token: '>', id: 1, norm: 1, meanGap: 0, maxGap: 0, spearman: 1 };
      return { chosen, candidates: [chosen], pad: null, unk: null, mask: null };
    },
    makeExact: ({ out }, _, progress) => {
      progress({ stage: 'writing', fraction: 0 });
      const shifted = { spearman: 1, pearson: 1 };
      const numbers = { heldOutTexts: 3, heldOutPairs: 3, shifted, head: null, seconds: 1 };
      return Promise.resolve({ ...numbers, out });
    },
  };
}

/** The name under which the engine's entry imports it. */
export const createModelWork = fakeModelWork;

export function sampleDescription(change: Partial<ModelDescription> = {}): ModelDescription {
  return {
    model: 'org/tiny',
    source: 'hub',
    licence: 'apache-2.0',
    gated: false,
    file: 'onnx/model.onnx',
    problem: null,
    totalBytes: 90_000_000,
    missingBytes: 90_000_000,
    incomplete: false,
    variants: [{ file: 'onnx/model.onnx', bytes: 90_000_000 }],
    poolingKnown: null,
    prefixes: null,
    ...change,
  };
}

export function sampleInspection(change: Partial<Inspection> = {}): Inspection {
  return {
    model: 'org/tiny',
    inputs: [{ name: 'input_ids', dtype: 'int64' }],
    layers: [{ index: 0, tensor: 'embeddings', shape: [1, 'S', 32] }],
    operators: [{ operator: 'MatMul', count: 4 }],
    unsupported: [],
    quantisation: 'none',
    pooling: ['mean'],
    tokenizer: 'WordPiece',
    maxTokens: 64,
    embeddingSize: 32,
    opset: 14,
    prefixes: null,
    ...change,
  };
}
