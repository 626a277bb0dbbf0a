/** The models that can be used at once: bundled, in the Hub's cache, and chosen before. */
import { cachedModels } from '../hub/cachedModels.js';
import { hubSettings } from '../hub/settings.js';
import type { ListedModel } from '../protocol.js';
import { BUNDLED, findModel } from './findModel.js';

/** Reads folders, no weights. A recent model that is not here any more is left out. */
export async function listModels(
  recent: readonly string[],
  modelsFolder: string,
): Promise<ListedModel[]> {
  const { file, name } = await findModel(BUNDLED, modelsFolder);
  const bundled: ListedModel = { model: BUNDLED, name, source: 'bundled', bytes: null, file };
  const cached = (await cachedModels(hubSettings().cacheFolder)).map(
    ({ id, bytes, file }): ListedModel => ({ model: id, name: id, source: 'cached', bytes, file }),
  );
  const known = new Set([BUNDLED, ...cached.map(({ model }) => model)]);
  const further: ListedModel[] = [];
  for (const model of new Set(recent)) {
    if (known.has(model)) continue;
    const found = await findModel(model, modelsFolder).catch(() => null);
    if (found === null) continue;
    const { name, bytes, file } = found;
    further.push({ model, name, source: 'recent', bytes, file });
  }
  return [bundled, ...cached, ...further];
}
