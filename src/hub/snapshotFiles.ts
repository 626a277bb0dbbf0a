/** Entries of a snapshot: links to blobs, each put in place by one rename. */
import { randomBytes } from 'node:crypto';
import { copyFile, link, mkdir, open, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

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
  const temporary = temporaryBeside(file);
  try {
    await writeFile(temporary, text, { flag: 'wx' });
    // A link is refused where the name is taken; file systems without links get a plain exclusive write.
    await link(temporary, file).catch((error: NodeJS.ErrnoException) =>
      error.code === 'EEXIST' ? undefined : writeFile(file, text, { flag: 'wx' }),
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function replacing(
  place: string,
  create: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = temporaryBeside(place);
  try {
    await create(temporary);
    await rename(temporary, place);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** No model's file is called so: its last extension is none that is read. */
function temporaryBeside(place: string): string {
  const name = `.${path.basename(place)}.${randomBytes(4).toString('hex')}.incomplete`;
  return path.join(path.dirname(place), name);
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
