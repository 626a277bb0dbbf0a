/**
 * Neutral references that were found, kept on disk by the contents of the model, so that a search is done
 * once. The disk is a convenience: where it cannot be written or holds nonsense, the search of this
 * process has to do.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';

/** Changes whenever the search would find something else in the same model. */
const VERSION = 1;

const Stored = v.object({
  version: v.literal(VERSION),
  /** For people who look into the folder. */
  model: v.string(),
  effort: v.picklist(['quick', 'full']),
  /** Neutral ones, best first. */
  ids: v.pipe(
    v.array(v.pipe(v.number(), v.integer(), v.minValue(0))),
    v.minLength(1),
    v.maxLength(64),
  ),
  /** What they were chosen on; null: the texts that come with Hitlight. */
  sample: v.nullable(v.string()),
});
export type Stored = Omit<v.InferOutput<typeof Stored>, 'version'>;

/** What a search depends on beside the texts. */
export interface SearchKey {
  /** Of engine/fingerprint. */
  readonly contents: string;
  readonly pooling: unknown;
  readonly prefixes: readonly [string, string];
}

export class ReferenceStore {
  readonly #memory = new Map<string, Stored>();

  /** @param folder null: this process only. `log` is told what the disk refused. */
  constructor(
    private readonly folder: string | null,
    private readonly log: (line: string) => void = () => undefined,
  ) {}

  /** What is known; null: nothing. Never throws. Cost: a small file. */
  async read(key: SearchKey): Promise<Stored | null> {
    const name = nameOf(key);
    const onDisk = await this.#readFile(name);
    return onDisk ?? this.#memory.get(name) ?? null;
  }

  /** Keeps what was found. False where it lasts no longer than this process. Never throws. */
  async write(key: SearchKey, found: Stored): Promise<boolean> {
    const name = nameOf(key);
    this.#memory.set(name, found);
    if (this.folder === null) return false;
    const target = path.join(this.folder, 'references', `${name}.json`);
    const partial = `${target}.${process.pid}.part`;
    try {
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(partial, `${JSON.stringify({ version: VERSION, ...found }, null, 2)}\n`);
      // Renamed into place, so that another process never reads half of it.
      await rename(partial, target);
      return true;
    } catch (error) {
      await rm(partial, { force: true }).catch(() => undefined);
      this.log(`References: could not be kept in ${this.folder}: ${reasonOf(error)}`);
      return false;
    }
  }

  async #readFile(name: string): Promise<Stored | null> {
    if (this.folder === null) return null;
    const file = path.join(this.folder, 'references', `${name}.json`);
    try {
      const parsed = v.safeParse(Stored, JSON.parse(await readFile(file, 'utf8')));
      if (parsed.success) return parsed.output;
      this.log(`References: expected what a search found in ${file}, got something else`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        this.log(`References: could not be read from ${file}: ${reasonOf(error)}`);
      }
    }
    return null;
  }
}

function nameOf({ contents, pooling, prefixes }: SearchKey): string {
  const key = JSON.stringify([VERSION, contents, pooling, prefixes]);
  return createHash('sha256').update(key).digest('hex');
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
