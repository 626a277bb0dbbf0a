/** From a model's name to its files on this machine; never through the network. */
import path from 'node:path';
import manifest from '../../models/all-MiniLM-L6-v2.json';
import type { ModelFiles } from '../encoder/modelFolder.js';

/** The name under which the model that ships with Hitlight is asked for. */
export const BUNDLED = 'bundled';

export interface FoundModel extends ModelFiles {
  readonly source: 'bundled' | 'local' | 'cached';
  /** The ONNX file within `folder`. */
  readonly file: string;
  /** Small files of a cached model that were never asked for; see hub/modelPlace. */
  readonly unknownFiles: readonly string[];
  /** All files of a cached model together; null where nobody counted. */
  readonly bytes: number | null;
}

/**
 * `bundled`, an absolute path of a folder or .onnx file, or a Hub id, which must be in the cache.
 * Throws ModelError in one sentence: what was expected, and what to do.
 */
export async function findModel(model: string, modelsFolder: string): Promise<FoundModel> {
  if (model.trim() === BUNDLED) return bundledModel(modelsFolder);
  // The Hub client brings an HTTP stack along: those who use the bundled model need not load it.
  const [{ resolveModel }, { parseHubName }] = await Promise.all([
    import('../hub/resolveModel.js'),
    import('../hub/modelName.js'),
  ]);
  const found = await resolveModel(model, { download: false });
  if (found.source === 'bundled') return bundledModel(modelsFolder);
  const { folder, modelPath, tokenizerPath, unknownFiles } = found;
  const file = path.relative(folder, modelPath).replaceAll(path.sep, '/');
  const common = { folder, modelPath, tokenizerPath, file, unknownFiles };
  if (found.source === 'local') {
    // A folder's own name says more than "model.onnx".
    const named = modelPath === path.normalize(model.trim());
    const name = path.basename(folder) + (named ? `/${file}` : '');
    return { ...common, source: 'local', name, bytes: null };
  }
  const named = parseHubName(model.trim())?.file;
  const name = named ? `${found.name}:${named}` : found.name;
  return { ...common, source: 'cached', name, bytes: found.bytes };
}

function bundledModel(modelsFolder: string): FoundModel {
  const folder = path.join(modelsFolder, manifest.name);
  const file = 'onnx/model.onnx';
  return {
    source: 'bundled',
    name: manifest.name,
    folder,
    modelPath: path.join(folder, file),
    tokenizerPath: path.join(folder, 'tokenizer.json'),
    file,
    unknownFiles: [],
    bytes: null,
  };
}
