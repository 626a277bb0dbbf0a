/** What a model consists of, and whether it can be explained. */
import { operatorOf, unsupportedIn } from '../attribution/checkSupported.js';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Encoder } from '../encoder/encoder.js';
import { field, textField } from '../encoder/jsonFile.js';
import { readModelFolder } from '../encoder/modelFolder.js';
import { POOLING_MODES, type Pooling } from '../encoder/pooling.js';
import { createRuntime } from '../encoder/session.js';
import { canonicalise } from '../onnx/canonical/canonicalise.js';
import type { Node } from '../onnx/graph.js';
import type { Dim } from '../onnx/valueType.js';
import { readModelFile } from '../onnx/readFile.js';
import { createTokenizer } from '../text/createTokenizer.js';
import { modelPlace } from './loadModel.js';

export interface Inspection {
  readonly model: string;
  readonly inputs: readonly { readonly name: string; readonly dtype: string }[];
  readonly layers: readonly {
    readonly index: number;
    readonly tensor: string;
    /** "S" stands for the number of tokens. */
    readonly shape: readonly (number | string)[];
  }[];
  /** Operators of the file, most frequent first. */
  readonly operators: readonly { readonly operator: string; readonly count: number }[];
  readonly unsupported: readonly { readonly operator: string; readonly nodes: readonly string[] }[];
  readonly quantisation: string;
  /** null: the folder does not say. */
  readonly pooling: readonly string[] | null;
  readonly tokenizer: string | null;
  /** null: nothing says. */
  readonly maxTokens: number | null;
  readonly embeddingSize: number;
  readonly opset: number;
}

/** Throws ModelError, OnnxError, TokenizerError, GraphError, RunError. Cost: as loading the model. */
export async function inspectModel(model: string, modelsFolder: string): Promise<Inspection> {
  const place = modelPlace(model, modelsFolder);
  const bare = place.endsWith('.onnx') && !hasTokenizer(place);
  const folder = bare ? undefined : await readModelFolder(place);
  const file = readModelFile(folder?.modelPath ?? place);
  const { model: network, quantisation } = canonicalise(file);
  const runtime = createRuntime({ threads: 1 });
  const encoder = await Encoder.load(network, runtime, {
    pooling: folder?.pooling ?? ANY_POOLING,
    vocabulary: folder && createTokenizer(folder.tokenizer, folder.tokenizerConfig).vocabularySize,
  });
  try {
    const maxTokens = folder?.maxTokens ?? Infinity;
    return {
      model: folder?.name ?? path.basename(place),
      inputs: file.graph.inputs.map(({ name, dtype }) => ({ name, dtype: dtype ?? 'unknown' })),
      layers: encoder.layers.map(({ index, value }) => ({
        index,
        tensor: value,
        shape: (encoder.types.get(value)?.shape ?? []).map(dimText),
      })),
      operators: countOperators(file.graph.nodes),
      unsupported: grouped(unsupportedIn(encoder)),
      quantisation,
      pooling: folder?.pooling?.modes ?? null,
      tokenizer: folder ? (textField(field(folder.tokenizer, 'model'), 'type') ?? 'unknown') : null,
      maxTokens: Number.isFinite(maxTokens) ? maxTokens : null,
      embeddingSize: encoder.embeddingSize,
      opset: file.opsets.get('') ?? 0,
    };
  } finally {
    await encoder.release();
  }
}

/** Layers and operators are the same under any pooling. */
const ANY_POOLING: Pooling = { modes: [POOLING_MODES[0]], dense: [] };

function hasTokenizer(file: string): boolean {
  const folder = path.dirname(file);
  const places = [folder, path.dirname(folder)];
  return places.some((place) => existsSync(path.join(place, 'tokenizer.json')));
}

function dimText(dim: Dim): number | string {
  if (dim === null) return '?';
  if (dim.perToken === 0) return dim.fixed;
  const tokens = dim.perToken === 1 ? 'S' : `${dim.perToken}·S`;
  return dim.fixed === 0 ? tokens : `${tokens}${dim.fixed > 0 ? '+' : '−'}${Math.abs(dim.fixed)}`;
}

function countOperators(nodes: readonly Node[]) {
  return grouped(nodes)
    .map(({ operator, nodes: those }) => ({ operator, count: those.length }))
    .sort((a, b) => b.count - a.count || a.operator.localeCompare(b.operator));
}

function grouped(nodes: readonly Node[]) {
  const byOperator = new Map<string, string[]>();
  for (const node of nodes) {
    const operator = operatorOf(node);
    byOperator.set(operator, [...(byOperator.get(operator) ?? []), node.name]);
  }
  return [...byOperator].map(([operator, names]) => ({ operator, nodes: names }));
}
