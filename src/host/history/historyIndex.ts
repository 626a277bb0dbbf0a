/** What the history lists: one line an explanation, newest first; numbers and texts are in files of their own. */
import * as v from 'valibot';

export const HistoryEntry = v.object({
  id: v.pipe(v.string(), v.regex(/^[0-9a-f-]{1,64}$/)),
  /** Explanations that ask the same have the same; of those, only the last is listed. */
  question: v.string(),
  /** Those of one query stand together. */
  query: v.string(),
  /** Given by the reader; null: the labels of the texts name it. */
  name: v.nullable(v.string()),
  labelA: v.string(),
  labelB: v.string(),
  /** How the texts begin, in one line. */
  startA: v.string(),
  startB: v.string(),
  model: v.string(),
  /** Entries of early versions have none. */
  layer: v.optional(v.number()),
  score: v.pipe(v.number(), v.finite()),
  /** Milliseconds since 1970. */
  time: v.pipe(v.number(), v.finite()),
});
export type HistoryEntry = v.InferOutput<typeof HistoryEntry>;

/** More would only be scrolled past. */
export const MOST_ENTRIES = 50;

/** Characters of a text that an entry shows. */
const START = 80;

/** What was stored, newest first; entries that this version cannot read are left out. */
export function readIndex(stored: unknown): readonly HistoryEntry[] {
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((one: unknown) => {
    const found = v.safeParse(HistoryEntry, one);
    return found.success ? [found.output] : [];
  });
}

/**
 * With an entry at the top. One that asks the same is replaced and leaves its id and its name; what is
 * over MOST_ENTRIES falls off the end.
 */
export function withEntry(
  entries: readonly HistoryEntry[],
  entry: HistoryEntry,
): { readonly entries: readonly HistoryEntry[]; readonly dropped: readonly HistoryEntry[] } {
  const before = entries.find(({ question }) => question === entry.question);
  const top = before ? { ...entry, id: before.id, name: before.name } : entry;
  const all = [top, ...entries.filter(({ id }) => id !== top.id)];
  return { entries: all.slice(0, MOST_ENTRIES), dropped: all.slice(MOST_ENTRIES) };
}

/** Entries of one query, in the order of the newest of each. */
export function byQuery(
  entries: readonly HistoryEntry[],
): readonly (readonly [HistoryEntry, ...HistoryEntry[]])[] {
  const groups = new Map<string, [HistoryEntry, ...HistoryEntry[]]>();
  for (const entry of entries) {
    const group = groups.get(entry.query);
    if (group) group.push(entry);
    else groups.set(entry.query, [entry]);
  }
  return [...groups.values()];
}

/** In what an entry differs from others of the same places, which look like it otherwise. */
export function differences(
  entry: HistoryEntry,
  others: readonly HistoryEntry[],
): readonly ('model' | 'layer')[] {
  const alike = others.filter(
    ({ query, labelA, labelB }) =>
      query === entry.query && labelA === entry.labelA && labelB === entry.labelB,
  );
  return (['model', 'layer'] as const).filter((part) =>
    alike.some((other) => other[part] !== entry[part]),
  );
}

/** A text's beginning in one line. */
export function startOf(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  const characters = [...line];
  return characters.length > START ? `${characters.slice(0, START - 1).join('')}…` : line;
}
