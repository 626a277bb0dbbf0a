import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { cacheFolder } from './cacheFolder.mjs';
import { followReport } from './testReport.mjs';

const REACHABLE_MS = 4000;
const SILENCE_MS = 240_000;

/**
 * A desktop VS Code to test in, downloaded into the cache folder.
 * @returns {Promise<string | undefined>} Its executable; nothing where it cannot be downloaded or shown.
 */
export async function desktopVscode() {
  const choice = process.env.HITLIGHT_VSCODE;
  if (choice === 'hosted') return undefined;
  if (choice !== 'desktop' && !(hasDisplay() && (await canDownload()))) return undefined;
  const cachePath = path.join(cacheFolder(), 'vscode-desktop');
  await mkdir(cachePath, { recursive: true });
  return downloadAndUnzipVSCode({ version: 'stable', cachePath });
}

/**
 * Run tests in the extension host of a desktop VS Code.
 * @param {string} executable
 * @param {import('./hostedTestRun.mjs').TestRun} testRun
 */
export async function runInDesktop(executable, { extension, tests, workspace, report, env }) {
  console.log(`In the desktop VS Code, ${executable}:`);
  let broken = /** @type {string | undefined} */ (undefined);
  const ended = runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: extension,
    extensionTestsPath: tests,
    extensionTestsEnv: env,
    launchArgs: [workspace, '--disable-extensions', '--disable-workspace-trust', '--skip-welcome'],
  }).then(
    (code) => code,
    (error) => (broken ??= String(error)),
  );
  const counts = await followReport(report, { silenceMs: SILENCE_MS, broken: () => broken });
  await ended;
  return counts;
}

function hasDisplay() {
  return (
    process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY)
  );
}

async function canDownload() {
  try {
    const response = await fetch('https://update.code.visualstudio.com/api/releases/stable', {
      signal: AbortSignal.timeout(REACHABLE_MS),
    });
    return response.ok;
  } catch {
    return false;
  }
}
