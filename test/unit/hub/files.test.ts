/** Small parts: which files belong to a model, partial files, links, errors of the disk. */
import { lstatSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contentHash } from '../../../src/hub/contentHash.js';
import { diskFailure } from '../../../src/hub/diskFailure.js';
import { freeBytes } from '../../../src/hub/freeSpace.js';
import { HubError } from '../../../src/hub/hubError.js';
import { modelFiles, onnxFiles } from '../../../src/hub/modelFiles.js';
import { claimPartial, releasePartial, sweepPartials } from '../../../src/hub/partialFiles.js';
import { placeInSnapshot, writeOnce, writeWhole } from '../../../src/hub/snapshotFiles.js';
import { unfinishedName } from '../../../src/hub/unfinishedFiles.js';
import { temporaryFolder, writeFiles } from '../../support/hubModels.js';

let place: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  place = temporaryFolder();
});
afterEach(() => place.remove());
const at = (file: string) => path.join(place.folder, file);

/** The name of a file that a process of this machine writes. */
function unfinished(of: string, pid: number): string {
  return unfinishedName(of).replace(/-\d+-[0-9a-f]{8}\.incomplete$/, `-${pid}-00000000.incomplete`);
}

describe("a model's files", () => {
  it('prefer exact weights', () => {
    const paths = ['onnx/model_q4.onnx', 'model_quantized.onnx', 'onnx/model_fp16.onnx', 'x.onnx'];
    expect(modelFiles(paths, null)?.onnx).toBe('model_quantized.onnx');
    expect(modelFiles([...paths, 'model.onnx'], null)?.onnx).toBe('model.onnx');
    expect(modelFiles([...paths, 'model.onnx', 'onnx/model.onnx'], null)?.onnx).toBe(
      'onnx/model.onnx',
    );
    expect(onnxFiles(paths).at(-1)).toBe('x.onnx');
  });

  it('are none where it is unclear which one is meant', () => {
    expect(modelFiles(['encoder.onnx', 'decoder.onnx'], null)).toBeNull();
    expect(modelFiles(['encoder.onnx', 'decoder.onnx'], 'encoder.onnx')?.onnx).toBe('encoder.onnx');
    expect(modelFiles(['encoder.onnx'], null)?.onnx).toBe('encoder.onnx');
    expect(modelFiles(['encoder.onnx'], 'other.onnx')).toBeNull();
  });

  it('take the data of the ONNX file, not of another', () => {
    const own = [
      'model.onnx_data',
      'model.onnx_data_1',
      'model.onnx.data',
      'Constant_7_attr__value',
    ];
    const others = [
      'model_fp16.onnx_data',
      'model_q4.onnx',
      'tokenizer.json',
      'model.onnx_dataset',
    ];
    const paths = ['model.onnx', ...own, ...others].map((file) => `onnx/${file}`);
    expect(modelFiles(paths, null)?.data).toEqual(own.map((file) => `onnx/${file}`));
    expect(modelFiles(paths, 'onnx/model_q4.onnx')?.data).toEqual(['onnx/Constant_7_attr__value']);
  });

  it('take the tokenizer of the root, else the one beside the ONNX file', () => {
    const paths = ['onnx/model.onnx', 'onnx/tokenizer.json'];
    expect(modelFiles(paths, null)?.tokenizer).toBe('onnx/tokenizer.json');
    expect(modelFiles([...paths, 'tokenizer.json'], null)?.tokenizer).toBe('tokenizer.json');
    expect(modelFiles(['onnx/model.onnx', 'x/tokenizer.json'], null)?.tokenizer).toBeNull();
  });

  it('take the settings of modules, and the weights of dense layers', () => {
    const small = ['1_Pooling/config.json', '2_Dense/config.json', '2_Dense/model.safetensors'];
    const rest = ['2_Dense/pytorch_model.bin', 'model.safetensors', 'README.md'];
    expect(modelFiles(['model.onnx', ...small, ...rest], null)?.small).toEqual(small);
  });
});

describe('a partial file', () => {
  const hash = 'a'.repeat(64);

  it('that was given up is taken over, by one taker', async () => {
    const first = await claimPartial(place.folder, hash);
    writeFileSync(first.path, 'half');
    await releasePartial(first);
    const takers = await Promise.all([1, 2, 3].map(() => claimPartial(place.folder, hash)));
    expect(takers.map(({ size }) => size).sort()).toEqual([0, 0, 4]);
    expect(new Set(takers.map((taker) => taker.path)).size).toBe(3);
  });

  it('of another process is left alone while that lives, or may live elsewhere', async () => {
    const { path: own } = await claimPartial(place.folder, hash);
    const alive = unfinished(hash, process.ppid);
    const elsewhere = `${hash}.00000000-1-00000000.incomplete`;
    const python = `${hash}.incomplete`;
    const dead = unfinished(hash, 4194304);
    writeFiles(place.folder, { [alive]: 'x', [elsewhere]: 'x', [python]: 'x', [dead]: 'x' });
    await sweepPartials(place.folder, new Set([hash]));
    expect(readdirSync(place.folder).length).toBe(5);
    await sweepPartials(place.folder, new Set());
    expect(readdirSync(place.folder).sort()).toEqual(
      [path.basename(own), alive, elsewhere, python].sort(),
    );
    utimesSync(at(elsewhere), 1, 1);
    await sweepPartials(place.folder, new Set());
    expect(readdirSync(place.folder)).not.toContain(elsewhere);
  });
});

describe('an entry of a snapshot', () => {
  const refuse = () => Promise.reject(Object.assign(new Error('no'), { code: 'EPERM' }));
  const { symlink, link } = {
    symlink: refuse,
    link: async (existing: string, to: string) =>
      (await import('node:fs/promises')).link(existing, to),
  };

  it.each([
    ['a hard link', { symlink, link }, 2],
    ['a copy', { symlink, link: refuse }, 1],
  ])('is %s where symbolic links may not be made', async (_, linking, names) => {
    writeFiles(place.folder, { 'blobs/b': 'content' });
    await placeInSnapshot(at('blobs/b'), at('snapshots/c/onnx/m'), linking);
    expect(readFileSync(at('snapshots/c/onnx/m'), 'utf8')).toBe('content');
    expect(lstatSync(at('snapshots/c/onnx/m')).isSymbolicLink()).toBe(false);
    expect(lstatSync(at('blobs/b')).nlink).toBe(names);
    expect(readdirSync(at('snapshots/c/onnx'))).toEqual(['m']);
  });

  it('takes the place of a broken link', async () => {
    writeFiles(place.folder, { 'blobs/b': 'content' });
    await placeInSnapshot(at('blobs/gone'), at('s/m'));
    await placeInSnapshot(at('blobs/b'), at('s/m'));
    expect(readFileSync(at('s/m'), 'utf8')).toBe('content');
  });

  it('is written whole, over another or only where there is none', async () => {
    await writeWhole(at('refs/a'), '1');
    await writeWhole(at('refs/a'), '2');
    await writeOnce(at('refs/a'), '3');
    await writeOnce(at('refs/b'), '4');
    expect(readFileSync(at('refs/a'), 'utf8') + readFileSync(at('refs/b'), 'utf8')).toBe('24');
    expect(readdirSync(at('refs')).sort()).toEqual(['a', 'b']);
  });
});

describe('what a killed process left beside an entry', () => {
  it.each([
    ['a link', () => placeInSnapshot(at('b'), at('s/m'))],
    ['a file', () => writeWhole(at('s/m'), '1')],
    ['a file that is there once', () => writeOnce(at('s/m'), '')],
  ])('goes when %s is made, and what a living one writes stays', async (_, make) => {
    const dead = unfinished('.m', 4194304);
    const alive = unfinished('.m', process.ppid);
    const other = unfinished('.n', 4194304);
    writeFiles(place.folder, { b: 'content' });
    for (const name of [dead, alive, other]) writeFiles(at('s'), { [name]: '' });
    await make();
    expect(readdirSync(at('s')).sort()).toEqual(['m', alive, other].sort());
  });
});

describe('the disk', () => {
  it.each([
    ['ENOSPC', 'disk-full', 'disk full'],
    ['EDQUOT', 'disk-full', 'disk full'],
    ['EROFS', 'read-only', 'change its permissions, or set HF_HUB_CACHE'],
    ['EACCES', 'read-only', 'change its permissions'],
    ['EIO', 'read-only', 'got EIO'],
  ])('that says %s is explained', (code, failure, text) => {
    const found = diskFailure(Object.assign(new Error(code), { code }), '/cache');
    expect(found).toMatchObject({ failure, name: 'ModelError' });
    expect((found as Error).message).toContain(text);
  });

  it('leaves other errors as they are', () => {
    const errors = [new HubError('server', 'x'), new TypeError('y')];
    expect(errors.map((error) => diskFailure(error, '/cache'))).toEqual(errors);
  });

  it('tells its room', async () => {
    expect(await freeBytes(place.folder)).toBeGreaterThan(0);
    expect(await freeBytes(at('none'))).toBeNull();
  });
});

describe('a content', () => {
  it('has the names that git and LFS give it', () => {
    const text = Buffer.from('hello\n');
    const hash = (expected: string) => contentHash(expected, 6).update(text).digest('hex');
    expect(hash('0'.repeat(40))).toBe('ce013625030ba8dba906f756967f9e9ca394464a');
    expect(hash('0'.repeat(64))).toBe(
      '5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03',
    );
  });
});
