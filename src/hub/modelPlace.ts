/** The files of a model on this machine, found by looking at a folder. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { type ModelFiles, modelFiles } from './modelFiles.js';

/** A model that can be read: everything that an encoder needs, on this machine. */
export interface ModelPlace {
  /** For people: `org/name`, or a folder's or file's own name. */
  readonly name: string;
  /** Holds config.json, modules.json and the folders of modules. */
  readonly folder: string;
  /** The ONNX file. */
  readonly modelPath: string;
  /** tokenizer.json; null for a bare ONNX file. */
  readonly tokenizerPath: string | null;
  /** Commit of the repository; null for other folders. */
  readonly commit: string | null;
  /**
   * Small files of which is not known whether the repository has them: someone fetched only part of
   * it. Pooling or prompts may then be read wrongly. Empty for folders that are no part of the cache.
   */
  readonly unknownFiles: readonly string[];
}

/**
 * Tells which further files an ONNX file refers to, as paths from its own folder. Given by whoever can
 * read ONNX; without it only the names that exporters use are known.
 */
export type ExternalData = (modelPath: string) => readonly string[] | Promise<readonly string[]>;

/** The bytes of a regular file, links followed; null where there is none, or a broken link. */
export async function sizeOfFile(file: string): Promise<number | null> {
  try {
    const found = await stat(file);
    return found.isFile() ? found.size : null;
  } catch {
    return null;
  }
}

/** Deep enough for onnx/ and 1_Pooling/; a model folder may lie in a folder of much else. */
const DEPTH = 2;
const MOST_ENTRIES = 5_000;

/** Files below a folder with their sizes, by path with `/`. Empty where it cannot be read. */
export async function filesBelow(folder: string): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  const visit = async (below: string, depth: number): Promise<void> => {
    const entries = await readdir(path.join(folder, below), { withFileTypes: true }).catch(
      () => [],
    );
    for (const entry of entries.slice(0, MOST_ENTRIES)) {
      const at = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) {
        if (depth < DEPTH && !entry.name.startsWith('.')) await visit(at, depth + 1);
        continue;
      }
      const size = await sizeOfFile(path.join(folder, at));
      if (size !== null) found.set(at, size);
    }
  };
  await visit('', 0);
  return found;
}

export interface FoundModel {
  readonly files: ModelFiles;
  /** Paths within the folder, with their sizes in bytes. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** The model in a folder, or null. `file`: the ONNX file wanted; null: the best one. */
export async function modelIn(folder: string, file: string | null): Promise<FoundModel | null> {
  const sizes = await filesBelow(folder);
  const files = modelFiles([...sizes.keys()], file);
  return files ? { files, sizes } : null;
}

/** All that the model in a folder takes, in bytes. */
export function bytesOf({ files, sizes }: FoundModel): number {
  const { onnx, tokenizer, data, small } = files;
  const all = new Set([onnx, ...(tokenizer === null ? [] : [tokenizer]), ...data, ...small]);
  return [...all].reduce((total, file) => total + (sizes.get(file) ?? 0), 0);
}

/** Files that an ONNX file refers to and that are not beside it; as paths from its own folder. */
export async function missingData(
  modelPath: string,
  externalData: ExternalData | undefined,
): Promise<string[]> {
  if (!externalData) return [];
  const missing: string[] = [];
  for (const name of new Set(await externalData(modelPath))) {
    const inside = path.resolve(path.dirname(modelPath), name);
    if ((await sizeOfFile(inside)) === null) missing.push(name);
  }
  return missing;
}
