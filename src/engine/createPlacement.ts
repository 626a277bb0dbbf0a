import type { Provider } from '../encoder/executionProviders.js';
import { createRuntime, offeredProviders } from '../encoder/session.js';
import { forkEngine } from './forkEngine.js';
import { ModelTasks } from './modelTasks.js';
import { Placement } from './placement.js';

export interface PlacementSettings {
  readonly modelsFolder: string;
  readonly threads: number;
  readonly provider?: Provider | undefined;
  /** The bundled engine. */
  readonly engineScript: string;
  readonly log?: ((line: string) => void) | undefined;
}

/** A placement that tries providers in engine processes of their own. */
export function createPlacement(settings: PlacementSettings): Placement {
  const { modelsFolder, threads, provider = 'cpu', engineScript, log = () => undefined } = settings;
  const tasks = new ModelTasks(
    forkEngine({ script: engineScript, args: () => ['--models', modelsFolder], log }),
  );
  return new Placement({
    asked: provider,
    offered: offeredProviders(),
    platform: `${process.platform}-${process.arch}`,
    tryProvider: (trial, signal) => tasks.tryProvider(trial, { signal }),
    runtime: () => createRuntime({ threads, provider }),
    log,
  });
}
