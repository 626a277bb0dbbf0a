/** Writes an exact encoder made from a model, and reports how well it keeps the model's cosines. */
import { throwIfCancelled } from '../attribution/hooks.js';
import { InputError } from '../attribution/inputError.js';
import type { ReferenceOption } from '../attribution/reference.js';
import { BatchEncoder } from '../encoder/batchEncoder.js';
import { type ExactReference, exactReferenceIds } from '../encoder/exactReference.js';
import { agreement } from '../exact/agreement.js';
import { keptAround } from '../exact/exactConfig.js';
import type { ExactReport } from '../protocol.js';
import { timesHead } from '../exact/timesHead.js';
import { HELD_OUT_TEXTS } from '../search/sampleTexts.js';
import { type Complaint, readSample } from '../search/readSample.js';
import { chooseExactReference } from './chooseExactReference.js';
import { FEWEST_TEXTS } from './findReference.js';
import type { LoadedModel } from './loadModel.js';
import { type Tuned, tunedReference } from './tunedReference.js';
import type { Model } from '../onnx/graph.js';
import { readModelFile } from '../onnx/readFile.js';
import { searchedIn } from './neutralReferences.js';
import type { ReferenceStore } from './referenceStore.js';
import { trainedHead } from './trainedHead.js';
import { assertWritable, writeExactFolder } from './writeExactFolder.js';

export interface MakeExactOptions {
  /** Folder to write: new, empty, or an exact encoder that is to be replaced. */
  readonly out: string;
  /** `auto`: the most neutral one, tuned. */
  readonly reference: ReferenceOption;
  /** Train a head. */
  readonly head: boolean;
  readonly seed: number;
  /** To measure on, never trained on; the held-out ones that come with Hitlight unless told. */
  readonly texts?: readonly string[] | undefined;
  readonly complain?: Complaint | undefined;
  /** To train on; the choosing ones that come with Hitlight unless told. */
  readonly training?: readonly string[] | undefined;
}

export type ExactStage =
  | 'screening'
  | 'ranking'
  | 'tuning'
  | 'encoding'
  | 'training'
  | 'measuring'
  | 'writing'
  | 'checking';

export interface ExactHooks {
  readonly progress: (stage: ExactStage, fraction: number) => void;
  readonly cancelled: () => boolean;
}

/** What an exact encoder is made with. */
export interface ExactMaking {
  readonly loaded: LoadedModel;
  readonly batch: BatchEncoder;
  /** The model's file as it is stored; with the reference's own token, where that was tuned. */
  readonly file: Model;
  readonly reference: ExactReference;
  /** Tokens that the model reads at most. */
  readonly maxTokens: number;
  readonly hooks: ExactHooks;
}

/**
 * Invariant: nothing is written unless all of it is, and what was written computes what was measured.
 * Throws InputError, ModelError, RunError, Cancelled.
 * Cost: an encoding for each text and each length; with a head some 1500 texts and its training more.
 */
export async function makeExact(
  loaded: LoadedModel,
  options: MakeExactOptions,
  store: ReferenceStore,
  hooks: ExactHooks,
): Promise<ExactReport> {
  const start = performance.now();
  const { reader } = loaded;
  if (reader.exact) {
    throw new InputError(`Exact: expected a model that is not exact yet, got ${loaded.name}`);
  }
  await assertWritable(options.out);
  const texts = options.texts ?? HELD_OUT_TEXTS;
  if (texts.length < FEWEST_TEXTS) {
    throw new InputError(`Texts: expected at least ${FEWEST_TEXTS}, got ${texts.length}`);
  }
  const batch = await BatchEncoder.open(loaded.explainer.encoder);
  let tuned: Tuned | null = null;
  try {
    const searched = await searchedIn(loaded, batch, {});
    // Read first: nobody should wait for a training to hear that a line is wrong.
    const heldOut = readSample(texts, searched.reading, options.complain).texts;
    const id = await chooseExactReference(loaded, searched, options.reference, store, hooks);
    const plain = { id, ...keptAround(reader.tokenizer) };
    const { maxTokens } = searched.reading;
    // One that was asked for is used as it is.
    tuned = options.reference === 'auto' ? await tunedReference(loaded, plain, hooks) : null;
    const file = () => readModelFile(loaded.files.modelPath);
    const use = tuned ?? { loaded, batch, file: file(), reference: plain };
    const making: ExactMaking = { ...use, maxTokens, hooks };
    const head = options.head ? await trainedHead(making, options.training, options.seed) : null;
    const found = await embedBoth(
      making,
      heldOut.map(({ ids }) => ids),
      'measuring',
    );
    const headed = head && found.shifted.map((x) => timesHead(head, x));
    const report: Omit<ExactReport, 'seconds'> = {
      heldOutTexts: texts.length,
      heldOutPairs: (texts.length * (texts.length - 1)) / 2,
      shifted: agreement(found.shifted, found.original),
      head: headed && agreement(headed, found.original),
      out: options.out,
    };
    throwIfCancelled(hooks);
    hooks.progress('writing', 0);
    const samples = heldOut.slice(0, 4).map(({ ids }) => ids);
    await writeExactFolder(making, head ?? undefined, options.out, samples);
    return { ...report, seconds: (performance.now() - start) / 1000 };
  } finally {
    await tuned?.release();
    await batch.release();
  }
}

export interface BothEmbeddings {
  /** e(x) and e(x) − e(r_x) of each text. */
  readonly original: readonly Float32Array[];
  readonly shifted: readonly Float32Array[];
}

/** Cost: an encoding a text and one for each length. Throws RunError, Cancelled. */
export async function embedBoth(
  { batch, reference, hooks }: ExactMaking,
  texts: readonly (readonly number[])[],
  stage: ExactStage,
): Promise<BothEmbeddings> {
  const origins = texts.map((ids) => exactReferenceIds(ids, reference));
  const keys = origins.map((ids) => ids.join(' '));
  const distinct = [...new Map(keys.map((key, i) => [key, origins[i] ?? []]))];
  const all = [...texts, ...distinct.map(([, ids]) => ids)];
  const found = await batch.encode(all, (done) => {
    throwIfCancelled(hooks);
    hooks.progress(stage, done);
  });
  const originOf = new Map(distinct.map(([key], i) => [key, found[texts.length + i]]));
  const original = found.slice(0, texts.length);
  const shifted = original.map((x, i) => {
    const origin = originOf.get(keys[i] ?? '');
    return x.map((value, d) => value - (origin?.[d] ?? 0));
  });
  return { original, shifted };
}
