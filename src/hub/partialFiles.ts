/**
 * Partly transferred files, in `blobs/` beside the finished ones. Each is written by one owner alone;
 * what an owner left behind is taken over by renaming, which one taker alone can do. So processes need
 * no locks, and never write to one file together.
 */
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import {
  forget,
  givenUpName,
  leftBehind as unfinishedLeft,
  type LeftFile,
  unfinishedName,
} from './unfinishedFiles.js';

/** One hash's partial file, of this process. */
export interface PartialFile {
  readonly path: string;
  /** Bytes taken over from an earlier attempt. */
  readonly size: number;
}

/** Takes over the longest file that nobody writes any more, or creates an empty one. */
export async function claimPartial(blobs: string, hash: string): Promise<PartialFile> {
  const own = unfinishedName(hash);
  const target = path.join(blobs, own);
  try {
    const left = (await leftBehind(blobs)).filter(({ of }) => of === hash);
    for (const { name, size } of left.sort((a, b) => b.size - a.size)) {
      const taken = await rename(path.join(blobs, name), target).then(
        () => true,
        () => false, // Someone else was quicker.
      );
      if (taken) return { path: target, size };
    }
    await (await open(target, 'wx')).close();
    return { path: target, size: 0 };
  } catch (error) {
    forget(own);
    throw error;
  }
}

/** Leaves a partial file for the next attempt, in this process or another. */
export async function releasePartial({ path: file }: PartialFile): Promise<void> {
  const name = path.basename(file);
  await rename(file, path.join(path.dirname(file), givenUpName(name))).catch(() => undefined);
  forget(name);
}

/** Forgets a partial file that has become a blob, or deletes it where it has not. */
export async function discardPartial({ path: file }: PartialFile): Promise<void> {
  await rm(file, { force: true });
  forget(path.basename(file));
}

/** Deletes what nobody writes any more. `keep`: hashes whose partial files may still be of use. */
export async function sweepPartials(blobs: string, keep: ReadonlySet<string>): Promise<void> {
  for (const { name, of } of await leftBehind(blobs)) {
    if (!keep.has(of)) await rm(path.join(blobs, name), { force: true }).catch(() => undefined);
  }
}

/** The bytes of partial files that an attempt could take over, by hash. */
export async function resumableBytes(blobs: string): Promise<ReadonlyMap<string, number>> {
  const longest = new Map<string, number>();
  for (const { of, size } of await leftBehind(blobs)) {
    longest.set(of, Math.max(size, longest.get(of) ?? 0));
  }
  return longest;
}

const HASH = /^[0-9a-f]{40,64}$/;

const leftBehind = async (blobs: string): Promise<LeftFile[]> =>
  (await unfinishedLeft(blobs)).filter(({ of }) => HASH.test(of));
