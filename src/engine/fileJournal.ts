import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Journal } from '../study/journal.js';

/** Beyond this a journal begins anew: it speeds things up, and nothing depends on it. */
const MOST_BYTES = 256 * 2 ** 20;

/**
 * A journal in a file, one measurement a line, which every process that does the same study may add
 * to. A line that was cut off, as by a full disk, is measured again. Throws where the folder cannot be
 * written to.
 * @param file created with its folder where it does not exist
 */
export async function openJournal(file: string): Promise<Journal> {
  await mkdir(path.dirname(file), { recursive: true });
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const known = new Map<string, string>();
  if (text.length > MOST_BYTES) await writeFile(file, '');
  else {
    for (const line of text.split('\n')) {
      const tab = line.indexOf('\t');
      if (tab > 0) known.set(line.slice(0, tab), line.slice(tab + 1));
    }
  }
  // What follows a line without an end would be lost with it.
  if (text !== '' && !text.endsWith('\n')) await appendFile(file, '\n');
  return {
    get(key) {
      const value = known.get(hash(key));
      if (value === undefined) return undefined;
      try {
        return JSON.parse(value) as unknown;
      } catch {
        return undefined;
      }
    },
    async put(key, value) {
      const line = JSON.stringify(value);
      known.set(hash(key), line);
      await appendFile(file, `${hash(key)}\t${line}\n`);
    },
  };
}

/** Keys hold texts; the file's lines begin with something short that cannot hold a tab. */
const hash = (key: string) => createHash('sha256').update(key).digest('base64url').slice(0, 22);
