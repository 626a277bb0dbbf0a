/** What `auto` takes: a model's neutral references, found once and kept. */
import { createHash } from 'node:crypto';
import { throwIfCancelled } from '../attribution/hooks.js';
import { tokenLimit } from '../attribution/readPair.js';
import { BatchEncoder } from '../encoder/batchEncoder.js';
import type { DenseLayer } from '../encoder/pooling.js';
import {
  type Effort,
  type FoundReference,
  FULL_SEARCH,
  QUICK_SEARCH,
  type SearchHooks,
  type Searched,
  findReferences,
} from '../search/findReferences.js';
import { type Complaint, readSample, withFewFrames } from '../search/readSample.js';
import { CHOOSING_TEXTS } from '../search/sampleTexts.js';
import { bytesOf } from '../tensor/create.js';
import type { ExplainHooks } from './explain.js';
import type { LoadedModel } from './loadModel.js';
import type { ReferenceStore, SearchKey } from './referenceStore.js';

/** Of the sample, every n-th text, and at most so many lengths: what a search encodes grows with both. */
const SAMPLING = { quick: { every: 4, frames: 8 }, full: { every: 1, frames: 20 } } as const;

export interface Prefixes {
  readonly prefixA?: string | undefined;
  readonly prefixB?: string | undefined;
}

/**
 * The model with the neutral references that are known, or that a short search finds (a few seconds at
 * most for a model of base size, then kept). A model that states its own, and one that is exact, is
 * returned as it is, unless a search on request has found others. Throws RunError, Cancelled.
 */
export async function withNeutralReferences(
  loaded: LoadedModel,
  prefixes: Prefixes,
  store: ReferenceStore,
  hooks: Pick<ExplainHooks, 'progress' | 'cancelled'>,
): Promise<LoadedModel> {
  const { reader } = loaded;
  if (reader.exact) return loaded;
  const key = await searchKey(loaded, prefixes);
  const known = await store.read(key);
  const found = (ids: readonly number[], neutralSource: 'search' | 'quick'): LoadedModel => ({
    ...loaded,
    reader: { ...reader, neutral: ids, neutralSource },
  });
  if (known?.effort === 'full') return found(known.ids, 'search');
  if (reader.neutral.length > 0) return loaded;
  if (known) return found(known.ids, 'quick');
  const batch = await BatchEncoder.open(loaded.explainer.encoder);
  try {
    const ranked = await search(
      await searchedIn(loaded, batch, prefixes),
      'quick',
      CHOOSING_TEXTS,
      {
        check: () => throwIfCancelled(hooks),
        progress: (stage, done) =>
          hooks.progress('reference', stage === 'screening' ? done / 2 : 0.5 + done / 2),
      },
    );
    const ids = ranked.map(({ id }) => id);
    await store.write(key, { model: loaded.name, effort: 'quick', ids, sample: null });
    return found(ids, 'quick');
  } finally {
    await batch.release();
  }
}

/** A search's candidates, best first. Throws and costs as `findReferences`. */
export function search(
  searched: Searched,
  effort: 'quick' | 'full',
  texts: readonly string[],
  hooks: SearchHooks,
  complain?: Complaint,
): Promise<FoundReference[]> {
  const { every, frames } = SAMPLING[effort];
  const chosen = texts.filter((_, index) => index % every === 0);
  const sample = withFewFrames(readSample(chosen, searched.reading, complain), frames);
  const efforts: Record<typeof effort, Effort> = { quick: QUICK_SEARCH, full: FULL_SEARCH };
  return findReferences(searched, sample, efforts[effort], hooks);
}

/** Everything that a search works with. */
export async function searchedIn(
  { explainer, reader }: LoadedModel,
  batch: BatchEncoder,
  { prefixA = '', prefixB = '' }: Prefixes,
): Promise<Searched> {
  const { encoder } = explainer;
  return {
    encoder: batch,
    vocabulary: encoder.vocabulary,
    reading: {
      tokenizer: reader.tokenizer,
      maxTokens: await tokenLimit(encoder, reader.maxTokens),
      prefixes: [prefixA, prefixB],
    },
  };
}

export async function searchKey(
  { explainer, contents }: LoadedModel,
  { prefixA = '', prefixB = '' }: Prefixes,
): Promise<SearchKey> {
  const { modes, dense } = explainer.encoder.pooling;
  // Dense layers lie in files of their own.
  const hashOf = ({ weight }: DenseLayer) =>
    createHash('sha256').update(bytesOf(weight)).digest('hex');
  const pooling = { modes, dense: dense.map(hashOf) };
  return { contents: await contents(), pooling, prefixes: [prefixA, prefixB] };
}
