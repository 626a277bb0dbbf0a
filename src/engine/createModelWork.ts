import type { SearchStage } from '../protocol.js';
import type { ModelWork, SearchState } from './modelWork.js';

export interface ModelWorkSettings {
  /** onnxruntime's, where something is measured; undefined leaves the choice to the engine. */
  readonly threads?: number | undefined;
  /** Where what was found and measured is kept; none: by this process only. */
  readonly cacheFolder?: string | undefined;
}

/** The work on models of a real engine; each part of it is loaded when it is first asked for. */
export function createModelWork(
  modelsFolder: string,
  { threads, cacheFolder }: ModelWorkSettings = {},
): ModelWork {
  const settings = { modelsFolder, threads, cacheFolder: cacheFolder ?? null };
  const hooks = (signal: AbortSignal, progress: (state: SearchState) => void) => ({
    cancelled: () => signal.aborted,
    progress: (stage: SearchStage, fraction: number) => progress({ stage, fraction }),
  });
  return {
    list: async (recent) => (await import('./listModels.js')).listModels(recent, modelsFolder),
    describe: async (model, signal) =>
      (await import('./describeModel.js')).describeModel(model, modelsFolder, signal),
    download: async (model, signal, progress) =>
      (await import('./downloadModel.js')).downloadModel(model, signal, progress),
    inspect: async (model) => (await import('./inspectModel.js')).inspectModel(model, modelsFolder),
    tryProvider: async (trial) =>
      (await import('./tryProvider.js')).tryProvider(trial, modelsFolder),
    study: async (task, signal, progress) =>
      (await import('./study.js')).doStudy(
        task,
        { modelsFolder, threads, cacheFolder: cacheFolder ?? null, engineScript: __filename },
        {
          cancelled: () => signal.aborted,
          progress: (done, total) => progress({ done, total }),
        },
      ),
    findReference: async (task, signal, progress) =>
      (await import('./searchTasks.js')).findReferenceTask(task, settings, hooks(signal, progress)),
    makeExact: async (task, signal, progress) =>
      (await import('./searchTasks.js')).makeExactTask(task, settings, hooks(signal, progress)),
  };
}
