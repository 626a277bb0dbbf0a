/** Brings a model of the Hub into the standard cache. Nothing half-written ever has a file's name there. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type CachedRepository, cachedRepository } from './cacheLayout.js';
import { HubConnection, type Patience } from './connection.js';
import { diskFailure } from './diskFailure.js';
import { distinct, entryOf, isHere, modelOnHub, totalBytes } from './downloadPlan.js';
import { type CachedPlace, commitOf, placeIn } from './findCached.js';
import { checkFreeSpace } from './freeSpace.js';
import { HubError, throwIfCancelled } from './hubError.js';
import { type HubName, isCommit } from './modelName.js';
import { type ExternalData, missingData, sizeOfFile } from './modelPlace.js';
import { resumableBytes, sweepPartials } from './partialFiles.js';
import { fileUrl, readRepository, type RemoteFile, type Repository } from './repository.js';
import type { HubSettings } from './settings.js';
import { placeInSnapshot, writeOnce, writeWhole } from './snapshotFiles.js';
import { transfer } from './transfer.js';

export interface DownloadProgress {
  /** Path in the repository of the file on its way. */
  readonly file: string;
  /** Bytes of all files together, those that were here already left out. */
  readonly done: number;
  readonly total: number;
}

export interface DownloadOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called after each chunk, thousands of times; `done` falls where a part turned out to be wrong. */
  readonly progress?: ((progress: DownloadProgress) => void) | undefined;
  readonly externalData?: ExternalData | undefined;
  readonly patience?: Patience | undefined;
  /** Bytes free on a folder's disk; null: unknown. */
  readonly freeBytes?: ((folder: string) => Promise<number | null>) | undefined;
}

/**
 * Fetches what the cache lacks of a model and returns its place. With no revision asked for, completes
 * the commit that the cache's main reference names (the one that the user's Python reads) where it has
 * an ONNX file, else takes the main branch.
 * Throws HubError or Cancelled; parts that arrived are resumed by the next call, in any process.
 */
export async function downloadModel(
  name: HubName,
  settings: HubSettings,
  options: DownloadOptions = {},
): Promise<CachedPlace> {
  const connection = new HubConnection(settings, options.patience);
  const cache = cachedRepository(settings.cacheFolder, name.id);
  try {
    const repository = await repositoryFor(connection, cache, name, options.signal);
    return await new Download(connection, cache, repository, name, options).run();
  } catch (error) {
    throw diskFailure(error, settings.cacheFolder);
  } finally {
    await connection.close();
  }
}

/** The commit to fetch, as the Hub lists it; see downloadModel. */
export async function repositoryFor(
  connection: HubConnection,
  cache: CachedRepository,
  { id, revision, file }: HubName,
  signal: AbortSignal | undefined,
): Promise<Repository> {
  const cached = revision === null ? await commitOf(cache, 'main') : null;
  if (cached !== null) {
    try {
      const repository = await readRepository(connection, id, cached, signal);
      modelOnHub(repository, file);
      return repository;
    } catch (error) {
      // Commits can vanish when a history is rewritten, and ONNX files came to many models later.
      const elsewhere =
        error instanceof HubError && /^(not-found|no-onnx|malformed)$/.test(error.failure);
      if (!elsewhere) throw error;
    }
  }
  return readRepository(connection, id, revision ?? 'main', signal);
}

class Download {
  private done = 0;
  private total = 0;

  constructor(
    private readonly connection: HubConnection,
    private readonly cache: CachedRepository,
    private readonly repository: Repository,
    private readonly name: HubName,
    private readonly options: DownloadOptions,
  ) {}

  async run(): Promise<CachedPlace> {
    const { cache, repository, name, options } = this;
    const { onnx, others } = modelOnHub(repository, name.file);
    await mkdir(cache.blobs, { recursive: true });
    await this.fetch([...others, onnx]);
    const further = await this.furtherData(onnx);
    await this.fetch(further);

    throwIfCancelled(options.signal);
    for (const file of [...others, ...further, onnx]) await this.place(file);
    const { id, commit } = repository;
    const place = await placeIn(cache, id, commit, onnx.path, options.externalData);
    if (!place) {
      throw new HubError(
        'corrupt',
        `Model: expected ${id} complete in the cache, got an ONNX file that refers to missing files`,
      );
    }
    await this.rememberAbsent(place.unknownFiles);
    await this.writeReference();
    await sweepPartials(cache.blobs, new Set()).catch(() => undefined);
    return { ...place, unknownFiles: [] };
  }

  /** Transfers what is not here yet, one file after the other: the big one takes all there is anyway. */
  private async fetch(files: readonly RemoteFile[]): Promise<void> {
    const { cache, repository, options } = this;
    const wanted: RemoteFile[] = [];
    for (const file of distinct(files)) {
      if (!(await isHere(cache, repository.commit, file))) wanted.push(file);
    }
    const parts = await resumableBytes(cache.blobs);
    const kept = wanted.reduce(
      (sum, { hash, size }) => sum + Math.min(size, parts.get(hash) ?? 0),
      0,
    );
    await checkFreeSpace(path.dirname(cache.folder), totalBytes(wanted) - kept, options.freeBytes);
    this.total += totalBytes(wanted);
    for (const file of wanted) {
      throwIfCancelled(options.signal);
      const { id, commit } = repository;
      await transfer({
        connection: this.connection,
        id,
        url: fileUrl(this.connection, id, commit, file.path),
        file,
        blobs: cache.blobs,
        signal: options.signal,
        report: (bytes) => this.tell(file, bytes),
      });
      this.done += file.size;
    }
  }

  /** Data files under names that only the ONNX file tells. */
  private async furtherData(onnx: RemoteFile): Promise<RemoteFile[]> {
    const { cache, repository, options } = this;
    if (!options.externalData) return [];
    const { files, commit } = repository;
    const inSnapshot = path.join(cache.snapshots, commit, onnx.path);
    const blob = path.join(cache.blobs, onnx.hash);
    const readable = (await sizeOfFile(blob)) === onnx.size ? blob : inSnapshot;
    const folder = path.posix.dirname(onnx.path);
    const names = (await missingData(readable, options.externalData)).map((name) =>
      path.posix.join(folder, name),
    );
    return names.map((name) => entryOf(files, name));
  }

  private async place(file: RemoteFile): Promise<void> {
    const { cache, repository } = this;
    const place = path.join(cache.snapshots, repository.commit, file.path);
    // Without symbolic links huggingface_hub keeps the content here, and no blob.
    if ((await sizeOfFile(place)) === file.size) return;
    await placeInSnapshot(path.join(cache.blobs, file.hash), place);
  }

  /** As huggingface_hub does it, so that neither asks again for what is not there. */
  private async rememberAbsent(files: readonly string[]): Promise<void> {
    const { cache, repository } = this;
    for (const file of files) {
      await writeOnce(path.join(cache.absent, repository.commit, file), '');
    }
  }

  /**
   * A reference that exists is moved only where its revision was asked for by name: moving it to a commit
   * of which only the ONNX file is here would take the model from the user's offline Python.
   */
  private async writeReference(): Promise<void> {
    const { revision } = this.name;
    if (revision !== null && isCommit(revision)) return;
    const file = path.join(this.cache.refs, revision ?? 'main');
    await (revision === null ? writeOnce : writeWhole)(file, this.repository.commit);
  }

  private tell({ path: file }: RemoteFile, bytes: number): void {
    this.options.progress?.({ file, done: this.done + bytes, total: this.total });
  }
}
