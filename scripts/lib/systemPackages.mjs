import { spawnSync } from 'node:child_process';
import { isOnPath, run } from './processes.mjs';

let listsAreFresh = false;

/**
 * Install Debian packages that are missing, where this process may (root, with apt-get).
 * @param {string[]} names
 * @param {string} purpose What they are for, for the message.
 * @throws When they are missing and cannot be installed here: the message says what to run.
 */
export async function needSystemPackages(names, purpose) {
  if (process.platform !== 'linux') return;
  const missing = names.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  const byHand = `${purpose}: ${missing.join(', ')} missing; install with "sudo apt-get install ${missing.join(' ')}"`;
  if (!isOnPath('apt-get') || process.getuid?.() !== 0) throw new Error(byHand);
  console.log(`Installing ${missing.join(', ')} (${purpose}) ...`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  /** @type {import('node:child_process').StdioOptions} */
  const stdio = ['ignore', 'ignore', 'inherit'];
  const quiet = { env, timeoutMs: 600_000, stdio };
  if (!listsAreFresh) {
    await run('apt-get', ['update', '-q'], quiet);
    listsAreFresh = true;
  }
  const code = await run(
    'apt-get',
    ['install', '-y', '-q', '--no-install-recommends', ...missing],
    quiet,
  );
  if (code !== 0) throw new Error(`${byHand} (apt-get failed here with code ${code})`);
}

/** @param {string} name */
function isInstalled(name) {
  const { status, stdout } = spawnSync('dpkg-query', ['-W', '-f', '${Status}', name]);
  return status === 0 && String(stdout).includes('install ok installed');
}
