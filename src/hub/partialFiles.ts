/**
 * Partly transferred files, in `blobs/` beside the finished ones. Each is written by one owner alone,
 * whose process its name tells; what an owner left behind is taken over by renaming, which one taker
 * alone can do. So processes need no locks, and never write to one file together. huggingface_hub's
 * own `<hash>.incomplete` is left alone: its writer may be alive.
 */
import { createHash, randomBytes } from 'node:crypto';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';

/** One hash's partial file, of this process. */
export interface PartialFile {
  readonly path: string;
  /** Bytes taken over from an earlier attempt. */
  readonly size: number;
}

const PATTERN = /^([0-9a-f]{40,64})\.([0-9a-f]{8})-(\d+)-([0-9a-f]{8})\.incomplete$/;

/** Owner of files that a living process has given up. */
const NOBODY = 0;

/** Another machine's processes cannot be asked whether they live; after a day none is at work. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;

const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** Files that this process writes now: its own process number is alive, but not every owner in it. */
const active = new Set<string>();

/** Takes over the longest file that nobody writes any more, or creates an empty one. */
export async function claimPartial(blobs: string, hash: string): Promise<PartialFile> {
  const own = nameOf(hash, process.pid);
  const target = path.join(blobs, own);
  active.add(own);
  try {
    const left = (await leftBehind(blobs)).filter((file) => file.hash === hash);
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
    active.delete(own);
    throw error;
  }
}

/** Leaves a partial file for the next attempt, in this process or another. */
export async function releasePartial({ path: file }: PartialFile): Promise<void> {
  const name = path.basename(file);
  const hash = PATTERN.exec(name)?.[1] ?? '';
  await rename(file, path.join(path.dirname(file), nameOf(hash, NOBODY))).catch(() => undefined);
  active.delete(name);
}

/** Forgets a partial file that has become a blob, or deletes it where it has not. */
export async function discardPartial({ path: file }: PartialFile): Promise<void> {
  await rm(file, { force: true });
  active.delete(path.basename(file));
}

/** Deletes what nobody writes any more. `keep`: hashes whose partial files may still be of use. */
export async function sweepPartials(blobs: string, keep: ReadonlySet<string>): Promise<void> {
  for (const { name, hash } of await leftBehind(blobs)) {
    if (!keep.has(hash)) await rm(path.join(blobs, name), { force: true }).catch(() => undefined);
  }
}

/** The bytes of partial files that an attempt could take over, by hash. */
export async function resumableBytes(blobs: string): Promise<ReadonlyMap<string, number>> {
  const longest = new Map<string, number>();
  for (const { hash, size } of await leftBehind(blobs)) {
    longest.set(hash, Math.max(size, longest.get(hash) ?? 0));
  }
  return longest;
}

interface LeftFile {
  readonly name: string;
  readonly hash: string;
  readonly size: number;
}

async function leftBehind(blobs: string): Promise<LeftFile[]> {
  const found: LeftFile[] = [];
  for (const name of await readdir(blobs).catch(() => [])) {
    const [, hash, owner, pid] = PATTERN.exec(name) ?? [];
    if (hash === undefined || active.has(name)) continue;
    const file = await stat(path.join(blobs, name)).catch(() => null);
    if (!file?.isFile()) continue;
    const old = Date.now() - file.mtimeMs > ABANDONED_MS;
    if (old || Number(pid) === NOBODY || (owner === host && !isOthers(Number(pid)))) {
      found.push({ name, hash, size: file.size });
    }
  }
  return found;
}

/** Whether a process other than this one lives under a number. */
function isOthers(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // It lives, under another user.
  }
}

function nameOf(hash: string, pid: number): string {
  return `${hash}.${host}-${pid}-${randomBytes(4).toString('hex')}.incomplete`;
}
