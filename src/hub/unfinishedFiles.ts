/**
 * Files that are still being written, beside where they will be. Each has one owner, whose machine and
 * process its name tells, so that what a killed process left behind can be told from what a living one
 * writes, without locks. Names of others, such as huggingface_hub's `<hash>.incomplete`, are left alone.
 */
import { createHash, randomBytes } from 'node:crypto';
import { lstat, readdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';

/** A file that nobody writes any more. */
export interface LeftFile {
  readonly name: string;
  /** What it was going to be. */
  readonly of: string;
  /** Bytes. */
  readonly size: number;
}

const PATTERN = /^(.+)\.([0-9a-f]{8})-(\d+)-([0-9a-f]{8})\.incomplete$/;

/** Owner of files that a living process has given up. */
const NOBODY = 0;

/** Another machine's processes cannot be asked whether they live; after a day none is at work. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;

const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** Names that this process writes now: its own process number is alive, but not every owner in it. */
const active = new Set<string>();

/** A new name for what will be `of`, this process's until `forget`. */
export function unfinishedName(of: string): string {
  const name = nameOf(of, process.pid);
  active.add(name);
  return name;
}

/** The same file's name once it is anybody's. */
export function givenUpName(name: string): string {
  return nameOf(PATTERN.exec(name)?.[1] ?? '', NOBODY);
}

/** The file of this name is finished, given up or gone. */
export function forget(name: string): void {
  active.delete(name);
}

/** What is in a folder that nobody writes any more; nothing where there is no folder. */
export async function leftBehind(folder: string): Promise<LeftFile[]> {
  const found: LeftFile[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const [, of, owner, pid] = PATTERN.exec(name) ?? [];
    if (of === undefined || active.has(name)) continue;
    const file = await lstat(path.join(folder, name)).catch(() => null);
    if (!file?.isFile() && !file?.isSymbolicLink()) continue;
    const old = Date.now() - file.mtimeMs > ABANDONED_MS;
    if (old || Number(pid) === NOBODY || (owner === host && !isOthers(Number(pid)))) {
      found.push({ name, of, size: file.size });
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

function nameOf(of: string, pid: number): string {
  return `${of}.${host}-${pid}-${randomBytes(4).toString('hex')}.incomplete`;
}
