/** One file from the Hub into `blobs/`, whole and checked, or not at all. */
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Hash } from 'node:crypto';
import { type HubConnection } from './connection.js';
import { contentHash } from './contentHash.js';
import { diskFailure } from './diskFailure.js';
import { HubError, shown, throwIfCancelled } from './hubError.js';
import { claimPartial, discardPartial, type PartialFile, releasePartial } from './partialFiles.js';
import type { RemoteFile } from './repository.js';

export interface Transfer {
  readonly connection: HubConnection;
  readonly id: string;
  readonly url: string;
  readonly file: RemoteFile;
  /** The repository's `blobs/`, which exists. */
  readonly blobs: string;
  readonly signal: AbortSignal | undefined;
  /** Told the bytes of this file that are here, after each chunk. */
  readonly report: (bytes: number) => void;
}

/** Interruptions in a row that bring not a single byte. */
const MOST_IN_VAIN = 3;
const MOST_INTERRUPTIONS = 200;

/**
 * Transfers the file, from where an earlier attempt stopped; the blob gets its name once its size and
 * hash are right and it is on the disk. Throws HubError or Cancelled; the part that arrived is kept for
 * the next attempt, except where it is wrong or the disk is full.
 */
export async function transfer(work: Transfer): Promise<void> {
  const partial = await claimPartial(work.blobs, work.file.hash);
  let release: (file: PartialFile) => Promise<void> = releasePartial;
  try {
    const handle = await open(partial.path, 'r+');
    try {
      await fill(work, handle, partial);
    } finally {
      await handle.close();
    }
    await rename(partial.path, path.join(work.blobs, work.file.hash));
    release = discardPartial;
  } catch (error) {
    const failure = diskFailure(error, path.resolve(work.blobs, '../..'));
    if (failure instanceof HubError && /^(corrupt|disk-full)$/.test(failure.failure)) {
      release = discardPartial;
    }
    throw failure;
  } finally {
    await release(partial);
  }
}

/** What is in the file so far, and its hash. */
interface Arrived {
  bytes: number;
  hash: Hash;
}

async function fill(work: Transfer, handle: FileHandle, partial: PartialFile): Promise<void> {
  const { file, connection } = work;
  const arrived: Arrived = { bytes: 0, hash: contentHash(file.hash, file.size) };
  if (partial.size > file.size) await handle.truncate(0);
  else if (partial.size > 0) await hashExisting(partial, arrived, work.signal);
  let resumed = arrived.bytes > 0;
  let inVain = 0;
  for (let interruptions = 0; ;) {
    const before = arrived.bytes;
    try {
      work.report(arrived.bytes);
      if (arrived.bytes < file.size) await append(work, handle, arrived);
      if (arrived.bytes === file.size) {
        const found = arrived.hash.copy().digest('hex');
        if (found === file.hash) break;
        // A part from an earlier attempt may be what is wrong: once more from the start.
        if (!resumed) throw corrupt(file, `the hash ${found.slice(0, 12)}…`);
        resumed = false;
        await startOver(handle, arrived, file);
        continue;
      }
      throw new HubError(
        'offline',
        `Model: expected ${file.size} bytes of ${shown(file.path)}, got ${arrived.bytes}`,
      );
    } catch (error) {
      const passing = error instanceof HubError && error.failure === 'offline';
      if (!passing) throw error;
      inVain = arrived.bytes > before ? 0 : inVain + 1;
      if (inVain >= MOST_IN_VAIN || ++interruptions >= MOST_INTERRUPTIONS) throw error;
      await pause(connection.patience.retryMs);
      throwIfCancelled(work.signal);
    }
  }
  // A blob's name promises its content, also after the power fails.
  await handle.sync();
}

/** Asks for the rest of the file and writes it as it comes. */
async function append(work: Transfer, handle: FileHandle, arrived: Arrived): Promise<void> {
  const { connection, id, url, file, signal, report } = work;
  const answer = await connection.get(
    url,
    { id, revision: null },
    {
      // A compressed answer would count other bytes than the ranges do.
      'accept-encoding': 'identity',
      ...(arrived.bytes > 0 ? { range: `bytes=${arrived.bytes}-` } : {}),
    },
    signal,
  );
  if (!continues(answer, arrived.bytes)) {
    await startOver(handle, arrived, file);
    if (answer.status === 206) {
      await answer.body?.cancel().catch(() => undefined);
      throw new HubError(
        'offline',
        `Model: expected the rest of ${shown(file.path)}, got another part`,
      );
    }
  }
  if (!answer.body) return;
  try {
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
      if (arrived.bytes + chunk.length > file.size) {
        throw corrupt(file, `more than ${file.size} bytes`);
      }
      arrived.hash.update(chunk);
      await writeAll(handle, chunk, arrived.bytes);
      arrived.bytes += chunk.length;
      report(arrived.bytes);
      throwIfCancelled(signal);
    }
  } catch (error) {
    // Disk errors have a system call; everything else comes from the connection.
    if ((error as NodeJS.ErrnoException).syscall === 'write') throw error;
    throw connection.failureOf(error, url, signal);
  }
}

/** Whether an answer carries on at a byte; servers may also send the whole file again. */
function continues(
  answer: { readonly status: number; readonly headers: { get(name: string): string | null } },
  from: number,
): boolean {
  if (from === 0) return true;
  const start = /^bytes (\d+)-/.exec(answer.headers.get('content-range') ?? '')?.[1];
  return answer.status === 206 && Number(start) === from;
}

async function startOver(handle: FileHandle, arrived: Arrived, file: RemoteFile): Promise<void> {
  await handle.truncate(0);
  arrived.bytes = 0;
  arrived.hash = contentHash(file.hash, file.size);
}

async function hashExisting(
  partial: PartialFile,
  arrived: Arrived,
  signal: AbortSignal | undefined,
): Promise<void> {
  for await (const chunk of createReadStream(partial.path) as AsyncIterable<Buffer>) {
    arrived.hash.update(chunk);
    arrived.bytes += chunk.length;
    throwIfCancelled(signal);
  }
}

async function writeAll(handle: FileHandle, chunk: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < chunk.length;) {
    const { bytesWritten } = await handle.write(chunk, done, chunk.length - done, at + done);
    done += bytesWritten;
  }
}

function corrupt(file: RemoteFile, got: string): HubError {
  return new HubError(
    'corrupt',
    `Model: expected ${shown(file.path)} with hash ${file.hash.slice(0, 12)}…, got ${got}; try again, ` +
      'or check HF_ENDPOINT and proxies',
  );
}
