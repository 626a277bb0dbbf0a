import type { ModelWork } from './modelWork.js';

/** The work on models of a real engine; each part of it is loaded when it is first asked for. */
export function createModelWork(modelsFolder: string): ModelWork {
  return {
    list: async (recent) => (await import('./listModels.js')).listModels(recent, modelsFolder),
    describe: async (model, signal) =>
      (await import('./describeModel.js')).describeModel(model, modelsFolder, signal),
    download: async (model, signal, progress) =>
      (await import('./downloadModel.js')).downloadModel(model, signal, progress),
    inspect: async (model) => (await import('./inspectModel.js')).inspectModel(model, modelsFolder),
    tryProvider: async (trial) =>
      (await import('./tryProvider.js')).tryProvider(trial, modelsFolder),
  };
}
