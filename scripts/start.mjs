/**
 * Builds Hitlight and opens VS Code with it on the samples:
 *   npm start              a desktop VS Code where there is one, else one in the browser
 *   npm start -- FOLDER    on another folder
 * HITLIGHT_VSCODE=desktop or =hosted decides which; HITLIGHT_PORT fixes the port of the hosted one.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { desktopVscode } from './lib/desktopVscode.mjs';
import { isOnPath, run } from './lib/processes.mjs';
import { startWorkbenchServer, workbenchAddress } from './lib/workbenchServer.mjs';

const extension = fileURLToPath(new URL('..', import.meta.url));
const workspace = path.resolve(process.argv[2] ?? path.join(extension, 'samples'));
if (!existsSync(workspace)) {
  console.error(`Start: expected a folder, got ${workspace}`);
  process.exit(2);
}

console.log('1/3 Building ...');
const shell = process.platform === 'win32';
const built = await run('npm', ['run', '--silent', 'build'], { cwd: extension, shell });
if (built !== 0) process.exit(built);

console.log('2/3 Looking for VS Code ...');
const desktop = await findDesktop();
process.exit(desktop ? await openDesktop(desktop) : await openHosted());

/** @returns {Promise<string | undefined>} A command that starts a desktop VS Code. */
async function findDesktop() {
  if (process.env.HITLIGHT_VSCODE === 'hosted') return undefined;
  if (isOnPath('code')) return 'code';
  try {
    return await desktopVscode();
  } catch (error) {
    console.log(`No desktop VS Code: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

/** @param {string} command @returns {Promise<number>} */
async function openDesktop(command) {
  console.log(`3/3 Opening ${command} on ${workspace}; ends when its window closes.`);
  const args = ['--new-window', '--wait', `--extensionDevelopmentPath=${extension}`, workspace];
  return run(command, args, { shell });
}

/** @returns {Promise<number>} */
async function openHosted() {
  console.log('    no desktop VS Code here: taking the npm-hosted one');
  const server = await startWorkbenchServer({
    port: Number(process.env.HITLIGHT_PORT ?? 0),
    settings: { 'workbench.startupEditor': 'readme' },
    installed: extension,
  });
  console.log(`3/3 VS Code is running. Open this address in a browser; Ctrl-C ends it.\n`);
  console.log(`    ${workbenchAddress(server.authority, workspace)}\n`);
  console.log('The README in that window says what to try.');
  return (await server.exited) ?? 1;
}
