import { EngineFailure } from './failure.js';
import type { Explain } from './explain.js';

export interface ExplainerOptions {
  /** Folder that holds the bundled model in the Hub's layout. */
  readonly modelsFolder: string;
  /** onnxruntime's intra-op threads; undefined leaves the choice to the engine. */
  readonly threads?: number | undefined;
}

/** The explainer that the engine process and the command line share. */
export function createExplainer(options: ExplainerOptions): Explain {
  return () =>
    Promise.reject(
      new EngineFailure(
        'model',
        `Model: expected an explainer for ${options.modelsFolder}, got none`,
      ),
    );
}
