import { isBuiltin } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { engineOnly } from '../../layers.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Packages that a bundled library imports but that no code path of ours reaches: sharp decodes
 * pictures, onnxruntime-web is the runtime of browsers. Bundling them would add 30 MB.
 */
const neverNeeded = ['sharp', 'onnxruntime-web'];

/**
 * Names that a bundle may leave to be resolved when it runs, beside Node's own modules.
 * @type {Record<'host' | 'engine' | 'cli' | 'webview', string[]>}
 */
const mayRequire = {
  host: ['vscode'],
  engine: ['onnxruntime-node'],
  cli: ['onnxruntime-node'],
  webview: [],
};

/**
 * The four bundles. VS Code and Node load CommonJS; the webview gets one classic script.
 * @param {{ production: boolean }} options
 * @returns {import('esbuild').BuildOptions[]}
 */
export function bundles({ production }) {
  /** @type {import('esbuild').BuildOptions} */
  const common = {
    absWorkingDir: root,
    bundle: true,
    minify: production,
    sourcemap: production ? false : 'linked',
    // Stack traces in logs stay readable.
    keepNames: true,
    logLevel: 'warning',
    metafile: true,
    // All licences are collected in THIRD-PARTY-NOTICES.txt.
    legalComments: 'none',
  };
  /** @type {import('esbuild').BuildOptions} */
  const node = {
    ...common,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // Its main file is UMD, whose requires cannot be followed.
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  };
  /** @param {keyof typeof mayRequire} name */
  const rules = (name) => ({
    external: mayRequire[name],
    plugins: [emptyModules(neverNeeded), checkContents(name)],
  });
  return [
    {
      ...node,
      ...rules('host'),
      entryPoints: ['src/extension.ts'],
      outfile: 'dist/extension.js',
    },
    {
      ...node,
      ...rules('engine'),
      entryPoints: ['src/engine/main.ts'],
      outfile: 'dist/engine.js',
      define: importMetaUrl.define,
      inject: importMetaUrl.inject,
    },
    {
      ...node,
      ...rules('cli'),
      entryPoints: ['src/cli.ts'],
      outfile: 'dist/cli.js',
      define: importMetaUrl.define,
      inject: importMetaUrl.inject,
    },
    {
      ...common,
      ...rules('webview'),
      platform: 'browser',
      target: 'chrome120',
      format: 'iife',
      entryPoints: { panel: 'webview/main.ts', report: 'webview/report/main.ts' },
      outdir: 'dist/webview',
    },
  ];
}

/** CommonJS has no import.meta: libraries that ask where they are get the bundle's own place. */
const importMetaUrl = {
  define: { 'import.meta.url': 'bundleUrl' },
  inject: [path.join(root, 'scripts/lib/bundleUrl.mjs')],
};

/** Replace packages by an empty module. @param {string[]} names @returns {import('esbuild').Plugin} */
function emptyModules(names) {
  const filter = new RegExp(`^(${names.join('|')})($|/)`);
  return {
    name: 'empty-modules',
    setup(build) {
      build.onResolve({ filter }, ({ path: name }) => ({ path: name, namespace: 'empty' }));
      build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({
        contents: 'module.exports = {};',
        loader: 'js',
      }));
    },
  };
}

/**
 * Fail the build when a bundle needs a module at run time that it must not (`vscode` anywhere but in
 * the host, onnxruntime in the host or the webview, a package that would have to be shipped), or when
 * engine code got into VS Code's own process.
 * @param {keyof typeof mayRequire} name
 * @returns {import('esbuild').Plugin}
 */
function checkContents(name) {
  return {
    name: 'check-contents',
    setup(build) {
      build.onEnd(({ metafile }) => {
        if (!metafile) return {};
        const required = Object.values(metafile.outputs)
          .flatMap((output) => output.imports)
          .filter(({ external, path: wanted }) => external && !isAllowed(wanted))
          .map(({ path: wanted }) => {
            const allowed = mayRequire[name].join(', ') || 'nothing';
            return `The ${name} bundle requires "${wanted}"; it may require only: ${allowed}`;
          });
        const contained = Object.keys(metafile.inputs)
          .filter((file) => (name === 'host' || name === 'webview') && isEngineOnly(file))
          .map((file) => `The ${name} bundle contains ${file}, which runs in the engine only`);
        return { errors: [...required, ...contained].map((text) => ({ text })) };
      });
    },
  };

  /** @param {string} wanted */
  function isAllowed(wanted) {
    const isNodes = name !== 'webview' && isBuiltin(wanted);
    return isNodes || mayRequire[name].includes(wanted);
  }
}

/** @param {string} file From the root of the repository. */
function isEngineOnly(file) {
  return engineOnly.some((folder) => file.startsWith(`src/${folder}/`));
}
