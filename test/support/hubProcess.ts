/** Runs the Hub client in processes of their own, bundled as it ships. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { build } from 'esbuild';

export interface HubRun {
  /** What the last line of its output says; null where it was killed. */
  readonly said: Said | null;
  readonly stderr: string;
}

export interface Said {
  readonly found?: { readonly name?: string };
  readonly name?: string;
  readonly message?: string;
}

/** Bundles hubChild.ts into a folder and returns how to run it. */
export async function hubProcess(folder: string) {
  const script = path.join(folder, 'hubChild.cjs');
  await build({
    entryPoints: [path.join(import.meta.dirname, 'hubChild.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'error',
  });
  /** `killWhen`: kills the process without warning once it has told so many bytes; or after a time. */
  return function run(
    args: readonly string[],
    environment: Readonly<Record<string, string>>,
    killWhen: { readonly bytes?: number; readonly afterMs?: number } = {},
  ): Promise<HubRun> {
    const { PATH = '' } = process.env;
    const child = spawn(process.execPath, [script, ...args], { env: { PATH, ...environment } });
    let stderr = '';
    let rest = '';
    let said: Said | null = null;
    const timer =
      killWhen.afterMs === undefined
        ? undefined
        : setTimeout(() => child.kill('SIGKILL'), killWhen.afterMs);
    child.stderr.on('data', (chunk) => (stderr += String(chunk)));
    child.stdout.on('data', (chunk) => {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const message = JSON.parse(line) as Said & { readonly done?: number };
        if (message.done === undefined) said = message;
        else if (message.done >= (killWhen.bytes ?? Infinity)) child.kill('SIGKILL');
      }
    });
    return new Promise((done) => {
      child.on('close', () => {
        clearTimeout(timer);
        done({ said, stderr });
      });
    });
  };
}
