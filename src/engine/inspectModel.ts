/** What a model consists of, and whether it can be explained. */
import { operatorOf, unsupportedIn } from '../attribution/checkSupported.js';
import type { Encoder } from '../encoder/encoder.js';
import { field, textField } from '../encoder/jsonFile.js';
import { readModelFolder } from '../encoder/modelFolder.js';
import { POOLING_MODES, type Pooling, type PoolingMode } from '../encoder/pooling.js';
import { createRuntime } from '../encoder/session.js';
import { exactBase } from '../exact/exactBase.js';
import { exactByConfig } from '../exact/exactConfig.js';
import { canonicalise } from '../onnx/canonical/canonicalise.js';
import type { Node } from '../onnx/graph.js';
import type { Dim } from '../onnx/valueType.js';
import { readModelFile } from '../onnx/readFile.js';
import { createTokenizer } from '../text/createTokenizer.js';
import type { Inspection } from '../protocol.js';
import { findModel } from './findModel.js';
import { loadEncoder } from './loadEncoder.js';
import { suggestedPrefixes } from './suggestedPrefixes.js';

/** Throws ModelError, OnnxError, TokenizerError, GraphError, RunError. Cost: as loading the model. */
export async function inspectModel(model: string, modelsFolder: string): Promise<Inspection> {
  const found = await findModel(model, modelsFolder);
  // Ids can be explained without a tokenizer, so an ONNX file alone is worth a look.
  const bare = found.tokenizerPath === null && found.name.endsWith('.onnx');
  const folder = bare ? undefined : await readModelFolder(found);
  const file = readModelFile(found.modelPath);
  // Of a file that subtracts by itself, the encoder inside it is what is explained.
  const inside = exactBase(file);
  const { model: network, quantisation } = canonicalise(inside?.model ?? file);
  const runtime = createRuntime({ threads: 1 });
  const tokenizer = folder && createTokenizer(folder.tokenizer, folder.tokenizerConfig);
  const exact = inside?.reference ?? (tokenizer && exactByConfig(folder.exact, tokenizer));
  const encoder = await loadEncoder(network, runtime, {
    pooling: folder?.pooling ?? ANY_POOLING,
    vocabulary: tokenizer?.vocabularySize,
  });
  try {
    const maxTokens = folder?.maxTokens ?? Infinity;
    return {
      model: found.name,
      inputs: file.graph.inputs.map(({ name, dtype }) => ({ name, dtype: dtype ?? 'unknown' })),
      layers: encoder.layers.map(({ index, value }) => ({
        index,
        tensor: value,
        shape: (encoder.types.get(value)?.shape ?? []).map(dimText),
      })),
      operators: countOperators(file.graph.nodes),
      unsupported: grouped(unsupportedIn(encoder)),
      quantisation,
      pooling: poolingOf(encoder, folder?.pooling),
      tokenizer: folder ? (textField(field(folder.tokenizer, 'model'), 'type') ?? 'unknown') : null,
      maxTokens: Number.isFinite(maxTokens) ? maxTokens : null,
      embeddingSize: encoder.embeddingSize,
      opset: file.opsets.get('') ?? 0,
      prefixes: await suggestedPrefixes(found.name, found.folder),
      ...(exact ? { exact: { id: exact.id, token: tokenizer?.token(exact.id) ?? null } } : {}),
    };
  } finally {
    await encoder.release();
  }
}

/** Layers and operators are the same under any pooling. */
const ANY_POOLING: Pooling = { modes: [POOLING_MODES[0]], dense: [] };

/** Empty where the graph pools by itself, whatever the folder says. */
function poolingOf(encoder: Encoder, stated: Pooling | undefined): PoolingMode[] | null {
  if (encoder.pooling.modes.length === 0) return [];
  return stated ? [...stated.modes] : null;
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
