/** What a download would bring, before it begins. */
import { cachedRepository } from './cacheLayout.js';
import { HubConnection, type Patience } from './connection.js';
import { repositoryFor } from './downloadModel.js';
import { distinct, isHere, modelOnHub, totalBytes } from './downloadPlan.js';
import { HubError } from './hubError.js';
import { onnxFiles } from './modelFiles.js';
import type { HubName } from './modelName.js';
import type { HubSettings } from './settings.js';

export interface OnnxVariant {
  /** Path within the repository; asked for as `org/name:PATH`. */
  readonly file: string;
  /** Bytes of everything that would be read with it, data files included. */
  readonly bytes: number;
}

export interface ModelDescription {
  readonly id: string;
  readonly commit: string;
  /** As the model card says, e.g. `apache-2.0`; null where it says nothing. */
  readonly licence: string | null;
  /** Pipeline tag, e.g. `sentence-similarity` or `feature-extraction`. */
  readonly task: string | null;
  /** Terms must be accepted on the Hub, and a token be set. */
  readonly gated: boolean;
  /** The ONNX file that would be read; null where there is none, and `problem` says why. */
  readonly file: string | null;
  /** One sentence why the model cannot be read; null where it can. */
  readonly problem: string | null;
  /** Bytes of all files that would be read, and of those that the cache lacks. */
  readonly totalBytes: number;
  readonly missingBytes: number;
  /** All ONNX files of the repository that could be named, best first. */
  readonly variants: readonly OnnxVariant[];
}

export interface DescribeOptions {
  readonly signal?: AbortSignal | undefined;
  readonly patience?: Patience | undefined;
}

/**
 * Asks the Hub about a model; transfers no weights. Throws HubError for whatever stands between here and
 * the Hub, or Cancelled; a repository that has no usable ONNX file is described, with `problem`.
 */
export async function describeModel(
  name: HubName,
  settings: HubSettings,
  { signal, patience }: DescribeOptions = {},
): Promise<ModelDescription> {
  const connection = new HubConnection(settings, patience);
  try {
    const cache = cachedRepository(settings.cacheFolder, name.id);
    const repository = await repositoryFor(connection, cache, name, signal);
    const { id, commit, licence, task, gated, files } = repository;
    const filesWith = (file: string | null) => {
      const { onnx, others } = modelOnHub(repository, file);
      return { onnx, all: distinct([...others, onnx]) };
    };
    const variants = onnxFiles(files.map(({ path }) => path)).flatMap((file) => {
      const found = attempt(() => filesWith(file));
      return found instanceof HubError ? [] : [{ file, bytes: totalBytes(found.all) }];
    });
    const chosen = attempt(() => filesWith(name.file));
    const common = { id, commit, licence, task, gated, variants };
    if (chosen instanceof HubError) {
      return { ...common, file: null, problem: chosen.message, totalBytes: 0, missingBytes: 0 };
    }
    const missing = [];
    for (const file of chosen.all) if (!(await isHere(cache, commit, file))) missing.push(file);
    return {
      ...common,
      file: chosen.onnx.path,
      problem: null,
      totalBytes: totalBytes(chosen.all),
      missingBytes: totalBytes(missing),
    };
  } finally {
    await connection.close();
  }
}

function attempt<T>(work: () => T): T | HubError {
  try {
    return work();
  } catch (error) {
    if (error instanceof HubError) return error;
    throw error;
  }
}
