/** The models of the cache that Hitlight could load at once. */
import { readdir } from 'node:fs/promises';
import { idOfFolder } from './cacheLayout.js';
import { type CachedPlace, findCached } from './findCached.js';
import { onnxFiles } from './modelFiles.js';
import { filesBelow } from './modelPlace.js';

export interface CachedModel extends CachedPlace {
  /** `org/name`. */
  readonly id: string;
  /** All ONNX files of the snapshot, best first; `file` is the one taken where none is named. */
  readonly files: readonly string[];
}

/**
 * Usable models in the cache, by id; those with PyTorch weights only are left out. Empty where the cache
 * does not exist. Reads folders, no weights. Never throws.
 */
export async function cachedModels(cacheFolder: string): Promise<CachedModel[]> {
  const names = await readdir(cacheFolder).catch(() => []);
  const models: CachedModel[] = [];
  for (const id of names.flatMap((name) => idOfFolder(name) ?? []).sort()) {
    const place = await findCached(cacheFolder, { kind: 'hub', id, revision: null, file: null });
    if (!place) continue;
    const files = onnxFiles([...(await filesBelow(place.folder)).keys()]);
    models.push({ id, ...place, files });
  }
  return models;
}
