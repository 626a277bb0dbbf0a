/** Studies as the engine process and the command line do them: models loaded, journal kept. */
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { InputError } from '../attribution/inputError.js';
import { createRuntime } from '../encoder/session.js';
import type { Report, StudyFiles, StudyName, StudyOptions } from '../protocol.js';
import { decodeText } from '../study/input/decodeText.js';
import { readPairFile } from '../study/input/pairFile.js';
import { explainedOf } from '../study/explainPair.js';
import { memoryJournal } from '../study/journal.js';
import { runStudy } from '../study/runStudy.js';
import { studies } from '../study/studies.js';
import type { Study, StudyHooks, StudyInput, StudyModel } from '../study/study.js';
import { ExplainPool } from './explainPool.js';
import { openJournal } from './fileJournal.js';
import { findModel } from './findModel.js';
import { forkEngine } from './forkEngine.js';
import { type LoadedModel, loadModel, releaseModel } from './loadModel.js';
import { withNeutralReferences } from './neutralReferences.js';
import { ReferenceStore } from './referenceStore.js';

export interface StudyRequest {
  readonly study: StudyName;
  readonly files: StudyFiles;
  readonly options: StudyOptions;
}

export interface StudySettings {
  readonly modelsFolder: string;
  readonly threads?: number | undefined;
  /** Where neutral references and measurements are kept; null: nowhere. */
  readonly cacheFolder: string | null;
  /** The bundled engine, of which other processes explain side by side. */
  readonly engineScript: string;
  /** Measure everything anew. */
  readonly fresh?: boolean;
  /** Told what those processes print. */
  readonly log?: (line: string) => void;
}

/** What there is to choose from. */
export const studyList: readonly Pick<Study, 'name' | 'title' | 'question' | 'models'>[] = studies;

/** Past this, small matrix products wait for each other more than they gain. */
const MOST_THREADS = 8;

/** Throws InputError, ModelError and what explaining throws; Cancelled, with what was measured kept. */
export async function doStudy(
  { study: wanted, files, options }: StudyRequest,
  settings: StudySettings,
  hooks: StudyHooks,
): Promise<Report> {
  const study = studies.find(({ name }) => name === wanted);
  if (!study) {
    const known = studies.map(({ name }) => name).join(', ');
    throw new InputError(`Study: expected ${known}, got ${wanted}`);
  }
  // What is wrong with the files is told before a model is loaded.
  const input = inputOf(study, files);
  const threads = settings.threads ?? Math.min(availableParallelism(), MOST_THREADS);
  const runtime = createRuntime({ threads });
  const { modelsFolder, cacheFolder, fresh = false } = settings;
  const pool = explainPool(settings, threads);
  const references = new ReferenceStore(cacheFolder);
  const loaded: LoadedModel[] = [];
  const load = async (model: string, pooling: StudyOptions['pooling']): Promise<StudyModel> => {
    const one = await loadModel(model, modelsFolder, runtime, { pooling });
    loaded.push(one);
    const progress = () => undefined;
    const { name, explainer, reader } = await withNeutralReferences(one, options, references, {
      ...{ progress, cancelled: () => hooks.cancelled() },
    });
    const small = (await modelBytes(model, modelsFolder)) <= MOST_BYTES_SHARED;
    return {
      ...{ name, explainer, reader, ...originalOf(one) },
      elsewhere: small && pool.size > 1 ? elsewhere(pool, model, pooling) : null,
      // What `auto` takes may be found anew.
      fingerprint: JSON.stringify([await one.contents(), pooling ?? null, reader.neutral]),
    };
  };
  try {
    const model = await load(options.model, options.pooling);
    const other =
      options.otherModel === undefined
        ? null
        : await load(options.otherModel, options.otherPooling);
    // What no pair is to blame for is told before any is measured.
    model.explainer.layer(options.layer);
    const journal =
      cacheFolder === null || fresh
        ? memoryJournal()
        : await openJournal(path.join(cacheFolder, 'studies', `${fileName(model, other)}.jsonl`));
    return await runStudy(study, input, { model, other, options, journal, hooks });
  } finally {
    await pool.dispose();
    for (const one of loaded) await releaseModel(one);
  }
}

/** Models of more weights than this are not loaded more than once. */
const MOST_BYTES_SHARED = 400 * 2 ** 20;
/** Processes beyond it have hardly a place to run, and each takes memory. */
const MOST_PROCESSES = 4;

/** As many processes as threads, up to a few; the threads are shared out. */
function explainPool(
  { engineScript, modelsFolder, cacheFolder, log = () => undefined }: StudySettings,
  threads: number,
): ExplainPool {
  const size = Math.min(threads, MOST_PROCESSES);
  const args = [
    ...['--models', modelsFolder, '--threads', String(Math.max(1, Math.floor(threads / size)))],
    ...(cacheFolder === null ? [] : ['--cache', cacheFolder]),
  ];
  return new ExplainPool(forkEngine({ script: engineScript, args: () => args, log }), size);
}

function elsewhere(
  pool: ExplainPool,
  model: string,
  pooling: StudyOptions['pooling'],
): NonNullable<StudyModel['elsewhere']> {
  return {
    atOnce: pool.size,
    async explain({ a, b }, { layer, reference, tolerance }, { prefixA, prefixB, maxTokens }) {
      const accuracy = { tolerance };
      const how = { level: 'token' as const, method: 'ij' as const };
      const asked = { layer, accuracy, ...how, prefixA, prefixB, maxTokens };
      const options = { ...asked, reference, model, pooling };
      return explainedOf(await pool.explain({ a, b, options }));
    },
  };
}

async function modelBytes(model: string, modelsFolder: string): Promise<number> {
  const { modelPath, bytes } = await findModel(model, modelsFolder);
  return bytes ?? (await stat(modelPath)).size;
}

function inputOf(study: Study, { pairs, conlluA, conlluB }: StudyFiles): StudyInput {
  const text = ({ name, bytes }: NonNullable<StudyFiles['pairs']>) => {
    return { name, text: decodeText('CoNLL-U', name, bytes) };
  };
  if ((conlluA ?? conlluB) && !study.conllu) {
    throw new InputError(`CoNLL-U: expected none for ${study.name}, which takes pairs, got one`);
  }
  if ((conlluA === null) !== (conlluB === null)) {
    throw new InputError('CoNLL-U: expected files of both sides, got one');
  }
  return {
    file: pairs
      ? readPairFile(pairs.name, pairs.bytes)
      : { name: 'bundled sample', pairs: study.bundled() },
    bundled: pairs === null,
    conllu: conlluA && conlluB ? { a: text(conlluA), b: text(conlluB) } : null,
  };
}

function originalOf({ original }: LoadedModel): Pick<StudyModel, 'original'> {
  if (!original) return {};
  const { quantisation, file } = original;
  return {
    original: {
      quantisation,
      cosine: (a: readonly number[], b: readonly number[]) => file.cosine([...a], [...b]),
    },
  };
}

const fileName = (model: StudyModel, other: StudyModel | null) =>
  [model.name, ...(other ? [other.name] : [])]
    .join('+')
    .replace(/[^\w.+-]+/g, '_')
    .slice(0, 100);
