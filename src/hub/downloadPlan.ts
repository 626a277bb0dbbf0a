/** What of a repository has to be fetched so that its model can be read from the cache. */
import path from 'node:path';
import { type CachedRepository } from './cacheLayout.js';
import { HubError, shown } from './hubError.js';
import { hasOtherWeights, type ModelFiles, modelFiles, onnxFiles } from './modelFiles.js';
import { sizeOfFile } from './modelPlace.js';
import { isSafeRepoPath } from './repoPath.js';
import type { RemoteFile, Repository } from './repository.js';

/** The files of a model on the Hub. The ONNX file comes last: its presence marks a whole snapshot. */
export interface ModelOnHub {
  readonly onnx: RemoteFile;
  /** Everything else, small files first. */
  readonly others: readonly RemoteFile[];
}

/**
 * Throws HubError `no-onnx` where the repository has no ONNX file that is meant, or no tokenizer.json, and
 * `malformed` where a name could not be a file's on some system.
 */
export function modelOnHub(repository: Repository, file: string | null): ModelOnHub {
  const { files, id } = repository;
  const paths = files.map((entry) => entry.path);
  const found = modelFiles(paths, file);
  if (!found) throw withoutOnnx(id, paths, file);
  if (found.tokenizer === null) {
    throw new HubError(
      'no-onnx',
      `Model: expected tokenizer.json in ${id}, got none; in Python, ` +
        `AutoTokenizer.from_pretrained("${id}").save_pretrained(DIR) writes one`,
    );
  }
  const others = namesOf(found).map((name) => entryOf(files, name));
  return {
    onnx: entryOf(files, found.onnx),
    others: others.sort((a, b) => a.size - b.size),
  };
}

/** A file of the repository by its path. Throws HubError. */
export function entryOf(files: readonly RemoteFile[], name: string): RemoteFile {
  const entry = files.find((file) => file.path === name);
  if (!entry || !isSafeRepoPath(name)) {
    const got = entry ? 'a name that files cannot have' : 'none';
    throw new HubError(
      'malformed',
      `Model: expected the file ${shown(name)} on the Hub, got ${got}`,
    );
  }
  return entry;
}

/** Whether a file is here, as a blob or as a file of the snapshot itself, in its full length. */
export async function isHere(
  { blobs, snapshots }: CachedRepository,
  commit: string,
  { hash, path: name, size }: RemoteFile,
): Promise<boolean> {
  const places = [path.join(blobs, hash), path.join(snapshots, commit, name)];
  for (const place of places) if ((await sizeOfFile(place)) === size) return true;
  return false;
}

/** Files that share a content are fetched once. */
export function distinct(files: readonly RemoteFile[]): RemoteFile[] {
  return [...new Map(files.map((file) => [file.hash, file])).values()];
}

export function totalBytes(files: readonly RemoteFile[]): number {
  return files.reduce((total, { size }) => total + size, 0);
}

function namesOf({ tokenizer, data, small }: ModelFiles): string[] {
  return [...new Set([...small, ...(tokenizer === null ? [] : [tokenizer]), ...data])];
}

function withoutOnnx(id: string, paths: readonly string[], file: string | null): HubError {
  const onnx = onnxFiles(paths);
  if (onnx.length > 0) {
    const wanted = file === null ? 'model.onnx or onnx/model.onnx' : shown(file);
    return new HubError(
      'no-onnx',
      `Model: expected ${wanted} in ${id}, got ${shown(onnx.join(', '))}; name one: ${id}:FILE`,
    );
  }
  const got = hasOtherWeights(paths) ? 'weights in other formats only' : 'none';
  return new HubError(
    'no-onnx',
    `Model: expected an ONNX file in ${id}, got ${got}; ${exportAdvice(id)}`,
  );
}

/** What to do about a model without an ONNX file. */
export function exportAdvice(id: string): string {
  const name = id.slice(id.indexOf('/') + 1);
  return (
    `run "optimum-cli export onnx --model ${id} DIR" and name DIR, or look for a converted copy ` +
    `such as onnx-community/${name}-ONNX`
  );
}
