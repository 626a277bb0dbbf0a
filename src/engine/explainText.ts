/** The explainer that the engine process and the command line share: models are loaded on first use. */
import { availableParallelism } from 'node:os';
import type { Provider } from '../encoder/executionProviders.js';
import { createRuntime } from '../encoder/session.js';
import { idsOf } from '../attribution/aggregate.js';
import { type TextResult, explainTexts } from '../attribution/explainTexts.js';
import { maskTexts } from '../attribution/maskTexts.js';
import type { ExplainOptions } from '../protocol.js';
import { createPlacement } from './createPlacement.js';
import type { Explain, ExplainHooks, ExplainRequest, MaskRequest, TextWork } from './explain.js';
import { asDotProduct } from './dotProduct.js';
import { type LoadedModel, loadModel, releaseModel } from './loadModel.js';
import { withNeutralReferences } from './neutralReferences.js';
import { patiently } from './patiently.js';
import { wireMethod } from './wireMethod.js';
import { ReferenceStore } from './referenceStore.js';

export interface ExplainerOptions {
  /** Folder that holds the bundled model in the Hub's layout. */
  readonly modelsFolder: string;
  /** onnxruntime's intra-op threads; undefined leaves the choice to the engine. */
  readonly threads?: number | undefined;
  /** What the graph runs on; the processor unless told, and where another does not prove itself. */
  readonly provider?: Provider | undefined;
  /** The bundled engine, of which another process tries that provider. */
  readonly engineScript: string;
  /** Where neutral references are kept; none: by this process only. */
  readonly cacheFolder?: string | undefined;
  /** Receives details that an explanation has no place for. */
  readonly log?: (line: string) => void;
}

/** Past this, small matrix products wait for each other more than they gain. */
const MOST_THREADS = 8;

/** The explaining part of `createTextWork`. */
export const createExplainer = (options: ExplainerOptions): Explain =>
  createTextWork(options).explain;

/** One model stays loaded: the last one asked for. */
export function createTextWork(options: ExplainerOptions): TextWork {
  const { modelsFolder } = options;
  const threads = options.threads ?? Math.min(availableParallelism(), MOST_THREADS);
  const runtime = createRuntime({ threads });
  const placement = createPlacement({ ...options, threads });
  const references = new ReferenceStore(options.cacheFolder ?? null, options.log);
  let current: { readonly key: string; readonly loaded: Promise<LoadedModel> } | null = null;

  function modelFor({ model, pooling }: ExplainOptions): Promise<LoadedModel> {
    const key = `${model} ${pooling ?? ''}`;
    if (current?.key === key) return current.loaded;
    // A model that failed to load holds nothing.
    void current?.loaded.then(releaseModel, () => undefined);
    const loaded = placement.place(loadModel(model, modelsFolder, runtime, { pooling }), {
      ...{ model, pooling, ids: false },
    });
    current = { key, loaded };
    loaded.catch(() => {
      if (current?.loaded === loaded) current = null;
    });
    return loaded;
  }

  /** Does something with the model of a request; again on the processor where a provider gave up. */
  async function withModel<Result>(
    { options: asked }: ExplainRequest,
    hooks: Pick<ExplainHooks, 'progress' | 'cancelled'>,
    work: (loaded: LoadedModel) => Promise<Result>,
  ): Promise<Result> {
    hooks.progress('loading', 0);
    const loaded = await patiently(modelFor(asked), hooks);
    hooks.progress('loading', 1);
    try {
      return await work(loaded);
    } catch (error) {
      const { model, pooling } = asked;
      if (!placement.gaveUp(loaded, { model, pooling, ids: false }, error)) throw error;
      void releaseModel(loaded).catch(() => undefined);
      current = null;
      return work(await patiently(modelFor(asked), hooks));
    }
  }

  return {
    explain: (request, hooks) =>
      withModel(request, hooks, (loaded) => explainWith(loaded, request, references, hooks)),
    mask: (request, hooks) =>
      withModel(request, hooks, (loaded) => maskWith(loaded, request, references, hooks)),
  };
}

async function maskWith(
  loaded: LoadedModel,
  { a, b, options, masks }: MaskRequest,
  references: ReferenceStore,
  hooks: Pick<ExplainHooks, 'progress' | 'cancelled'>,
) {
  const isAuto = options.reference === 'auto';
  const { reader } = isAuto
    ? await withNeutralReferences(loaded, options, references, hooks)
    : loaded;
  const { score, masked } = await maskTexts(loaded.explainer, reader, a, b, options, masks, hooks);
  return { score, masked: [...masked] };
}

async function explainWith(
  loaded: LoadedModel,
  { a, b, options }: ExplainRequest,
  references: ReferenceStore,
  hooks: ExplainHooks,
) {
  const { name, explainer, original, provider } = loaded;
  const isAuto = options.reference === 'auto';
  const { reader } = isAuto
    ? await withNeutralReferences(loaded, options, references, hooks)
    : loaded;
  const start = performance.now();
  const soFar = <Result extends TextResult>(result: Result) => ({
    ...toWire(result),
    model: name,
    ...(provider ? { provider } : {}),
    elapsedMs: performance.now() - start,
  });
  const scored = async <Result extends TextResult>(result: Result) => {
    const explanation = soFar(result);
    if (options.score !== 'dot') return explanation;
    return asDotProduct(explanation, explainer, result);
  };
  const found = await explainTexts(explainer, reader, a, b, options, {
    ...hooks,
    found: async (result) => hooks.found?.(await scored(result)),
  });
  const explanation = await scored(found);
  // What the file itself scores is a cosine.
  if (!original || options.score === 'dot') return explanation;
  const score = await original.file.cosine(idsOf(found.tokensA), idsOf(found.tokensB));
  return { ...explanation, original: { quantisation: original.quantisation, score } };
}

/** Drops what the wire does not carry. */
function toWire<Result extends TextResult>({ windows, reference, ...result }: Result) {
  const { token, id, source, gaveWay, occurs } = reference;
  const units = (parts: Result['tokensA']) =>
    parts.map(({ text, id, start, end, special, ids }) => ({
      ...{ text, id, start, end, special },
      ...(ids.length > 1 ? { count: ids.length } : {}),
    }));
  return {
    ...result,
    reference: {
      ...{ token, id, source },
      ...(gaveWay ? { gaveWay: [...gaveWay] } : {}),
      ...(occurs ? { occurs } : {}),
    },
    method: wireMethod(result.method),
    tokensA: units(result.tokensA),
    tokensB: units(result.tokensB),
    ...(windows ? { windows: { ...windows, a: copy(windows.a), b: copy(windows.b) } } : {}),
  };
}

const copy = <T>(list: readonly T[] | null) => list && [...list];
