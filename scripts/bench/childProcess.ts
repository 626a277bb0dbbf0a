/** Child processes that never outlive the one that started them. */
import { type ChildProcess, fork } from 'node:child_process';

export interface Child {
  send(message: object): void;
  /** The next message. Rejects when the process ends first, with what it printed last. */
  next(): Promise<unknown>;
  /** Asks the process to end by hanging up; resolves to all it printed on stderr. */
  hangUp(): Promise<string>;
  kill(): void;
}

const running = new Set<ChildProcess>();

/** Time for a process to notice that its parent hung up; a graph run can take seconds. */
const GRACE_MS = 20_000;

export function startChild(
  script: string,
  args: readonly string[],
  execArgv: readonly string[] = [],
): Child {
  endAllOnExit();
  const child = fork(script, args, {
    // Typed arrays arrive as such.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [...execArgv],
  });
  running.add(child);
  let printed = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const arrived: unknown[] = [];
  let awaited: { resolve: (message: unknown) => void; reject: (error: Error) => void } | undefined;
  let ended: Error | undefined;
  child.on('message', (message: unknown) => {
    if (awaited) awaited.resolve(message);
    else arrived.push(message);
    awaited = undefined;
  });
  const closed = new Promise<void>((resolve) => {
    const end = (how: string) => {
      running.delete(child);
      ended ??= new Error(`Bench: expected an answer, got a process that ${how}\n${printed}`);
      awaited?.reject(ended);
      awaited = undefined;
      resolve();
    };
    child.once('error', (error) => end(`could not start: ${error.message}`));
    // 'exit' may come before the last of its output, and 'close' never comes after a hang-up.
    const printedAll = new Promise((done) => child.stderr?.once('close', done));
    child.once('exit', (code, signal) => {
      void printedAll.then(() => end(`ended (${signal ?? code})`));
    });
  });
  return {
    send: (message) => void child.send(message),
    next: () =>
      new Promise((resolve, reject) => {
        if (arrived.length > 0) resolve(arrived.shift());
        else if (ended) reject(ended);
        else awaited = { resolve, reject };
      }),
    async hangUp() {
      if (child.connected) child.disconnect();
      const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
      await closed;
      clearTimeout(timer);
      return printed;
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

let watching = false;

function endAllOnExit(): void {
  if (watching) return;
  watching = true;
  process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));
  const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => process.exit(codes[signal]));
  }
}
