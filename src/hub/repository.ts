/** What the Hub says of one model at one commit: its files with sizes and hashes, licence and task. */
import { type ListFileEntry, listFiles, modelInfo } from '@huggingface/hub';
import { Cancelled, HubError, shown } from './hubError.js';
import { type HubConnection } from './connection.js';
import { isCommit } from './modelName.js';
import { isHostilePath } from './repoPath.js';

export interface RemoteFile {
  /** Within the repository, with `/`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of the content where it has 64 digits, git's SHA-1 of the blob where it has 40. */
  readonly hash: string;
}

export interface Repository {
  readonly id: string;
  readonly commit: string;
  readonly files: readonly RemoteFile[];
  /** As its model card says, e.g. `apache-2.0`; null where it says nothing. */
  readonly licence: string | null;
  /** The Hub's pipeline tag, e.g. `sentence-similarity`. */
  readonly task: string | null;
  /** Whether its terms must be accepted on the Hub first. */
  readonly gated: boolean;
}

/** No encoder has this many files; a list that never ends must end somewhere. */
const MOST_FILES = 20_000;

/** Of one answer: a page of the list has some hundreds of kilobytes. */
const MOST_BYTES = 32e6;

/**
 * Asks the Hub; a few kilobytes for most models. Throws HubError, `malformed` for an answer that is
 * not the Hub's or names files that would leave the model's folder, or Cancelled.
 */
export async function readRepository(
  connection: HubConnection,
  id: string,
  revision: string,
  signal: AbortSignal | undefined,
): Promise<Repository> {
  const asked = { id, revision };
  const common = {
    hubUrl: connection.endpoint,
    fetch: jsonFetch(connection, asked, signal),
  };
  return understood(connection, async () => {
    const info = await modelInfo({
      ...common,
      name: id,
      revision,
      additionalFields: ['sha', 'cardData', 'tags'],
    });
    const commit: unknown = info.sha;
    if (typeof commit !== 'string' || !isCommit(commit)) {
      throw malformed(connection, `no commit for ${id}`);
    }
    const files: RemoteFile[] = [];
    for await (const entry of listFiles({
      ...common,
      repo: id,
      revision: commit,
      recursive: true,
    })) {
      if (files.length >= MOST_FILES) throw malformed(connection, 'a list of files without end');
      const file = remoteFile(connection, entry);
      if (file) files.push(file);
    }
    return {
      id,
      commit,
      files,
      licence: licenceOf(info.cardData, info.tags),
      task: typeof info.task === 'string' ? info.task : null,
      gated: Boolean(info.gated),
    };
  });
}

/** Where the content of a file is asked for. */
export function fileUrl(
  connection: HubConnection,
  id: string,
  commit: string,
  path: string,
): string {
  const parts = path.split('/').map(encodeURIComponent);
  return `${connection.endpoint}/${id}/resolve/${commit}/${parts.join('/')}`;
}

/** fetch as @huggingface/hub calls it, for answers in JSON. */
function jsonFetch(
  connection: HubConnection,
  asked: { readonly id: string; readonly revision: string },
  signal: AbortSignal | undefined,
): typeof globalThis.fetch {
  return async (input: string | URL | Request) => {
    const url = input instanceof Request ? input.url : String(input);
    if (!/^https?:/.test(url)) throw malformed(connection, 'a further page at no web address');
    const answer = await connection.get(url, asked, { accept: 'application/json' }, signal);
    // Login pages of hotels and companies answer everything with 200 and HTML.
    const type = answer.headers.get('content-type') ?? 'nothing';
    if (!/\bjson\b/i.test(type)) {
      await answer.body?.cancel().catch(() => undefined);
      throw malformed(connection, `${shown(type)} (a login page or a proxy's?)`);
    }
    const parts: Uint8Array[] = [];
    let bytes = 0;
    try {
      for await (const part of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
        bytes += part.length;
        if (bytes > MOST_BYTES) throw malformed(connection, 'an answer without end');
        parts.push(part);
      }
    } catch (error) {
      throw connection.failureOf(error, url, signal);
    }
    const link = answer.headers.get('link');
    return new Response(Buffer.concat(parts), {
      headers: { 'content-type': type, ...(link === null ? {} : { link }) },
    });
  };
}

/** Runs calls of the library; what it throws itself comes from answers it could not read. */
async function understood<T>(connection: HubConnection, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof HubError || error instanceof Cancelled) throw error;
    if (error instanceof SyntaxError) throw malformed(connection, 'text that is no JSON', error);
    const reason = error instanceof Error ? error.message : String(error);
    throw malformed(connection, shown(reason), error);
  }
}

/** Null for folders. Throws HubError `malformed`. */
function remoteFile(connection: HubConnection, entry: ListFileEntry): RemoteFile | null {
  // The library passes on what the server sent, whatever its types say.
  const { path, type, lfs, oid, size: plainSize } = entry as Partial<ListFileEntry>;
  if (typeof path !== 'string') throw malformed(connection, 'a file without a name');
  if (isHostilePath(path)) {
    throw malformed(connection, `a file name that leaves the model's folder: ${shown(path)}`);
  }
  if (type !== 'file') return null;
  const size: unknown = lfs?.size ?? plainSize;
  const hash: unknown = lfs?.oid ?? oid;
  const digits = lfs ? 64 : 40;
  if (typeof hash !== 'string' || hash.length !== digits || !/^[0-9a-f]+$/.test(hash)) {
    throw malformed(connection, `no hash for ${shown(path)}`);
  }
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    throw malformed(connection, `no size for ${shown(path)}`);
  }
  return { path, size, hash };
}

function licenceOf(card: unknown, tags: unknown): string | null {
  const { license, license_name: named } = (
    typeof card === 'object' && card !== null ? card : {}
  ) as Record<string, unknown>;
  const first: unknown = Array.isArray(license) ? license[0] : license;
  // Licences of the authors' own are called `other`, with their name beside.
  if (first === 'other' && typeof named === 'string') return shown(named);
  if (typeof first === 'string') return shown(first);
  const tag: unknown = Array.isArray(tags)
    ? tags.find((item) => typeof item === 'string' && item.startsWith('license:'))
    : undefined;
  return typeof tag === 'string' ? shown(tag.slice('license:'.length)) : null;
}

function malformed(connection: HubConnection, got: string, cause?: unknown): HubError {
  const { host } = new URL(connection.endpoint);
  return new HubError(
    'malformed',
    `Model: expected the Hub's list of files from ${host}, got ${got}`,
    cause === undefined ? undefined : { cause },
  );
}
