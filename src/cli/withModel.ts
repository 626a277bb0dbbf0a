/** Commands that do one long task with a model: progress on one line, and Ctrl-C ends it between two runs. */
import path from 'node:path';
import type { LoadedModel } from '../engine/loadModel.js';
import { withLoadedModel } from '../engine/withLoadedModel.js';
import { OBTAIN_OPTIONS, type ObtainOptions, obtainModel } from './obtainModel.js';
import { count, poolingMode } from './options.js';
import { taskLine } from './taskLine.js';

export const MODEL_OPTIONS = {
  pooling: { type: 'string' },
  threads: { type: 'string' },
  'prefix-a': { type: 'string' },
  'prefix-b': { type: 'string' },
  ...OBTAIN_OPTIONS,
} as const;

export interface ModelValues extends ObtainOptions {
  readonly model: string;
  readonly pooling?: string | undefined;
  readonly threads?: string | undefined;
}

export interface TerminalHooks {
  /** `fraction` in [0, 1] of what `label` names. */
  readonly progress: (label: string, fraction: number) => void;
  readonly cancelled: () => boolean;
}

/** Throws UsageError, and what loading and the task throw. */
export async function withModel<Result>(
  values: ModelValues,
  task: (loaded: LoadedModel, hooks: TerminalHooks) => Promise<Result>,
): Promise<Result> {
  const threads = values.threads === undefined ? undefined : count('threads', values.threads);
  const choice = {
    pooling: poolingMode(values.pooling),
    model: await obtainModel(values.model, values),
  };
  let cancelled = false;
  const stop = () => {
    cancelled = true;
  };
  process.once('SIGINT', stop);
  const line = taskLine(process.stderr);
  try {
    return await withLoadedModel(choice, path.join(__dirname, 'models'), threads, (loaded) =>
      task(loaded, { progress: line.update, cancelled: () => cancelled }),
    );
  } finally {
    line.end();
    process.off('SIGINT', stop);
  }
}
