import { assertOnnxFile } from './assertOnnxFile.js';
import type { ExternalData } from './externalLocation.js';
import { finishGraph } from './finishGraph.js';
import type { Model } from './graph.js';
import { inlineFunctions } from './inlineFunctions.js';
import { parseModel } from './parseModel.js';

export interface ReadOptions {
  /** Fetches weights stored outside the file; without it such a model is refused. */
  readonly externalData?: ExternalData;
}

/**
 * Reads an ONNX model (ModelProto; specification: https://onnx.ai/onnx/repo-docs/IR.html).
 *
 * Weights are views of `bytes` where aligned: do not change `bytes` afterwards. Model functions
 * are inlined, Constant nodes become initializers, an initializer that is also an input is no
 * longer an input, domain 'ai.onnx' is '', nodes are sorted and have unique names. Integer
 * attributes saturate at ±(2^53 − 1), where they mean "to the end"; int64 tensors are exact.
 *
 * Cost: linear in the file; allocates no more than a small multiple of it, whatever it says.
 * Invariant: `readModel(writeModel(model))` equals `model`.
 * @throws OnnxError naming the node, value or file part.
 */
export function readModel(bytes: Uint8Array, options: ReadOptions = {}): Model {
  assertOnnxFile(bytes);
  const raw = inlineFunctions(parseModel(bytes, options.externalData));
  const { opsets, producer, metadata } = raw;
  const graph = finishGraph(raw.graph, () => false);
  // Before IR version 4 every initializer had to be an input too, which ours no longer are.
  return { irVersion: Math.max(raw.irVersion, 4), opsets, producer, metadata, graph };
}
