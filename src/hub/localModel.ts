/** A model in a folder of the user's, in the Hub's layout or flat, or an ONNX file by itself. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { layoutOf } from './cacheLayout.js';
import { commitOf, placeIn, snapshotsOf } from './findCached.js';
import { HubError, shown } from './hubError.js';
import { hasOtherWeights, onnxFiles } from './modelFiles.js';
import { filesBelow, modelIn, type ModelPlace, sizeOfFile } from './modelPlace.js';

/**
 * Finds the model at an absolute path. An ONNX file counts with the folder around it, or the one above
 * where it lies in `onnx/`. A model's folder of the Hub's cache counts as its main revision.
 * Throws HubError `missing` or `no-onnx`. A missing tokenizer is for the caller to judge.
 */
export async function localModel(place: string): Promise<ModelPlace> {
  const found = await stat(place).catch((error: NodeJS.ErrnoException) => {
    const got = error.code === 'ENOENT' ? 'nothing' : (error.code ?? 'an error');
    throw new HubError(
      'missing',
      `Model: expected a folder or .onnx file, got ${got} at ${shown(place)}`,
    );
  });
  if (found.isFile()) return modelFile(place);
  const cached = await modelOfCacheFolder(place);
  if (cached) return cached;
  const model = await modelIn(place, null);
  if (!model) throw await unusable(place);
  const { onnx, tokenizer } = model.files;
  return {
    name: path.basename(place),
    folder: place,
    modelPath: path.join(place, onnx),
    tokenizerPath: tokenizer === null ? null : path.join(place, tokenizer),
    commit: null,
    unknownFiles: [],
  };
}

async function modelFile(file: string): Promise<ModelPlace> {
  if (!file.endsWith('.onnx')) {
    throw new HubError('missing', `Model: expected a folder or .onnx file, got ${shown(file)}`);
  }
  const beside = path.dirname(file);
  const above = path.dirname(beside);
  const has = async (folder: string, name: string) =>
    (await sizeOfFile(path.join(folder, name))) !== null;
  const inLayout =
    path.basename(beside) === 'onnx' &&
    ((await has(above, 'tokenizer.json')) || (await has(above, 'config.json')));
  const folder = inLayout ? above : beside;
  const tokenizers = [...new Set([folder, beside])].map((at) => path.join(at, 'tokenizer.json'));
  let tokenizerPath: string | null = null;
  for (const at of tokenizers) {
    if (tokenizerPath === null && (await sizeOfFile(at)) !== null) tokenizerPath = at;
  }
  return {
    name: path.basename(file),
    folder,
    modelPath: file,
    tokenizerPath,
    commit: null,
    unknownFiles: [],
  };
}

/** `models--org--name` itself, as people copy it from the cache. */
async function modelOfCacheFolder(folder: string): Promise<ModelPlace | null> {
  const repository = layoutOf(folder);
  const main = await commitOf(repository, 'main');
  for (const commit of [...(main === null ? [] : [main]), ...(await snapshotsOf(repository))]) {
    const found = await placeIn(repository, path.basename(folder), commit, null);
    if (found) return found;
  }
  return null;
}

async function unusable(folder: string): Promise<HubError> {
  const paths = [...(await filesBelow(folder)).keys()];
  const several = onnxFiles(paths);
  if (several.length > 0) {
    return new HubError(
      'no-onnx',
      `Model: expected model.onnx or onnx/model.onnx in ${shown(folder)}, got ${shown(several.join(', '))}; ` +
        'name one of these files instead of the folder',
    );
  }
  const export_ = `export it with: optimum-cli export onnx --model ${shown(folder)} DIR`;
  return new HubError(
    'no-onnx',
    hasOtherWeights(paths)
      ? `Model: expected an ONNX file in ${shown(folder)}, got PyTorch weights only; ${export_}`
      : `Model: expected model.onnx or onnx/model.onnx in ${shown(folder)}, got neither`,
  );
}
