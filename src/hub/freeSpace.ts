import { statfs } from 'node:fs/promises';
import { megabytes } from './diskFailure.js';
import { HubError, shown } from './hubError.js';

/** Left for whatever else writes to the disk while a model arrives. */
const MARGIN = 50e6;

/** Bytes that this user may still write to the folder's disk; null where the system cannot tell. */
export async function freeBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    // Some network and user-space file systems report nothing at all.
    return blocks > 0 ? bavail * bsize : null;
  } catch {
    return null;
  }
}

/** Throws HubError `disk-full` before anything is written, where there is no room for `bytes` more. */
export async function checkFreeSpace(
  folder: string,
  bytes: number,
  free: (folder: string) => Promise<number | null> = freeBytes,
): Promise<void> {
  const available = await free(folder);
  if (bytes === 0 || available === null || available >= bytes + MARGIN) return;
  throw new HubError(
    'disk-full',
    `Model: expected ${megabytes(bytes + MARGIN)} free in ${shown(folder)}, got ` +
      `${megabytes(available)}; free some, or set HF_HUB_CACHE to a folder elsewhere`,
  );
}
