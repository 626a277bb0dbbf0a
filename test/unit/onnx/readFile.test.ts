import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { TensorField } from '../../../src/onnx/fields.js';
import { readModelFile } from '../../../src/onnx/readFile.js';
import { all, entry, initializer, modelFile, tensorBody } from './protoFile.js';

const scratch = mkdtempSync(join(tmpdir(), 'hitlight-onnx-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

const external = (name: string, dims: readonly number[], location: string, offset: number) =>
  initializer(
    name,
    tensorBody(
      dims,
      1,
      all(
        entry(TensorField.externalData, 'location', location),
        entry(TensorField.externalData, 'offset', String(offset)),
        (tensor) => {
          tensor.int(TensorField.dataLocation, 1);
        },
      ),
    ),
  );

describe('a model with weights beside it', () => {
  const folder = join(scratch, 'model');
  const path = join(folder, 'model.onnx');
  const data = join(folder, 'weights', 'all.bin');

  beforeEach(() => {
    mkdirSync(join(folder, 'weights'), { recursive: true });
    writeFileSync(data, new Uint8Array(Float32Array.of(0, 1, 2, 3, 4).buffer));
    writeFileSync(
      path,
      modelFile(
        all(
          external('a', [2], 'weights/all.bin', 4),
          external('b', [1, 2], 'weights/all.bin', 12),
          external('none', [0], 'weights/all.bin', 0),
        ),
      ),
    );
  });

  it('gets each tensor from its place in the file', () => {
    const { initializers } = readModelFile(path).graph;
    expect(initializers.get('a')?.data).toEqual(Float32Array.of(1, 2));
    expect(initializers.get('b')).toEqual({
      dtype: 'float32',
      dims: [1, 2],
      data: Float32Array.of(3, 4),
    });
    expect(initializers.get('none')?.data).toHaveLength(0);
  });

  it('says so when that file is too short', () => {
    truncateSync(data, 19);
    expect(() => readModelFile(path)).toThrow(
      `ONNX: expected 8 bytes at 12, got a file of 19 bytes (${data})`,
    );
  });

  it('says so when that file was not downloaded', () => {
    writeFileSync(data, 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 20\n');
    expect(() => readModelFile(path)).toThrow(
      'ONNX: expected external data, got a Git LFS pointer (git lfs pull) (weights/all.bin)',
    );
  });

  it('says so when that file is missing', () => {
    rmSync(data);
    expect(() => readModelFile(path)).toThrow(
      `ONNX: expected a readable file, got none of that name (${data})`,
    );
  });

  it.skipIf(process.platform === 'win32')('follows links, as in the cache of the Hub', () => {
    const snapshot = join(scratch, 'snapshot');
    mkdirSync(join(snapshot, 'weights'), { recursive: true });
    symlinkSync(path, join(snapshot, 'model.onnx'));
    symlinkSync(data, join(snapshot, 'weights', 'all.bin'));
    expect(readModelFile(join(snapshot, 'model.onnx'))).toEqual(readModelFile(path));
  });

  it.skipIf(process.platform === 'win32')('does not read devices, which never end', () => {
    rmSync(data);
    symlinkSync('/dev/zero', data);
    expect(() => readModelFile(path)).toThrow(
      `ONNX: expected a file, got a device or pipe (${data})`,
    );
  });

  it.skipIf(process.platform === 'win32')('does not wait for a pipe', () => {
    rmSync(data);
    execFileSync('mkfifo', [data]);
    expect(() => readModelFile(path)).toThrow(
      `ONNX: expected a file, got a device or pipe (${data})`,
    );
  });
});

describe('a path that is no model', () => {
  it('a folder', () => {
    expect(() => readModelFile(scratch)).toThrow(
      `ONNX: expected a file, got a folder (${scratch})`,
    );
  });

  it('nothing', () => {
    const path = join(scratch, 'absent.onnx');
    expect(() => readModelFile(path)).toThrow(
      `ONNX: expected a readable file, got none of that name (${path})`,
    );
  });

  it('more than protobuf can hold', () => {
    const path = join(scratch, 'large.onnx');
    writeFileSync(path, '');
    // Sparse: takes no room on disk.
    truncateSync(path, 2 ** 31);
    expect(() => readModelFile(path)).toThrow(
      `ONNX: expected a model file below 2 GiB, got 2147483648 bytes (${path})`,
    );
  });
});
