import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { onlyImporters } from '../../layers.mjs';
import { isWithin, whyNot } from '../../scripts/lib/layerRule.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const MAX_LINES = 300;

/** Every file of a folder of the repository, as paths from its root. */
function filesIn(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .map((file) => file.replaceAll(path.sep, '/'));
}

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const isCode = (file: string): boolean => /\.(ts|mts|mjs)$/.test(file);

const source = filesIn('src').filter(isCode);
const webview = filesIn('webview').filter(isCode);
const tests = filesIn('test').filter((file) => isCode(file) && !file.startsWith('test/fixtures/'));
const scripts = filesIn('scripts').filter(isCode);
const stylesheets = filesIn('webview').filter((file) => file.endsWith('.css'));

interface Import {
  file: string;
  /** A package's name, or the imported file from the root of the repository. */
  target: string;
}

/** What a file imports, types and dynamic imports included. */
function importsOf(file: string): Import[] {
  return ts.preProcessFile(read(file), true, true).importedFiles.map(({ fileName }) => {
    if (!fileName.startsWith('.')) return { file, target: fileName };
    const target = path.posix.join(path.posix.dirname(file), fileName);
    return { file, target: target.replace(/\.js$/, '.ts') };
  });
}

const show = ({ file, target }: Import): string => `${file} imports ${target}`;

describe('layers', () => {
  it('has a row for every file of src', () => {
    expect(source.filter((file) => whyNot(file, file) !== undefined)).toEqual([]);
  });

  it('lets each folder import only what its row names', () => {
    const wrong = [...source, ...webview]
      .flatMap(importsOf)
      .filter(
        ({ file, target }) => /^(src|webview|test|scripts)\//.test(target) && whyNot(file, target),
      );
    expect(wrong.map(show)).toEqual([]);
  });

  it.each([
    ['src/tensor/tensor.ts', 'src/text/tokenizer.ts'],
    ['src/attribution/explain.ts', 'src/encoder/session.ts'],
    ['src/host/panel.ts', 'src/engine/main.ts'],
    ['src/engine/main.ts', 'src/host/panel.ts'],
    ['src/protocol.ts', 'src/tensor/tensor.ts'],
    ['src/cli.ts', 'webview/main.ts'],
    ['webview/main.ts', 'src/tensor/tensor.ts'],
    ['src/new/file.ts', 'src/new/other.ts'],
  ])('would notice %s importing %s', (file, target) => {
    expect(whyNot(file, target)).toBeDefined();
  });

  it.each(Object.entries(onlyImporters))('lets nobody else import %s', (name, importers) => {
    const wrong = [...source, ...webview]
      .flatMap(importsOf)
      .filter(({ target }) => target === name || target.startsWith(`${name}/`))
      .filter(({ file }) => !importers.some((place) => isWithin(file, place)));
    expect(wrong.map(show)).toEqual([]);
  });

  it('runs Node modules on no side but the engine, the host and the scripts', () => {
    const wrong = webview.flatMap(importsOf).filter(({ target }) => target.startsWith('node:'));
    expect(wrong.map(show)).toEqual([]);
  });
});

describe('files', () => {
  it(`have at most ${MAX_LINES} lines`, () => {
    const long = [...source, ...webview, ...stylesheets, ...scripts]
      .map((file) => ({ file, lines: read(file).split('\n').length - 1 }))
      .filter(({ lines }) => lines > MAX_LINES);
    expect(long).toEqual([]);
  });

  it('export by name, but for configurations that a tool reads', () => {
    const wrong = [...source, ...webview, ...scripts, ...tests]
      .filter((file) => !/\.config\.[cm]?[jt]s$/.test(file))
      .filter((file) => /^export default\b|\bas default\b/m.test(withoutComments(file)));
    expect(wrong).toEqual([]);
  });

  it('name no place on the machine they were written on', () => {
    const places = [root.replace(/[/\\]$/, ''), homedir()].filter((place) => place.length > 1);
    const named = new RegExp(places.map((place) => `${escapeRegExp(place)}(?![\\w-])`).join('|'));
    const rootFiles = readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.vsix'))
      .map((entry) => entry.name);
    const prose = [...filesIn('samples'), ...filesIn('.ci')];
    const wrong = [...source, ...webview, ...scripts, ...tests, ...rootFiles, ...prose].filter(
      (file) => named.test(read(file)),
    );
    expect(wrong).toEqual([]);
  });

  it('leave it to the installing machine where packages come from', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { resolved?: string }>;
    };
    const hosts = Object.values(packages)
      .flatMap(({ resolved }) => (resolved?.startsWith('http') ? [new URL(resolved).hostname] : []))
      .filter((host) => host !== 'registry.npmjs.org');
    expect([...new Set(hosts)]).toEqual([]);
  });
});

function withoutComments(file: string): string {
  return read(file).replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
