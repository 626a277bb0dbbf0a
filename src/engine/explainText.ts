/** The explainer that the engine process and the command line share: models are loaded on first use. */
import { availableParallelism } from 'node:os';
import { createRuntime } from '../encoder/session.js';
import type { Explanation } from '../protocol.js';
import type { Explain } from './explain.js';
import { type LoadedModel, loadModel } from './loadModel.js';

export interface ExplainerOptions {
  /** Folder that holds the bundled model in the Hub's layout. */
  readonly modelsFolder: string;
  /** onnxruntime's intra-op threads; undefined leaves the choice to the engine. */
  readonly threads?: number | undefined;
}

/** Past this, small matrix products wait for each other more than they gain. */
const MOST_THREADS = 8;

/** One model stays loaded: the last one asked for. */
export function createExplainer({ modelsFolder, threads }: ExplainerOptions): Explain {
  const runtime = createRuntime({
    threads: threads ?? Math.min(availableParallelism(), MOST_THREADS),
  });
  let current: { readonly name: string; readonly loaded: Promise<LoadedModel> } | null = null;

  function modelFor(name: string): Promise<LoadedModel> {
    if (current?.name === name) return current.loaded;
    void current?.loaded.then(
      ({ explainer }) => explainer.release(),
      () => undefined, // A model that failed to load holds nothing.
    );
    const loaded = loadModel(name, modelsFolder, runtime);
    current = { name, loaded };
    loaded.catch(() => {
      if (current?.loaded === loaded) current = null;
    });
    return loaded;
  }

  return async ({ a, b, options }, hooks) => {
    hooks.progress('loading', 0);
    const { name, explainer } = await modelFor(options.model);
    hooks.progress('loading', 1);
    const start = performance.now();
    const explanation = await explainer.explain(a, b, options, hooks);
    return { model: name, ...toWire(explanation), elapsedMs: performance.now() - start };
  };
}

type Found = Awaited<ReturnType<LoadedModel['explainer']['explain']>>;

/** Drops what the wire does not carry. */
function toWire(found: Found): Omit<Explanation, 'model' | 'elapsedMs'> {
  const units = (parts: Found['tokensA']) =>
    parts.map(({ text, id, start, end, special }) => ({ text, id, start, end, special }));
  return { ...found, tokensA: units(found.tokensA), tokensB: units(found.tokensB) };
}
