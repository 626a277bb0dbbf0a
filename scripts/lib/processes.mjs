import { spawn, spawnSync } from 'node:child_process';

const GRACE_MS = 5000;

/** Process groups started here and still running; all of them end with this process. */
const groups = new Set();

/**
 * Start a program in its own process group, so that it can be ended with all its children.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function startGroup(command, args, options = {}) {
  endGroupsOnExit();
  const child = spawn(command, args, { detached: process.platform !== 'win32', ...options });
  // Not forgotten when it exits: children may outlive the leader of their group.
  if (child.pid !== undefined) groups.add(child.pid);
  return child;
}

/**
 * End a program and every process it started.
 * @param {import('node:child_process').ChildProcess} child
 */
export function endGroup(child) {
  if (child.pid === undefined) return;
  signalGroup(child.pid, 'SIGKILL');
  groups.delete(child.pid);
}

/**
 * Run a program to its end, showing what it prints unless `options.stdio` says otherwise.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions & { timeoutMs?: number }} [options]
 * @returns {Promise<number>} Its exit code; 124, as timeout(1) has it, when `timeoutMs` passed.
 */
export function run(command, args, { timeoutMs, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = startGroup(command, args, { stdio: 'inherit', ...options });
    let timedOut = false;
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            // First a request, so that it can end what it started in groups of their own.
            if (child.pid !== undefined) signalGroup(child.pid, 'SIGTERM');
            setTimeout(() => endGroup(child), GRACE_MS).unref();
          }, timeoutMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      endGroup(child);
      resolve(timedOut ? 124 : (code ?? 1));
    });
  });
}

/** @param {string} command */
export function isOnPath(command) {
  const finder = process.platform === 'win32' ? 'where' : 'which';
  return spawnSync(finder, [command], { stdio: 'ignore' }).status === 0;
}

/** @param {number} pid @param {NodeJS.Signals} signal */
function signalGroup(pid, signal) {
  try {
    if (process.platform === 'win32') {
      spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' });
    } else {
      process.kill(-pid, signal);
    }
  } catch {
    // The group is gone already.
  }
}

let watchingExit = false;

function endGroupsOnExit() {
  if (watchingExit) return;
  watchingExit = true;
  process.once('exit', () => groups.forEach((pid) => signalGroup(pid, 'SIGKILL')));
  for (const [signal, code] of /** @type {const} */ ([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])) {
    process.once(signal, () => process.exit(code));
  }
}
