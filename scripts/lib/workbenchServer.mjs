import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { hostedVscode } from './hostedVscode.mjs';
import { endGroup, startGroup } from './processes.mjs';

const tied = fileURLToPath(new URL('tied.mjs', import.meta.url));
const START_TIMEOUT_MS = 60_000;

/**
 * @typedef {object} WorkbenchServer
 * @property {string} authority Host and port, as VS Code names the place of remote files.
 * @property {string} dataFolder Settings and logs of this server.
 * @property {Promise<number | null>} exited Its exit code, once it ended.
 * @property {() => Promise<void>} stop Ends it and removes its data.
 */

/**
 * Start the npm-hosted VS Code on a free local port with a fresh data folder.
 * @param {object} [options]
 * @param {Record<string, unknown>} [options.settings] User settings.
 * @param {Record<string, string>} [options.env] For the server and its extension hosts.
 * @param {boolean} [options.trustAll] Without workspace trust; on unless told otherwise.
 * @param {number} [options.port] 0, the default, takes a free one.
 * @param {string} [options.installed] Folder of an extension that shall count as installed. Without
 *   it, the address of a window may name one under development.
 * @returns {Promise<WorkbenchServer>}
 */
export async function startWorkbenchServer({
  settings = {},
  env = {},
  trustAll = true,
  port = 0,
  installed,
} = {}) {
  const { node, serverMain } = await hostedVscode();
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'hitlight-vscode-'));
  await mkdir(path.join(dataFolder, 'data/User'), { recursive: true });
  await writeFile(
    path.join(dataFolder, 'data/User/settings.json'),
    JSON.stringify({ ...quietSettings, ...settings }, null, 2),
  );
  if (installed) await linkExtension(installed, path.join(dataFolder, 'extensions'));
  const args = [
    serverMain,
    ...['--host', '127.0.0.1', '--port', String(port)],
    '--without-connection-token',
    '--accept-server-license-terms',
    ...['--server-data-dir', dataFolder],
    // Without this flag the workbench ignores the payload that names the extension under test. With
    // it, it hides most notifications.
    ...(installed ? [] : ['--enable-smoke-test-driver']),
    '--disable-telemetry',
    ...(trustAll ? ['--disable-workspace-trust'] : []),
  ];
  const child = startGroup(process.execPath, [tied, node, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...cleanEnvironment(), ...env },
  });
  const removeData = () => rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', removeData);
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    endGroup(child);
    await exited;
    process.off('exit', removeData);
    removeData();
  };
  try {
    const listening = await portFrom(child);
    return { authority: `127.0.0.1:${listening}`, dataFolder, exited, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The address that opens a folder. @param {string} authority @param {string} workspace */
export function workbenchAddress(authority, workspace) {
  return `http://${authority}/?folder=${encodeURI(pathToFileURL(workspace).pathname)}`;
}

/**
 * The address that opens a folder and runs the tests of an extension from its folder.
 * @param {string} authority
 * @param {object} options
 * @param {string} options.workspace Folder to open.
 * @param {string} options.extension Folder of the extension under development.
 * @param {string} options.tests Module whose run() the extension host shall call.
 */
export function testsAddress(authority, { workspace, extension, tests }) {
  /** @param {string} file */
  const remote = (file) => `vscode-remote://${authority}${pathToFileURL(file).pathname}`;
  const payload = [
    ['extensionDevelopmentPath', remote(extension)],
    ['extensionTestsPath', remote(tests)],
    ['skipWelcome', 'true'],
  ];
  return `${workbenchAddress(authority, workspace)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

/**
 * Make an extension count as installed where it is: VS Code takes up what it finds in its folder.
 * @param {string} extension
 * @param {string} extensionsFolder
 */
async function linkExtension(extension, extensionsFolder) {
  const manifest = await readFile(path.join(extension, 'package.json'), 'utf8');
  const { publisher, name, version } = JSON.parse(manifest);
  await mkdir(extensionsFolder, { recursive: true });
  const link = path.join(extensionsFolder, `${publisher}.${name}-${version}`);
  await symlink(extension, link, 'junction');
}

/** Nothing that moves, asks, or reaches for the network by itself. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'git.enabled': false,
  'chat.commandCenter.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  // The browser's default is to save a second after each edit.
  'files.autoSave': 'off',
  'editor.minimap.enabled': false,
  // A drag over selected text shall select, not move it.
  'editor.dragAndDrop': false,
  'chat.disableAIFeatures': true,
};

/** npm's and an outer VS Code's variables would change how the server behaves. */
function cleanEnvironment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|VSCODE_|ELECTRON_)/i.test(name)),
  );
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
function portFrom(child) {
  return new Promise((resolve, reject) => {
    let printed = '';
    const fail = (/** @type {string} */ why) =>
      reject(new Error(`VS Code server: expected it to listen, got ${why}\n${printed}`));
    const timer = setTimeout(() => fail(`nothing in ${START_TIMEOUT_MS} ms`), START_TIMEOUT_MS);
    /** @param {Buffer} chunk */
    const read = (chunk) => {
      printed = (printed + String(chunk)).slice(-10_000);
      const match = /Extension host agent listening on (\d+)/.exec(printed);
      if (!match) return;
      clearTimeout(timer);
      resolve(Number(match[1]));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`exit code ${code}`);
    });
  });
}
