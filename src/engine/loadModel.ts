/** From a model's name or folder to everything that explaining with it needs. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import manifest from '../../models/all-MiniLM-L6-v2.json';
import { checkSupported } from '../attribution/checkSupported.js';
import { Explainer } from '../attribution/explain.js';
import type { Reader } from '../attribution/readPair.js';
import { field } from '../encoder/jsonFile.js';
import { ModelError } from '../encoder/modelError.js';
import type { ExactReference } from '../encoder/exactReference.js';
import { readModelFolder } from '../encoder/modelFolder.js';
import { OriginalFile } from '../encoder/originalScore.js';
import type { Pooling, PoolingMode } from '../encoder/pooling.js';
import type { Runtime } from '../encoder/runtime.js';
import { exactBase } from '../exact/exactBase.js';
import { exactByConfig } from '../exact/exactConfig.js';
import { canonicalise } from '../onnx/canonical/canonicalise.js';
import type { Quantisation } from '../onnx/canonical/quantisation.js';
import { readModelFile } from '../onnx/readFile.js';
import type { Explanation } from '../protocol.js';
import { createTokenizer } from '../text/createTokenizer.js';
import { type FoundModel, findModel } from './findModel.js';
import { fingerprint } from './fingerprint.js';
import { loadEncoder } from './loadEncoder.js';

/** A file whose own numbers differ from those of the float network that is explained. */
export interface Original {
  readonly quantisation: Exclude<Quantisation, 'none'>;
  readonly file: OriginalFile;
}

export interface LoadedNetwork {
  readonly explainer: Explainer;
  /** Where it runs; undefined: on the processor, as asked. */
  readonly provider?: NonNullable<Explanation['provider']>;
  /** null: the file computes in float32 what is explained. */
  readonly original: Original | null;
}

export interface LoadedModel extends LoadedNetwork {
  readonly name: string;
  readonly reader: Reader;
  /** Where it was read from. */
  readonly files: FoundModel;
  /** A hash of its files, whatever it is called; reads them all the first time. Throws ModelError. */
  readonly contents: () => Promise<string>;
}

export interface LoadOptions {
  /** Overrides what the folder says, or says what it does not. */
  readonly pooling?: PoolingMode | undefined;
}

/**
 * A model with its tokenizer, by any name that `findModel` takes.
 * Throws ModelError, OnnxError, TokenizerError, GraphError or RunError, each naming the file or node.
 * Cost: reads the weights once; two sessions over the whole graph.
 */
export async function loadModel(
  model: string,
  modelsFolder: string,
  runtime: Runtime,
  { pooling }: LoadOptions = {},
): Promise<LoadedModel> {
  const found = await findModel(model, modelsFolder);
  const bundled = found.source === 'bundled';
  const folder = await readModelFolder(found);
  if (bundled) await checkBundled(folder.modelPath);
  const tokenizer = createTokenizer(folder.tokenizer, folder.tokenizerConfig);
  const steps = pooling ? { modes: [pooling], dense: folder.pooling?.dense ?? [] } : folder.pooling;
  const vocabulary = tokenizer.vocabularySize;
  const exact = exactByConfig(folder.exact, tokenizer);
  const network = await loadNetwork(folder.modelPath, runtime, steps, { vocabulary, exact });
  if (field(folder.exact, 'in_graph') === true && !network.explainer.encoder.exact) {
    await releaseModel(network);
    throw new ModelError(
      `Model: expected an exact encoder as Hitlight wrote it in ${folder.modelPath}, for config.json says ` +
        'in_graph, got an ordinary one',
    );
  }
  let contents: Promise<string> | undefined;
  return {
    name: folder.name,
    explainer: network.explainer,
    // The bundled file dequantises its weights exactly and computes in float32.
    original: bundled ? null : network.original,
    reader: {
      ...{ tokenizer, maxTokens: folder.maxTokens },
      // They were found for the folder's own pooling.
      neutral: pooling && !isOwn(pooling, folder.pooling) ? [] : folder.references,
      exact: network.explainer.encoder.exact,
    },
    files: found,
    contents: () => (contents ??= fingerprint(found)),
  };
}

const isOwn = (asked: PoolingMode, own: Pooling | undefined) =>
  own?.modes.length === 1 && own.modes[0] === asked;

/** What the folder around a network adds. */
interface Surroundings {
  /** Ids of the tokenizer. */
  readonly vocabulary?: number;
  /** What config.json says the network's embeddings are differences from. */
  readonly exact?: ExactReference | undefined;
}

/** An ONNX file alone, for ids instead of texts. Throws and costs as `loadModel`. */
export async function loadNetwork(
  modelPath: string,
  runtime: Runtime,
  pooling: Pooling | undefined,
  { vocabulary, exact: stated }: Surroundings = {},
): Promise<LoadedNetwork> {
  const file = readModelFile(modelPath);
  // A file that subtracts by itself is explained by the encoder inside it.
  const inside = exactBase(file);
  const exact = inside?.reference ?? stated;
  const { model, quantisation } = canonicalise(inside?.model ?? file);
  const encoder = await loadEncoder(model, runtime, { pooling, vocabulary, exact });
  checkSupported(encoder);
  const original =
    quantisation === 'none'
      ? null
      : {
          quantisation,
          file: new OriginalFile(runtime, modelPath, {
            graph: (inside?.shifted ?? file).graph,
            pooling: encoder.pooling,
            exact: inside ? undefined : stated,
          }),
        };
  return { explainer: new Explainer(encoder), original };
}

export async function releaseModel({ explainer, original }: LoadedNetwork): Promise<void> {
  await explainer.release();
  await original?.file.release();
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
