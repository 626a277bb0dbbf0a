/** From a model's name or folder to everything that explaining with it needs. */
import path from 'node:path';
import { Explainer } from '../attribution/explain.js';
import { Encoder } from '../encoder/encoder.js';
import { readModelFolder } from '../encoder/modelFolder.js';
import type { Runtime } from '../encoder/runtime.js';
import { readModelFile } from '../onnx/readFile.js';
import { createTokenizer } from '../text/createTokenizer.js';

/** The name under which the model that ships with Hitlight is asked for. */
export const BUNDLED = 'bundled';
const BUNDLED_FOLDER = 'all-MiniLM-L6-v2';

export interface LoadedModel {
  readonly name: string;
  readonly explainer: Explainer;
}

/**
 * Throws ModelError, OnnxError, TokenizerError, GraphError or RunError, each naming the file or node.
 * Cost: reads the weights once; two sessions over the whole graph.
 */
export async function loadModel(
  model: string,
  modelsFolder: string,
  runtime: Runtime,
): Promise<LoadedModel> {
  const folder = await readModelFolder(
    model === BUNDLED ? path.join(modelsFolder, BUNDLED_FOLDER) : path.resolve(model),
  );
  const tokenizer = createTokenizer(folder.tokenizer, folder.tokenizerConfig);
  const encoder = await Encoder.load(await readModelFile(folder.modelPath), runtime, {
    pooling: folder.pooling,
    vocabulary: tokenizer.vocabularySize,
  });
  return {
    name: folder.name,
    explainer: new Explainer(encoder, tokenizer, folder.maxTokens, folder.references),
  };
}
