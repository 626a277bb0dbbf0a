/** Entries of a snapshot: links to blobs, each put in place by one rename. */
import { copyFile, link, mkdir, open, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { forget, leftBehind, unfinishedName } from './unfinishedFiles.js';

/** The ways to give a blob a second name; tests take some away. */
export interface Linking {
  symlink(target: string, place: string): Promise<void>;
  link(existing: string, place: string): Promise<void>;
}

const SYSTEM: Linking = { symlink, link };

/**
 * Makes `place` name the blob's content: by a relative symbolic link as huggingface_hub does, else (on
 * Windows without leave for those) by a hard link, else by a copy.
 */
export async function placeInSnapshot(
  blob: string,
  place: string,
  linking: Linking = SYSTEM,
): Promise<void> {
  await mkdir(path.dirname(place), { recursive: true });
  await replacing(place, async (temporary) => {
    const target = path.relative(path.dirname(place), blob);
    try {
      await linking.symlink(target, temporary);
    } catch {
      await linking.link(blob, temporary).catch(async () => {
        await copyFile(blob, temporary);
        await syncFile(temporary);
      });
    }
  });
}

/** Writes a small file whole or not at all, unless it exists and `keep` says to leave it. */
export async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await replacing(file, (temporary) => writeFile(temporary, text, { flag: 'wx' }));
}

/** As writeWhole, but leaves a file alone that exists. */
export async function writeOnce(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await beside(file, async (temporary) => {
    try {
      await writeFile(temporary, text, { flag: 'wx' });
      // A link is refused where the name is taken; file systems without links get a plain exclusive write.
      await link(temporary, file).catch((error: NodeJS.ErrnoException) =>
        error.code === 'EEXIST' ? undefined : writeFile(file, text, { flag: 'wx' }),
      );
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  });
}

const replacing = (place: string, create: (temporary: string) => Promise<void>): Promise<void> =>
  beside(place, async (temporary) => {
    await create(temporary);
    await rename(temporary, place);
  });

/**
 * Does something with a temporary file beside `place`, gone afterwards, as are those that killed processes
 * left there. No model's file is called so: its last extension is none that is read.
 */
async function beside(place: string, use: (temporary: string) => Promise<void>): Promise<void> {
  const folder = path.dirname(place);
  const hidden = `.${path.basename(place)}`;
  for (const { name, of } of await leftBehind(folder)) {
    if (of === hidden) await rm(path.join(folder, name), { force: true });
  }
  const own = unfinishedName(hidden);
  try {
    await use(path.join(folder, own));
  } finally {
    await rm(path.join(folder, own), { force: true });
    forget(own);
  }
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
