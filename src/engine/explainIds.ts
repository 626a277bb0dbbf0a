/** Explains two sequences of ids with a bare ONNX file: no tokenizer, no texts. */
import type { LayerOption, Sequence } from '../attribution/explain.js';
import { InputError } from '../attribution/inputError.js';
import type { PairAccuracy } from '../attribution/attributePair.js';
import { MEETS_TOLERANCE, type Method } from '../attribution/estimates/method.js';
import type { Provider } from '../encoder/executionProviders.js';
import type { PoolingMode } from '../encoder/pooling.js';
import { createRuntime } from '../encoder/session.js';
import type { ExplanationWithPairs, Token } from '../protocol.js';
import { createPlacement } from './createPlacement.js';
import { type LoadedNetwork, loadNetwork, releaseModel } from './loadModel.js';
import { wireMethod } from './wireMethod.js';

export interface IdsRequest {
  readonly modelPath: string;
  readonly a: IdsSide;
  readonly b: IdsSide;
  readonly layer: LayerOption;
  readonly pooling: PoolingMode;
  readonly accuracy: PairAccuracy;
  readonly method: Method;
  readonly seed?: number | undefined;
  readonly threads: number;
  /** As of `createExplainer`. */
  readonly provider?: Provider | undefined;
  readonly engineScript: string;
}

export interface IdsSide {
  readonly ids: readonly number[];
  /** As long as `ids`; a position that is the same in both counts as special. */
  readonly reference: readonly number[];
}

/** Throws InputError, ModelError, OnnxError, GraphError, RunError. Cost: as loading and explaining. */
export async function explainIds(request: IdsRequest): Promise<ExplanationWithPairs> {
  const { a, b } = request;
  for (const { ids, reference } of [a, b]) {
    if (ids.length !== reference.length) {
      throw new InputError(
        `Reference: expected as many ids as the text has (${ids.length}), got ${reference.length}`,
      );
    }
  }
  const runtime = createRuntime({ threads: request.threads });
  const steps = { modes: [request.pooling], dense: [] };
  const placement = createPlacement({ ...request, modelsFolder: '' });
  const trial = { model: request.modelPath, pooling: request.pooling, ids: true };
  const load = () => placement.place(loadNetwork(request.modelPath, runtime, steps), trial);
  const network = await load();
  try {
    return await explainWith(network, request);
  } catch (error) {
    if (!placement.gaveUp(network, trial, error)) throw error;
    const another = await load();
    return await explainWith(another, request).finally(() => releaseModel(another));
  } finally {
    await releaseModel(network);
  }
}

async function explainWith(
  { explainer, original, provider }: LoadedNetwork,
  request: IdsRequest,
): Promise<ExplanationWithPairs> {
  const { a, b, accuracy, method, seed } = request;
  const layer = explainer.layer(request.layer);
  const start = performance.now();
  const hooks = { progress: () => undefined, cancelled: () => false };
  const pair = await explainer.attribute(layer, sequence(a), sequence(b), accuracy, hooks, {
    method,
    seed,
  });
  const elapsedMs = performance.now() - start;
  const id = commonReference(a) ?? commonReference(b) ?? 0;
  const score = await original?.file.cosine(a.ids, b.ids);
  return {
    ...pair,
    method: wireMethod(pair.method),
    model: request.modelPath.split(/[\\/]/).at(-1) ?? request.modelPath,
    layer: method === 'ij' ? layer : 0,
    layerCount: explainer.encoder.layers.length,
    ...(original && score !== undefined
      ? { original: { quantisation: original.quantisation, score } }
      : {}),
    ...(provider ? { provider } : {}),
    reference: { token: String(id), id },
    level: 'token',
    tokensA: tokens(a),
    tokensB: tokens(b),
    unreadA: null,
    unreadB: null,
    tolerance: 'tolerance' in accuracy && MEETS_TOLERANCE.has(method) ? accuracy.tolerance : null,
    elapsedMs,
  };
}

const sequence = ({ ids, reference }: IdsSide): Sequence => ({
  ids,
  reference,
  parts: ids.map((_, position) => [position]),
});

const tokens = ({ ids, reference }: IdsSide): Token[] =>
  ids.map((id, position) => ({
    text: String(id),
    id,
    start: null,
    end: null,
    special: id === reference[position],
  }));

/** The id that stands for "no text": the first at which reference and text differ. */
const commonReference = ({ ids, reference }: IdsSide) =>
  reference.find((id, position) => id !== ids[position]);
