/** Searches for references and exact encoders, as requests of the editor. */
import type {
  ExactReport,
  ExactTask,
  ReferenceReport,
  ReferenceTask,
  SearchStage,
} from '../protocol.js';
import { findReference } from './findReference.js';
import { makeExact } from './makeExact.js';
import { ReferenceStore } from './referenceStore.js';
import { withLoadedModel } from './withLoadedModel.js';

export interface SearchSettings {
  readonly modelsFolder: string;
  readonly threads: number | undefined;
  /** null: what is found is forgotten. */
  readonly cacheFolder: string | null;
}

export interface SearchTaskHooks {
  readonly progress: (stage: SearchStage, fraction: number) => void;
  readonly cancelled: () => boolean;
}

const log = (line: string) => process.stderr.write(`${line}\n`);

/** Always searches: whoever asks in the editor knows that `auto` works without. Throws as `findReference`. */
export function findReferenceTask(
  { model, pooling, prefixA, prefixB, choosing }: ReferenceTask,
  { modelsFolder, threads, cacheFolder }: SearchSettings,
  hooks: SearchTaskHooks,
): Promise<ReferenceReport> {
  hooks.progress('loading', 0);
  const options = { prefixA, prefixB, choosing, again: true };
  return withLoadedModel({ model, pooling }, modelsFolder, threads, (loaded) =>
    findReference(loaded, options, new ReferenceStore(cacheFolder, log), hooks),
  );
}

/** Throws as `makeExact`. */
export function makeExactTask(
  { model, pooling, out, head, seed, training }: ExactTask,
  { modelsFolder, threads, cacheFolder }: SearchSettings,
  hooks: SearchTaskHooks,
): Promise<ExactReport> {
  hooks.progress('loading', 0);
  const options = { out, head, seed, training, reference: 'auto' } as const;
  return withLoadedModel({ model, pooling }, modelsFolder, threads, (loaded) =>
    makeExact(loaded, options, new ReferenceStore(cacheFolder, log), hooks),
  );
}
