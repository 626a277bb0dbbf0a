/** What choosing a model would bring, before anything is fetched or read. */
import { describeModel as describeOnHub } from '../hub/describeModel.js';
import { HubError } from '../hub/hubError.js';
import { parseModelName } from '../hub/modelName.js';
import { hubSettings } from '../hub/settings.js';
import { readPooling } from '../encoder/readPooling.js';
import type { ModelDescription } from '../protocol.js';
import { type FoundModel, findModel } from './findModel.js';
import { prefixesByName, suggestedPrefixes } from './suggestedPrefixes.js';

/**
 * From the files where the model is here; else from the Hub, of which it asks a few kilobytes.
 * Throws ModelError, or Cancelled.
 */
export async function describeModel(
  model: string,
  modelsFolder: string,
  signal: AbortSignal,
): Promise<ModelDescription> {
  try {
    return await describeFound(model, await findModel(model, modelsFolder));
  } catch (error) {
    if (!(error instanceof HubError && error.failure === 'not-cached')) throw error;
    const name = parseModelName(model);
    const settings = hubSettings();
    if (name.kind !== 'hub' || settings.offline) throw error;
    const { licence, gated, file, problem, totalBytes, missingBytes, variants } =
      await describeOnHub(name, settings, { signal });
    return {
      ...{ model, source: 'hub', licence, gated, file, problem, totalBytes, missingBytes },
      variants: variants.map((variant) => ({ ...variant })),
      incomplete: false,
      poolingKnown: null,
      prefixes: prefixesByName(name.id),
    };
  }
}

async function describeFound(model: string, found: FoundModel): Promise<ModelDescription> {
  const { source, file, folder, name, unknownFiles } = found;
  const bytes = found.bytes ?? 0;
  return {
    ...{ model, source, file, totalBytes: bytes, missingBytes: 0 },
    licence: source === 'bundled' ? 'apache-2.0' : null,
    gated: false,
    problem: null,
    incomplete: unknownFiles.length > 0,
    variants: [{ file, bytes }],
    poolingKnown: (await readPooling(folder)) !== undefined,
    prefixes: await suggestedPrefixes(name, folder),
  };
}
