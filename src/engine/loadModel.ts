/** From a model's name or folder to everything that explaining with it needs. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import manifest from '../../models/all-MiniLM-L6-v2.json';
import { Explainer } from '../attribution/explain.js';
import { Encoder } from '../encoder/encoder.js';
import { ModelError, readModelFolder } from '../encoder/modelFolder.js';
import type { Runtime } from '../encoder/runtime.js';
import { canonicalise } from '../onnx/canonical/canonicalise.js';
import { readModelFile } from '../onnx/readFile.js';
import { createTokenizer } from '../text/createTokenizer.js';

/** The name under which the model that ships with Hitlight is asked for. */
export const BUNDLED = 'bundled';

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
    model === BUNDLED ? path.join(modelsFolder, manifest.name) : path.resolve(model),
  );
  if (model === BUNDLED) await checkBundled(folder.modelPath);
  const tokenizer = createTokenizer(folder.tokenizer, folder.tokenizerConfig);
  const { model: network } = canonicalise(readModelFile(folder.modelPath));
  const encoder = await Encoder.load(network, runtime, {
    pooling: folder.pooling,
    vocabulary: tokenizer.vocabularySize,
  });
  return {
    name: folder.name,
    explainer: new Explainer(encoder, tokenizer, folder.maxTokens, folder.references),
  };
}

/** A damaged installation must not explain anything: weights load silently with bits flipped. */
async function checkBundled(modelPath: string): Promise<void> {
  const expected = manifest.files.find((file) => file.path === 'onnx/model.onnx')?.sha256;
  const hash = createHash('sha256').update(await readFile(modelPath));
  const found = hash.digest('hex');
  if (found === expected) return;
  throw new ModelError(
    `Model: expected SHA-256 ${expected} for the bundled model, got ${found}; reinstall Hitlight`,
  );
}
