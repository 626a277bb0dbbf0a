/** From what a user calls a model to its files on this machine. */
import { downloadModel, type DownloadOptions } from './downloadModel.js';
import { exportAdvice } from './downloadPlan.js';
import { type CachedPlace, findCached, hasOnlyOtherWeights } from './findCached.js';
import { HubError } from './hubError.js';
import { localModel } from './localModel.js';
import { formatHubName, type HubName, parseModelName } from './modelName.js';
import type { ModelPlace } from './modelPlace.js';
import { type HubSettings, hubSettings } from './settings.js';

export type ResolvedModel =
  | { readonly source: 'bundled' }
  | (ModelPlace & { readonly source: 'local' })
  | (CachedPlace & { readonly source: 'hub' });

export interface ResolveOptions extends DownloadOptions {
  /** Whether what the cache lacks may be fetched; else a model that is not there is an error. */
  readonly download: boolean;
  /** Relative paths are looked up here; without it a model is named absolutely. */
  readonly baseFolder?: string | undefined;
  readonly settings?: HubSettings | undefined;
}

/**
 * Finds a model by its name (see parseModelName). The network is used only with `download`, and only
 * where the cache has not everything.
 * Throws HubError, with `failure` `not-cached` where a download would help, or Cancelled.
 */
export async function resolveModel(name: string, options: ResolveOptions): Promise<ResolvedModel> {
  const parsed = parseModelName(name, { baseFolder: options.baseFolder });
  switch (parsed.kind) {
    case 'bundled':
      return { source: 'bundled' };
    case 'local':
      return { source: 'local', ...(await localModel(parsed.path)) };
    case 'hub':
      return { source: 'hub', ...(await hubModel(parsed, options)) };
  }
}

async function hubModel(name: HubName, options: ResolveOptions): Promise<CachedPlace> {
  const settings = options.settings ?? hubSettings();
  const cached = await findCached(settings.cacheFolder, name, options.externalData);
  const mayFetch = options.download && !settings.offline;
  if (cached && (cached.unknownFiles.length === 0 || !mayFetch)) return cached;
  if (!cached && !mayFetch) throw await notCached(name, settings);
  // Of a part that someone else fetched, the small rest decides how it is read; see ModelPlace.
  const exact = cached ? { ...name, revision: cached.commit, file: cached.file } : name;
  try {
    return await downloadModel(exact, settings, options);
  } catch (error) {
    const apart = error instanceof HubError && !/^(malformed|corrupt)$/.test(error.failure);
    if (cached && apart) return cached;
    throw error;
  }
}

async function notCached(name: HubName, settings: HubSettings): Promise<HubError> {
  const { id } = name;
  const wanted = formatHubName(name);
  if (await hasOnlyOtherWeights(settings.cacheFolder, id)) {
    return new HubError(
      'not-cached',
      `Model: expected an ONNX file of ${wanted} in the Hub's cache, got PyTorch weights only; ` +
        `download the ONNX file, or ${exportAdvice(id)}`,
    );
  }
  const advice = settings.offline
    ? 'HF_HUB_OFFLINE is set, so it cannot be downloaded'
    : 'download it first';
  return new HubError(
    'not-cached',
    `Model: expected ${wanted} in the Hub's cache, got none; ${advice}`,
  );
}
