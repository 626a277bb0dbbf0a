import { throwIfCancelled } from '../attribution/hooks.js';
import { InputError } from '../attribution/inputError.js';
import { type ReferenceOption, chooseReference } from '../attribution/reference.js';
import type { Searched } from '../search/findReferences.js';
import { CHOOSING_TEXTS } from '../search/sampleTexts.js';
import type { LoadedModel } from './loadModel.js';
import type { ExactHooks } from './makeExact.js';
import { search, searchKey } from './neutralReferences.js';
import type { ReferenceStore } from './referenceStore.js';

/**
 * The reference of an exact encoder: the one asked for, else the most neutral one, which is searched for
 * where neither the model states any nor a full search has been done. Throws InputError for an id outside the
 * vocabulary, and as the search.
 */
export async function chooseExactReference(
  loaded: LoadedModel,
  searched: Searched,
  asked: ReferenceOption,
  store: ReferenceStore,
  hooks: ExactHooks,
): Promise<number> {
  const { neutral } = loaded.reader;
  // Which token it is does not depend on texts, unless someone has to give way, which nobody does here.
  if (asked !== 'auto') return chooseReference(asked, loaded.reader, []).id;
  const key = await searchKey(loaded, {});
  const known = await store.read(key);
  const [stored] = known?.effort === 'full' ? known.ids : neutral;
  if (stored !== undefined) return stored;
  const ranked = await search(searched, 'full', CHOOSING_TEXTS, {
    check: () => throwIfCancelled(hooks),
    progress: hooks.progress,
  });
  const ids = ranked.map(({ id }) => id);
  await store.write(key, { model: loaded.name, effort: 'full', ids, sample: null });
  const [best] = ids;
  if (best === undefined) throw new InputError('Reference: expected a candidate, got none');
  return best;
}
