/** Looks a Hub id up in the cache, without the network: what Python users have already is used as it is. */
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { type CachedRepository, cachedRepository } from './cacheLayout.js';
import { hasOtherWeights, OPTIONAL_FILES } from './modelFiles.js';
import {
  bytesOf,
  type ExternalData,
  filesBelow,
  type FoundModel,
  missingData,
  modelIn,
  type ModelPlace,
  sizeOfFile,
} from './modelPlace.js';
import { type HubName, isCommit } from './modelName.js';

export interface CachedPlace extends ModelPlace {
  readonly commit: string;
  /** The ONNX file within the repository. */
  readonly file: string;
  /** All files of the model together. */
  readonly bytes: number;
}

/**
 * A usable model in the cache: tokenizer, an ONNX file and its data, all complete. The snapshot of the
 * asked-for revision, or of the main branch; where no revision was asked for, else the newest
 * snapshot that is usable. Null where there is none. Cost: reads folders, and the ONNX file where
 * `externalData` does.
 */
export async function findCached(
  cacheFolder: string,
  { id, revision, file }: HubName,
  externalData?: ExternalData,
): Promise<CachedPlace | null> {
  const repository = cachedRepository(cacheFolder, id);
  const named = await commitOf(repository, revision ?? 'main');
  const others = revision === null ? await snapshotsOf(repository) : [];
  for (const commit of new Set([...(named === null ? [] : [named]), ...others])) {
    const place = await placeIn(repository, id, commit, file, externalData);
    if (place) return place;
  }
  return null;
}

/** Whether the cache holds the model in a form that has to be exported first. */
export async function hasOnlyOtherWeights(cacheFolder: string, id: string): Promise<boolean> {
  const repository = cachedRepository(cacheFolder, id);
  for (const commit of await snapshotsOf(repository)) {
    const files = await filesBelow(path.join(repository.snapshots, commit));
    if (hasOtherWeights([...files.keys()])) return true;
  }
  return false;
}

/** The commit that a revision stands for in the cache; null where it is not known there. */
export async function commitOf(
  repository: CachedRepository,
  revision: string,
): Promise<string | null> {
  if (isCommit(revision)) return revision;
  const text = await readFile(path.join(repository.refs, revision), 'utf8').catch(() => '');
  return isCommit(text.trim()) ? text.trim() : null;
}

/** Commits with a snapshot, newest first. */
export async function snapshotsOf(repository: CachedRepository): Promise<string[]> {
  const names = (await readdir(repository.snapshots).catch(() => [])).filter(isCommit);
  const dated = await Promise.all(
    names.map(async (commit) => {
      const found = await stat(path.join(repository.snapshots, commit)).catch(() => null);
      return { commit, time: found?.mtimeMs ?? 0 };
    }),
  );
  return dated.sort((a, b) => b.time - a.time).map(({ commit }) => commit);
}

/** The model in one snapshot, or null. */
export async function placeIn(
  repository: CachedRepository,
  id: string,
  commit: string,
  file: string | null,
  externalData?: ExternalData,
): Promise<CachedPlace | null> {
  const folder = path.join(repository.snapshots, commit);
  const found = await modelIn(folder, file);
  const tokenizer = found?.files.tokenizer ?? null;
  if (!found || tokenizer === null) return null;
  const modelPath = path.join(folder, found.files.onnx);
  if ((await missingData(modelPath, externalData)).length > 0) return null;
  return {
    name: id,
    folder,
    modelPath,
    tokenizerPath: path.join(folder, tokenizer),
    commit,
    file: found.files.onnx,
    bytes: bytesOf(found),
    unknownFiles: await unknownFiles(path.join(repository.absent, commit), found, folder),
  };
}

/** Optional files, those of modules.json's modules among them, neither here nor known to be nowhere. */
async function unknownFiles(
  absent: string,
  { sizes }: FoundModel,
  folder: string,
): Promise<string[]> {
  const modules = sizes.has('modules.json')
    ? await moduleFiles(path.join(folder, 'modules.json'))
    : [];
  const unknown: string[] = [];
  for (const file of [...OPTIONAL_FILES, ...modules]) {
    const known = sizes.has(file) || (await sizeOfFile(path.join(absent, file))) !== null;
    if (!known) unknown.push(file);
  }
  return unknown;
}

/** Settings of the modules that sentence-transformers would load; none where the file says none. */
async function moduleFiles(file: string): Promise<string[]> {
  const modules = await readFile(file, 'utf8')
    .then(
      (text): unknown => JSON.parse(text) as unknown,
      () => null,
    )
    .catch(() => null);
  if (!Array.isArray(modules)) return [];
  return modules.flatMap((module: unknown) => {
    const { path: at, type } = (
      typeof module === 'object' && module !== null ? module : {}
    ) as Record<string, unknown>;
    // Normalize has no settings, the transformer itself those of the root.
    const settled = typeof type === 'string' && /\.(Pooling|Dense)$/.test(type);
    return settled && typeof at === 'string' && /^\w+$/.test(at) ? [`${at}/config.json`] : [];
  });
}
