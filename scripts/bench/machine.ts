/** What a measurement depends on beside the code. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import type { Machine } from './report.js';

/** Threads as the engine chooses them; see engine/explainText. */
const MOST_THREADS = 8;

export function machine(): Machine {
  const { version } = JSON.parse(
    readFileSync('node_modules/onnxruntime-node/package.json', 'utf8'),
  ) as { readonly version: string };
  const cores = availableParallelism();
  return {
    cores,
    threads: Math.min(cores, MOST_THREADS),
    platform: `${process.platform}-${process.arch}`,
    node: process.version,
    onnxruntime: version,
    load: loadavg()[0] ?? 0,
  };
}

/** The commit measured, with a mark where sources differ from it; empty outside a checkout. */
export function commit(): string {
  try {
    const git = (...args: string[]) =>
      execFileSync('git', args, { encoding: 'utf8', stdio: 'pipe' }).trim();
    const changed = git('status', '--porcelain', '--', 'src') === '' ? '' : ' with changes';
    return git('rev-parse', '--short', 'HEAD') + changed;
  } catch {
    return '';
  }
}
