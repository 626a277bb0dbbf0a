import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';

const windowsBinaries = [
  'DirectML.dll',
  'dxcompiler.dll',
  'dxil.dll',
  'onnxruntime.dll',
  'onnxruntime_binding.node',
];

/**
 * VSIX target to the folder of its binaries in onnxruntime-node, and those files' names. There is
 * none for darwin-x64 (dropped by onnxruntime 1.24) nor for Alpine (onnxruntime needs glibc).
 * @type {Record<string, { folder: string, binaries: string[] }>}
 */
export const targets = {
  'linux-x64': {
    folder: 'linux/x64',
    binaries: ['libonnxruntime.so.1', 'onnxruntime_binding.node'],
  },
  'linux-arm64': {
    folder: 'linux/arm64',
    binaries: ['libonnxruntime.so.1', 'onnxruntime_binding.node'],
  },
  'darwin-arm64': {
    folder: 'darwin/arm64',
    // A second, identical copy of the library under its full version is linked by nothing.
    binaries: ['libonnxruntime.1.dylib', 'onnxruntime_binding.node'],
  },
  'win32-x64': { folder: 'win32/x64', binaries: windowsBinaries },
  'win32-arm64': { folder: 'win32/arm64', binaries: windowsBinaries },
};

/** Without these the extension cannot do its work, so a package without one is not made. */
const needed = [
  'package.json',
  'package.nls.json',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'dist/THIRD-PARTY-NOTICES.txt',
  'dist/extension.js',
  'dist/engine.js',
  'dist/cli.js',
  'dist/webview/panel.js',
  'dist/webview/panel.css',
  'dist/webview/report.js',
  'dist/webview/report.css',
];

/**
 * Copy what ships to one platform into a folder of its own: the files that .vscodeignore lets
 * through, and onnxruntime-node with the binaries of that platform only.
 * @param {string} root The repository, built for production.
 * @param {string} target
 */
export async function stagePackage(root, target) {
  const folder = path.join(root, '.cache/package', target);
  await rm(folder, { recursive: true, force: true });
  for (const file of await listFiles({ cwd: root, packageManager: PackageManager.None })) {
    await copy(root, folder, file);
  }
  for (const file of await runtimeFiles(root, target)) {
    await copy(path.join(root, 'node_modules'), path.join(folder, 'dist/node_modules'), file);
  }
  // Everything in the folder ships: vsce asks for that to be said.
  await writeFile(path.join(folder, '.vscodeignore'), '');
  const version = await writeManifest(folder);
  checkPresent(folder);
  return { folder, version };
}

/** @param {string} from @param {string} to @param {string} file */
async function copy(from, to, file) {
  await mkdir(path.dirname(path.join(to, file)), { recursive: true });
  await cp(path.join(from, file), path.join(to, file));
}

/**
 * Files of onnxruntime-node and of the one package it needs when it runs, from node_modules. Its
 * binding looks for its library beside itself, so the folders stay as they are.
 * @param {string} root
 * @param {string} target
 */
async function runtimeFiles(root, target) {
  const { folder, binaries } = targetOf(target);
  const modules = path.join(root, 'node_modules');
  const common = await readdir(path.join(modules, 'onnxruntime-common/dist/cjs'));
  return [
    'onnxruntime-node/package.json',
    ...['backend', 'binding', 'index', 'version'].map((name) => `onnxruntime-node/dist/${name}.js`),
    ...binaries.map((name) => `onnxruntime-node/bin/napi-v6/${folder}/${name}`),
    'onnxruntime-common/package.json',
    ...common
      .filter((name) => name.endsWith('.js') || name === 'package.json')
      .map((name) => `onnxruntime-common/dist/cjs/${name}`),
  ];
}

/** @param {string} target */
function targetOf(target) {
  const found = targets[target];
  if (!found) throw new Error(`Package: expected a target of ${Object.keys(targets).join(', ')}`);
  return found;
}

/** @param {string} folder */
function checkPresent(folder) {
  const missing = needed.filter((file) => !existsSync(path.join(folder, file)));
  if (missing.length > 0) throw new Error(`Package: expected ${missing.join(', ')} to be there`);
}

/**
 * The manifest as shipped: nothing that only serves development.
 * @param {string} folder
 * @returns {Promise<string>} The version.
 */
async function writeManifest(folder) {
  const file = path.join(folder, 'package.json');
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  for (const name of ['devDependencies', 'dependencies', 'scripts', 'allowScripts', 'private']) {
    delete manifest[name];
  }
  await writeFile(file, `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest.version;
}
