/** Explains two sequences of ids with a bare ONNX file: no tokenizer, no texts. */
import type { LayerOption, Sequence } from '../attribution/explain.js';
import { InputError } from '../attribution/inputError.js';
import type { PairAccuracy } from '../attribution/attributePair.js';
import type { PoolingMode } from '../encoder/pooling.js';
import { createRuntime } from '../encoder/session.js';
import type { ExplanationWithPairs, Token } from '../protocol.js';
import { loadNetwork, releaseModel } from './loadModel.js';

export interface IdsRequest {
  readonly modelPath: string;
  readonly a: IdsSide;
  readonly b: IdsSide;
  readonly layer: LayerOption;
  readonly pooling: PoolingMode;
  readonly accuracy: PairAccuracy;
  readonly threads: number;
}

export interface IdsSide {
  readonly ids: readonly number[];
  /** As long as `ids`; a position that is the same in both counts as special. */
  readonly reference: readonly number[];
}

/** Throws InputError, ModelError, OnnxError, GraphError, RunError. Cost: as loading and explaining. */
export async function explainIds(request: IdsRequest): Promise<ExplanationWithPairs> {
  const { a, b, accuracy } = request;
  for (const { ids, reference } of [a, b]) {
    if (ids.length !== reference.length) {
      throw new InputError(
        `Reference: expected as many ids as the text has (${ids.length}), got ${reference.length}`,
      );
    }
  }
  const runtime = createRuntime({ threads: request.threads });
  const pooling = { modes: [request.pooling], dense: [] };
  const network = await loadNetwork(request.modelPath, runtime, pooling);
  const { explainer, original } = network;
  try {
    const layer = explainer.layer(request.layer);
    const start = performance.now();
    const hooks = { progress: () => undefined, cancelled: () => false };
    const pair = await explainer.attribute(layer, sequence(a), sequence(b), accuracy, hooks);
    const elapsedMs = performance.now() - start;
    const id = commonReference(a) ?? commonReference(b) ?? 0;
    const score = await original?.file.cosine(a.ids, b.ids);
    return {
      ...pair,
      model: request.modelPath.split(/[\\/]/).at(-1) ?? request.modelPath,
      layer,
      layerCount: explainer.encoder.layers.length,
      ...(original && score !== undefined
        ? { original: { quantisation: original.quantisation, score } }
        : {}),
      reference: { token: String(id), id },
      level: 'token',
      tokensA: tokens(a),
      tokensB: tokens(b),
      unreadA: null,
      unreadB: null,
      tolerance: 'tolerance' in accuracy ? accuracy.tolerance : null,
      elapsedMs,
    };
  } finally {
    await releaseModel(network);
  }
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
