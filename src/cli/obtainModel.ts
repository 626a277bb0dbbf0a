/** Makes sure that a model which is named on the command line is on this machine. */
import { createInterface } from 'node:readline/promises';
import { BUNDLED } from '../engine/findModel.js';
import type { HubName } from '../hub/modelName.js';
import type { HubSettings } from '../hub/settings.js';
import { downloadLine } from './downloadLine.js';
import { UsageError } from './usageError.js';

export const OBTAIN_OPTIONS = {
  yes: { type: 'boolean', short: 'y', default: false },
  offline: { type: 'boolean', default: false },
} as const;

export interface ObtainOptions {
  readonly yes: boolean;
  readonly offline: boolean;
}

/**
 * The name by which the engine finds the model: relative paths become absolute, and a Hub id that is
 * not in the cache is downloaded, once its size and licence have been named on standard error. At a
 * terminal it asks first; elsewhere the command line is the answer, and nothing waits for input.
 * Throws UsageError, ModelError or Cancelled.
 */
export async function obtainModel(text: string, options: ObtainOptions): Promise<string> {
  if (text.trim() === BUNDLED) return BUNDLED;
  // Loaded only here: the bundled model needs no HTTP stack.
  const { parseModelName, formatHubName } = await import('../hub/modelName.js');
  const name = parseModelName(text, { baseFolder: process.cwd() });
  if (name.kind === 'bundled') return BUNDLED;
  if (name.kind === 'local') return name.path;
  const { hubSettings } = await import('../hub/settings.js');
  const settings = hubSettings();
  const model = formatHubName(name);
  const { findCached } = await import('../hub/findCached.js');
  const here = await findCached(settings.cacheFolder, name);
  // Without leave to download, the engine says what is missing.
  if (!here && !options.offline && !settings.offline) {
    await confirmed(name, settings, options.yes);
    await download(model);
  }
  return model;
}

/** Names size and licence, and asks where there is someone to ask. */
async function confirmed(name: HubName, settings: HubSettings, yes: boolean): Promise<void> {
  const { describeModel } = await import('../hub/describeModel.js');
  const { HubError } = await import('../hub/hubError.js');
  const found = await describeModel(name, settings);
  if (found.problem !== null) throw new HubError('no-onnx', found.problem);
  const size = megabytes(found.missingBytes);
  const licence = found.licence ?? 'not stated';
  process.stderr.write(
    `${found.id}: ${found.file}, ${size} MB to download, licence: ${licence}, from ${new URL(settings.endpoint).host}\n`,
  );
  if (yes || !process.stdin.isTTY || !process.stderr.isTTY) return;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl-D closes without an answer, which is none.
  const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  const answer = await Promise.race([terminal.question('Download it? [y/N] '), closed]);
  terminal.close();
  if (/^y(es)?$/i.test(answer.trim())) return;
  throw new UsageError(`Model: expected leave to download ${found.id}, got none`);
}

/** Ctrl-C leaves what has arrived in order, to be resumed. */
async function download(model: string): Promise<void> {
  const { downloadModel } = await import('../engine/downloadModel.js');
  const abort = new AbortController();
  const stop = () => abort.abort();
  process.once('SIGINT', stop);
  const line = downloadLine(process.stderr);
  try {
    await downloadModel(model, abort.signal, line.update);
  } finally {
    line.end();
    process.off('SIGINT', stop);
  }
}

/** Decimal units, as shops and file managers count them. */
export function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
}
