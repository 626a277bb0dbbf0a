import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cachedRepository, idOfFolder } from '../../../src/hub/cacheLayout.js';
import {
  formatHubName,
  isHubId,
  parseHubName,
  parseModelName,
} from '../../../src/hub/modelName.js';
import { isHostilePath, isSafeRepoPath } from '../../../src/hub/repoPath.js';

const base = path.resolve('/base');
const parse = (name: string, existing: readonly string[] = []) =>
  parseModelName(name, {
    baseFolder: base,
    home: path.resolve('/home/a'),
    exists: (place) => existing.includes(place),
  });
const local = (...parts: string[]) => ({ kind: 'local', path: path.resolve(...parts) });
const hub = (id: string, revision: string | null = null, file: string | null = null) => ({
  kind: 'hub',
  id,
  revision,
  file,
});

describe("a model's name", () => {
  it.each([
    ['bundled', { kind: 'bundled' }],
    [' bundled ', { kind: 'bundled' }],
    ['/models/a', local('/models/a')],
    ['./a', local(base, 'a')],
    ['../a', local(base, '../a')],
    ['..', local(base, '..')],
    ['a/b/', local(base, 'a/b')],
    ['~/models/a', local('/home/a/models/a')],
    ['org/name', hub('org/name')],
    ['org/name@v1.0', hub('org/name', 'v1.0')],
    ['org/name@refs/pr/3', hub('org/name', 'refs/pr/3')],
    ['org/name:onnx/model_int8.onnx', hub('org/name', null, 'onnx/model_int8.onnx')],
    ['org/name@v1:m.onnx', hub('org/name', 'v1', 'm.onnx')],
    ['https://huggingface.co/org/name', hub('org/name')],
    ['https://huggingface.co/org/name/', hub('org/name')],
    ['https://hf.co/org/name/tree/v1?x=1#y', hub('org/name', 'v1')],
    ['https://huggingface.co/org/name/blob/main/README.md', hub('org/name')],
  ])('%s is %o', (name, expected) => {
    expect(parse(name)).toEqual(expected);
  });

  it('with a drive is a path, on every system', () => {
    expect(parse('C:\\models\\a').kind).toBe('local');
    expect(parse('c:/models/a').kind).toBe('local');
    expect(parse('\\\\server\\models').kind).toBe('local');
  });

  it('of a folder that exists is that folder', () => {
    expect(parse('org/name', [path.join(base, 'org/name')])).toEqual(local(base, 'org/name'));
  });

  it('is looked up in no folder where none is given', () => {
    expect(parseModelName('src/hub', { exists: () => true })).toEqual(hub('src/hub'));
    expect(() => parseModelName('./a')).toThrow(
      'Model: expected an absolute path, a Hub id or "bundled", got a relative path: ./a',
    );
  });

  it.each([
    ['', 'got nothing'],
    ['   ', 'got nothing'],
    ['a\0b', 'got a�b'],
    ['org/name/more', 'got org/name/more'],
    ['org/na--me', 'got'],
    ['org/name.git', 'got'],
    ['org/name@', 'got'],
    ['org/name@a..b', 'got'],
    ['org/name@-x', 'got'],
    ['org/name:model.bin', 'got'],
    ['org/name:../model.onnx', 'got'],
    ['-org/name', 'got'],
    ['org/name\nmore', 'got org/name�more'],
    ['all-MiniLM-L6-v2', 'did you mean sentence-transformers/all-MiniLM-L6-v2?'],
  ])('%j is none', (name, reason) => {
    const ask = () => parse(name);
    expect(ask).toThrow(
      'Model: expected "bundled", a folder or .onnx file that exists, or a Hub id',
    );
    expect(ask).toThrow(reason);
  });

  it('is taken apart or refused in one line, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
        try {
          expect(['bundled', 'local', 'hub']).toContain(parse(name).kind);
        } catch (error) {
          expect(error).toMatchObject({ name: 'ModelError' });
          // eslint-disable-next-line no-control-regex -- what must not reach a terminal.
          expect((error as Error).message).not.toMatch(/[\u0000-\u001f\u2028\u2029\u202e]/);
        }
      }),
    );
  });
});

const part = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}$/);
const id = fc
  .tuple(part, part)
  .map((parts) => parts.join('/'))
  .filter(isHubId);
const name = fc
  .record({
    id,
    revision: fc.option(fc.stringMatching(/^[a-z0-9]{1,8}(\/[a-z0-9]{1,8})?$/)),
    file: fc.option(fc.stringMatching(/^([a-z0-9_]{1,8}\/)?[a-z0-9_]{1,8}\.onnx$/)),
  })
  .filter(({ revision, file }) => isSafeRepoPath(revision ?? 'x') && isSafeRepoPath(file ?? 'x'));

describe('a Hub id', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(name, (parts) => {
        expect(parseHubName(formatHubName(parts))).toEqual({ kind: 'hub', ...parts });
      }),
    );
  });

  it('has one folder of its own, inside the cache', () => {
    fc.assert(
      fc.property(id, (text) => {
        const { folder } = cachedRepository('/cache', text);
        expect(path.dirname(folder)).toBe(path.normalize('/cache'));
        expect(idOfFolder(path.basename(folder))).toBe(text);
      }),
    );
  });
});

describe('a file name of a repository', () => {
  it.each(['onnx/model.onnx', '1_Pooling/config.json', '.gitattributes', 'a b.txt', 'ä.json'])(
    '%s is safe',
    (file) => expect(isSafeRepoPath(file)).toBe(true),
  );

  it.each([
    ...['', '/a', 'a/', 'a//b', '.', './a', '..', 'a/..', '../a', 'a/../b', '.. /a', '..../a'],
    ...['C:a', 'C:\\a', 'a\\b', '\\\\s\\a', 'a\0b', 'a\nb', 'a:b', 'con', 'a/NUL.json', 'com1.txt'],
    ...['a.', 'a /b', 'a?', '\ud800', 'x'.repeat(600)],
  ])('%j is not', (file) => expect(isSafeRepoPath(file)).toBe(false));

  it('that is safe stays in its folder, by the rules of every system', () => {
    const piece = fc.constantFrom('..', '.', '/', '\\', 'C:', 'a', '\0', ' ', '~', 'onnx', '.onnx');
    const file = fc.oneof(
      fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(file, (text) => {
        if (!isSafeRepoPath(text)) return;
        expect(isHostilePath(text)).toBe(false);
        for (const [system, folder] of [
          [path.posix, '/cache/snapshot'],
          [path.win32, 'C:\\cache\\snapshot'],
        ] as const) {
          const joined = system.resolve(folder, text);
          expect(joined.startsWith(`${folder}${system.sep}`)).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
