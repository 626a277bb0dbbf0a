/**
 * What a study measured, item by item, kept: a study that was cancelled goes on where it was, and two
 * studies of the same pairs share what they have in common.
 */
export interface Journal {
  /** What was kept under a key, as JSON brings it back; undefined: nothing. */
  get(key: string): unknown;
  /** Keeps a value that JSON can hold. */
  put(key: string, value: unknown): Promise<void>;
}

/** Forgets with the process. */
export function memoryJournal(): Journal {
  const known = new Map<string, string>();
  return {
    get(key) {
      const text = known.get(key);
      return text === undefined ? undefined : (JSON.parse(text) as unknown);
    },
    put(key, value) {
      known.set(key, JSON.stringify(value));
      return Promise.resolve();
    },
  };
}
