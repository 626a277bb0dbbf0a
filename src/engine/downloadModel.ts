/** Brings a model of the Hub into the standard cache, because someone asked for exactly that. */
import { HubError } from '../hub/hubError.js';
import { resolveModel } from '../hub/resolveModel.js';
import { externalDataOf } from './externalDataOf.js';
import type { DownloadState } from './modelWork.js';

/** Chunks arrive thousands of times a second; people read a few numbers. */
const EVERY_MS = 100;

/**
 * Resolves when the cache has everything. `progress` is told at most every 100 ms.
 * Throws ModelError or Cancelled; what has arrived is resumed the next time.
 */
export async function downloadModel(
  model: string,
  signal: AbortSignal | undefined,
  progress: (state: DownloadState) => void,
): Promise<void> {
  let last = -Infinity;
  const found = await resolveModel(model, {
    download: true,
    signal,
    externalData: externalDataOf,
    progress: (state) => {
      const now = performance.now();
      if (now - last < EVERY_MS && state.done < state.total) return;
      last = now;
      progress(state);
    },
  });
  if (found.source === 'hub') return;
  throw new HubError('name', `Model: expected a Hub id to download, got ${model}`);
}
