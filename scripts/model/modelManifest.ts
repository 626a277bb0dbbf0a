import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ManifestFile {
  /** Relative to the model folder, with '/'. */
  readonly path: string;
  readonly bytes: number;
  /** Hexadecimal SHA-256. */
  readonly sha256: string;
}

/** What a model folder must hold, byte for byte. Committed as models/<name>.json. */
export interface ModelManifest {
  readonly name: string;
  readonly license: string;
  readonly origin: string;
  readonly source: { readonly package: string; readonly version: string };
  /** Length of an embedding. */
  readonly dimension: number;
  /** Tokens at which texts are cut by default, and that the network can take. */
  readonly maxSequenceLength: number;
  readonly maxPositions: number;
  readonly files: readonly ManifestFile[];
}

export function readManifest(path: string): ModelManifest {
  return JSON.parse(readFileSync(path, 'utf8')) as ModelManifest;
}

export function describeFile(path: string, content: Uint8Array): ManifestFile {
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { path, bytes: content.byteLength, sha256 };
}

/**
 * The first way in which the files differ from the manifest, undefined when they are the same.
 * @param read content of a file by its path; undefined when it is missing.
 */
export function manifestMismatch(
  manifest: ModelManifest,
  read: (path: string) => Uint8Array | undefined,
): string | undefined {
  for (const expected of manifest.files) {
    const content = read(expected.path);
    if (content === undefined) return `expected ${expected.path}, got no such file`;
    const { bytes, sha256 } = describeFile(expected.path, content);
    if (bytes !== expected.bytes || sha256 !== expected.sha256) {
      return (
        `expected ${expected.path} with SHA-256 ${expected.sha256} (${String(expected.bytes)} ` +
        `bytes), got ${sha256} (${String(bytes)} bytes)`
      );
    }
  }
  return undefined;
}

/** `manifestMismatch` for a folder on disk. Cost: reads and hashes every file. */
export function folderMismatch(manifest: ModelManifest, folder: string): string | undefined {
  return manifestMismatch(manifest, (path) => {
    try {
      return readFileSync(join(folder, path));
    } catch {
      return undefined;
    }
  });
}
