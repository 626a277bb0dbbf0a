import { fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { StartEngine } from './link.js';

export interface ForkOptions {
  /** The bundled engine (`dist/engine.js`). */
  readonly script: string;
  /** Read at every start, so that changed settings reach the next process. */
  readonly args: () => readonly string[];
  /** Added to this process's own environment; read at every start, too. */
  readonly environment?: () => Readonly<Record<string, string>>;
  /** Receives what the process and its native libraries print, line by line. */
  readonly log: (line: string) => void;
  /** Folder for the process; the user's workspace would be none of its business. */
  readonly cwd?: string;
}

/** Starts engine processes with `child_process.fork`. */
export function forkEngine(options: ForkOptions): StartEngine {
  const { script, args, log, cwd, environment } = options;
  return (events) => {
    const child = fork(script, [...args()], {
      // JSON, the default, would turn NaN into null and typed arrays into objects.
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execPath: process.execPath,
      // The extension host's own flags, such as --inspect with its port, are not for a child.
      execArgv: [],
      env: { ...engineEnvironment(process.env), ...environment?.() },
      ...(cwd === undefined ? {} : { cwd }),
    });
    let gone = false;
    const exit = (reason: string) => {
      if (gone) return;
      gone = true;
      events.exit(reason);
    };
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', log);
    }
    child.on('message', (message) => {
      if (!gone) events.message(message);
    });
    child.on('error', (error) => {
      // A process that could not be started has no exit event.
      if (child.pid === undefined) exit(`could not be started (${error.message})`);
    });
    child.on('exit', (code, signal) =>
      exit(signal === null ? `exited with code ${String(code)}` : `was ended by ${signal}`),
    );
    return {
      send(request) {
        if (gone) return;
        child.send(request, (error) => {
          if (error === null) return;
          child.kill('SIGKILL');
          exit(`could not be reached (${error.message})`);
        });
      },
      kill() {
        child.kill('SIGKILL');
        return gone ? Promise.resolve() : new Promise((resolve) => child.once('exit', resolve));
      },
    };
  };
}

/** Under Electron `process.execPath` is the editor itself; this variable makes it a plain Node. */
function engineEnvironment(parent: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { ...parent, ELECTRON_RUN_AS_NODE: '1' };
  // A debugger's preload scripts, inherited, would attach to the engine or keep it from starting.
  delete environment.NODE_OPTIONS;
  return environment;
}
