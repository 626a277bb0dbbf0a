import { availableParallelism } from 'node:os';
import { createRuntime } from '../encoder/session.js';
import type { PoolingMode } from '../protocol.js';
import { type LoadedModel, loadModel, releaseModel } from './loadModel.js';

export interface ModelChoice {
  readonly model: string;
  readonly pooling?: PoolingMode | undefined;
}

/** Past this, small matrix products wait for each other more than they gain. */
const MOST_THREADS = 8;

/** Loads a model for one task, on the processor, and frees it whatever comes of it. Throws as `loadModel`. */
export async function withLoadedModel<Result>(
  { model, pooling }: ModelChoice,
  modelsFolder: string,
  threads: number | undefined,
  task: (loaded: LoadedModel) => Promise<Result>,
): Promise<Result> {
  const runtime = createRuntime({
    threads: threads ?? Math.min(availableParallelism(), MOST_THREADS),
  });
  const loaded = await loadModel(model, modelsFolder, runtime, { pooling });
  try {
    return await task(loaded);
  } finally {
    await releaseModel(loaded);
  }
}
