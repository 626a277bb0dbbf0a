import { closeSync, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isLfsPointer } from './assertOnnxFile.js';
import type { Model } from './graph.js';
import { OnnxError } from './OnnxError.js';
import { readModel } from './read.js';

/** Protobuf messages end here, and so does one read of Node's file system. */
const maxBytes = 2 ** 31 - 1;

/**
 * Reads a model from disk, with external data from files in its own folder.
 *
 * Symbolic links are followed: the Hub's cache consists of links from snapshot names to blobs.
 * What a link points to was chosen by whoever filled the folder, not by the model file.
 * Blocks while reading. @throws OnnxError
 */
export function readModelFile(path: string): Model {
  const files = new Map<string, OpenFile>();
  try {
    const model = new OpenFile(path);
    files.set('', model);
    if (model.size > maxBytes) {
      throw new OnnxError('a model file below 2 GiB', `${String(model.size)} bytes`, path);
    }
    return readModel(model.read(0, model.size), {
      externalData: (location, offset, length) => {
        let file = files.get(location);
        if (file === undefined) {
          file = new OpenFile(join(dirname(path), ...location.split(/[/\\]/)));
          files.set(location, file);
          if (isLfsPointer(file.read(0, Math.min(file.size, 64)))) {
            throw new OnnxError('external data', 'a Git LFS pointer (git lfs pull)', location);
          }
        }
        return file.read(offset, length);
      },
    });
  } finally {
    for (const file of files.values()) file.close();
  }
}

class OpenFile {
  readonly size: number;
  readonly #descriptor: number;
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
    try {
      // Before opening: that alone waits for ever on a pipe.
      assertFile(statSync(path), path);
      this.#descriptor = openSync(path, 'r');
    } catch (error) {
      if (error instanceof OnnxError) throw error;
      const reason = error instanceof Error && 'code' in error ? String(error.code) : 'no access';
      throw new OnnxError(
        'a readable file',
        reason === 'ENOENT' ? 'none of that name' : reason,
        path,
      );
    }
    this.size = fstatSync(this.#descriptor).size;
  }

  read(offset: number, length: number): Uint8Array {
    if (offset + length > this.size) {
      throw new OnnxError(
        `${String(length)} bytes at ${String(offset)}`,
        `a file of ${String(this.size)} bytes`,
        this.#path,
      );
    }
    const bytes = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      const step = Math.min(length - done, maxBytes);
      const count = readSync(this.#descriptor, bytes, done, step, offset + done);
      if (count === 0) {
        throw new OnnxError(
          `${String(length)} bytes`,
          `${String(done)}: the file shrank`,
          this.#path,
        );
      }
      done += count;
    }
    return bytes;
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/** A device or pipe has no size, and reading it may never end. */
function assertFile(stat: Stats, path: string): void {
  if (stat.isFile()) return;
  throw new OnnxError('a file', stat.isDirectory() ? 'a folder' : 'a device or pipe', path);
}
