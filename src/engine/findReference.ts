/** Searches a model's vocabulary for neutral references, and measures what was found on other texts. */
import { createHash } from 'node:crypto';
import { throwIfCancelled } from '../attribution/hooks.js';
import { InputError } from '../attribution/inputError.js';
import { BatchEncoder } from '../encoder/batchEncoder.js';
import { measureReferences, type Searched } from '../search/findReferences.js';
import { type Complaint, readSample } from '../search/readSample.js';
import { CHOOSING_TEXTS, HELD_OUT_TEXTS } from '../search/sampleTexts.js';
import type { MeasuredReference, ReferenceReport } from '../protocol.js';
import type { LoadedModel } from './loadModel.js';
import { type Prefixes, search, searchKey, searchedIn } from './neutralReferences.js';
import type { ReferenceStore } from './referenceStore.js';

/** Fewer have no ranks to compare. */
export const FEWEST_TEXTS = 3;

/** A search on fewer texts would find what suits these few. */
export const FEWEST_CHOOSING_TEXTS = 20;

/** How many of the best are measured and told. */
const REPORTED = 10;

export interface FindReferenceOptions extends Prefixes {
  /** To choose on; the ones that come with Hitlight unless told. */
  readonly choosing?: readonly string[] | undefined;
  /** To measure on; the held-out ones that come with Hitlight unless told. */
  readonly texts?: readonly string[] | undefined;
  /** Search although the result of an earlier one is known. */
  readonly again?: boolean | undefined;
  /** Words for a text of `texts` that cannot be read. */
  readonly complain?: Complaint | undefined;
}

export interface TaskHooks {
  /** `fraction` of the stage, in [0, 1]. */
  readonly progress: (stage: 'screening' | 'ranking' | 'measuring', fraction: number) => void;
  readonly cancelled: () => boolean;
}

/**
 * What is found is kept, and is what `auto` takes from then on. Of an exact encoder nothing is searched: it
 * has its own. Throws InputError, RunError, Cancelled, ModelError.
 * Cost: as `findReferences` unless its result is known; then 13 references at each length of the texts.
 */
export async function findReference(
  loaded: LoadedModel,
  options: FindReferenceOptions,
  store: ReferenceStore,
  hooks: TaskHooks,
): Promise<ReferenceReport> {
  const texts = options.texts ?? HELD_OUT_TEXTS;
  const choosing = options.choosing ?? CHOOSING_TEXTS;
  atLeast(FEWEST_TEXTS, texts);
  atLeast(FEWEST_CHOOSING_TEXTS, choosing);
  const batch = await BatchEncoder.open(loaded.explainer.encoder);
  try {
    const searched = await searchedIn(loaded, batch, options);
    // Before the search, so that nobody waits for it to hear that a text cannot be read.
    const sample = readSample(texts, searched.reading, options.complain);
    const ids = await foundIn(loaded, searched, choosing, options, store, hooks);
    const { special } = loaded.reader.tokenizer;
    const named = [special.pad, special.unk, special.mask];
    const candidates = ids.slice(0, REPORTED);
    const others = named.filter((id): id is number => id !== undefined);
    const measured = await measureReferences(
      searched,
      sample,
      [...new Set([...candidates, ...others])],
      { ...searchHooks(hooks), progress: (_, done) => hooks.progress('measuring', done) },
    );
    const of = (id: number | undefined): MeasuredReference | null => {
      const found = measured.find((reference) => reference.id === id);
      return found ? { ...found } : null;
    };
    const ranked = candidates.flatMap((id) => of(id) ?? []);
    const [chosen] = ranked;
    if (!chosen) throw new RangeError('Reference: expected a candidate, got none');
    const [pad, unk, mask] = named.map(of);
    return { chosen, candidates: ranked, pad: pad ?? null, unk: unk ?? null, mask: mask ?? null };
  } finally {
    await batch.release();
  }
}

async function foundIn(
  loaded: LoadedModel,
  searched: Searched,
  choosing: readonly string[],
  { again, choosing: own, ...prefixes }: FindReferenceOptions,
  store: ReferenceStore,
  hooks: TaskHooks,
): Promise<readonly number[]> {
  const { exact } = loaded.reader;
  if (exact) return [exact.id];
  const key = await searchKey(loaded, prefixes);
  const sample = own ? createHash('sha256').update(own.join('\0')).digest('hex') : null;
  const known = again ? null : await store.read(key);
  if (known?.effort === 'full' && known.sample === sample) return known.ids;
  const ranked = await search(searched, 'full', choosing, searchHooks(hooks));
  const ids = ranked.map(({ id }) => id);
  await store.write(key, { model: loaded.name, effort: 'full', ids, sample });
  return ids;
}

const searchHooks = (hooks: TaskHooks) => ({
  check: () => throwIfCancelled(hooks),
  progress: hooks.progress,
});

function atLeast(fewest: number, { length }: readonly string[]): void {
  if (length >= fewest) return;
  throw new InputError(`Texts: expected at least ${fewest}, got ${length}`);
}
