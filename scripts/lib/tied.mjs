/**
 * Runs a program for as long as this process's standard input stays open:
 *   node tied.mjs COMMAND ARGUMENT …
 * The system closes that pipe when whoever started this ends, however it ends (SIGKILL too), so
 * a server started this way never outlives the test run it belongs to.
 */
import { spawn } from 'node:child_process';

const [command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
child.once('error', (error) => {
  console.error(String(error));
  process.exit(1);
});
child.once('exit', (code) => process.exit(code ?? 1));

process.stdin.resume();
process.stdin.once('close', () => {
  child.kill('SIGKILL');
  // The whole group, as started by startGroup: this process leads it.
  if (process.platform !== 'win32') process.kill(-process.pid, 'SIGKILL');
  process.exit(1);
});
