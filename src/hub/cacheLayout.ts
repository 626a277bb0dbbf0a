/**
 * The cache as huggingface_hub lays it out, for one model:
 *   models--org--name/blobs/<hash>                content
 *                    /snapshots/<commit>/<path>   links to blobs
 *                    /refs/<revision>             a commit
 *                    /.no_exist/<commit>/<path>   known not to be in the repository
 */
import path from 'node:path';
import { isHubId } from './modelName.js';

export interface CachedRepository {
  readonly folder: string;
  readonly blobs: string;
  readonly snapshots: string;
  readonly refs: string;
  readonly absent: string;
}

export function cachedRepository(cacheFolder: string, id: string): CachedRepository {
  return layoutOf(path.join(cacheFolder, `models--${id.replace('/', '--')}`));
}

export function layoutOf(folder: string): CachedRepository {
  return {
    folder,
    blobs: path.join(folder, 'blobs'),
    snapshots: path.join(folder, 'snapshots'),
    refs: path.join(folder, 'refs'),
    absent: path.join(folder, '.no_exist'),
  };
}

/** The id of a model that a folder of the cache belongs to; null where it is none's. */
export function idOfFolder(name: string): string | null {
  const id = /^models--(.+)$/.exec(name)?.[1]?.replace('--', '/');
  return id !== undefined && isHubId(id) ? id : null;
}
