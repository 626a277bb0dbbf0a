import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder } from './cacheFolder.mjs';
import { run } from './processes.mjs';
import { needSystemPackages } from './systemPackages.mjs';

/**
 * A VS Code that comes from the npm registry alone: the npm package code-server contains the server
 * and the web workbench of VS Code 1.139.1, the npm package node the runtime that it is built for.
 */
const CODE_SERVER = '4.139.1';
const NODE_MAJOR = '24';

/** Raise when the way of installing changes, so that caches of the old way are not taken up. */
const RECIPE = 1;

const INSTALL_TIMEOUT_MS = 15 * 60_000;
const STALE_AFTER_MS = 60 * 60_000;

/**
 * @typedef {object} HostedVscode
 * @property {string} node The Node.js that runs it.
 * @property {string} serverMain The server's entry file.
 */

/**
 * The npm-hosted VS Code, installed into the cache folder on first use (minutes, 600 MB).
 * The folder appears under its name only when complete, so an install that was cut off, or two at
 * the same time, leave nothing half-made behind.
 * @returns {Promise<HostedVscode>}
 */
export async function hostedVscode() {
  const folder = path.join(
    cacheFolder(),
    `vscode-server-${CODE_SERVER}-node${NODE_MAJOR}-${process.platform}-${process.arch}-r${RECIPE}`,
  );
  if (!existsSync(folder)) await install(folder);
  return parts(folder);
}

/** @param {string} folder */
async function install(folder) {
  await needSystemPackages(['libkrb5-dev'], 'building the npm-hosted VS Code');
  await mkdir(path.dirname(folder), { recursive: true });
  await removeStale(path.dirname(folder));
  const draft = await mkdtemp(`${folder}.installing-`);
  console.log(`Installing VS Code from the npm registry into ${folder}`);
  console.log('(code-server and Node.js, 600 MB, once per machine, about two minutes) ...');
  const started = Date.now();
  try {
    await writeFile(
      path.join(draft, 'package.json'),
      JSON.stringify({
        private: true,
        // npm 11 runs only the install scripts that are allowed by name.
        allowScripts: { node: true, argon2: true, 'code-server': true },
      }),
    );
    await npmInstall(draft, `node@${NODE_MAJOR}`, process.env.PATH ?? '');
    const nodeFolder = path.dirname(parts(draft).node);
    // The server's own install script compiles add-ons for, and insists on, the node first on PATH.
    await npmInstall(
      draft,
      `code-server@${CODE_SERVER}`,
      nodeFolder + path.delimiter + (process.env.PATH ?? ''),
    );
    const { serverMain, node } = parts(draft);
    if (!existsSync(serverMain) || !existsSync(node)) {
      throw new Error(`VS Code install: expected ${serverMain} and ${node} after npm install`);
    }
    await rename(draft, folder).catch(async (error) => {
      // Another process finished first: its folder is as good as ours.
      if (!existsSync(folder)) throw error;
    });
    console.log(`VS Code installed in ${Math.round((Date.now() - started) / 1000)} s`);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/**
 * @param {string} cwd
 * @param {string} what
 * @param {string} PATH
 */
async function npmInstall(cwd, what, PATH) {
  // npm passes its own settings to scripts in the environment: an outer `npm test` must not decide
  // how this install is done.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith('npm_')),
  );
  const args = ['install', what, '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const code = await run(npm, args, {
    cwd,
    env: { ...env, PATH },
    timeoutMs: INSTALL_TIMEOUT_MS,
    shell: process.platform === 'win32',
  });
  if (code !== 0) throw new Error(`npm ${args.join(' ')}: expected exit code 0, got ${code}`);
}

/** Remove what installs that were cut off left behind. @param {string} parent */
async function removeStale(parent) {
  for (const name of await readdir(parent)) {
    if (!name.includes('.installing-')) continue;
    const leftover = path.join(parent, name);
    const { mtimeMs } = await stat(leftover);
    if (Date.now() - mtimeMs > STALE_AFTER_MS) await rm(leftover, { recursive: true, force: true });
  }
}

/** @param {string} folder @returns {HostedVscode} */
function parts(folder) {
  const executable = process.platform === 'win32' ? 'node.exe' : 'node';
  return {
    node: path.join(folder, 'node_modules/node/bin', executable),
    serverMain: path.join(folder, 'node_modules/code-server/lib/vscode/out/server-main.js'),
  };
}
