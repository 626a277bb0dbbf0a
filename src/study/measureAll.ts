/** Measures items, with progress, cancellation, and a journal. */
import * as v from 'valibot';
import { throwIfCancelled } from '../attribution/hooks.js';
import { InputError } from '../attribution/inputError.js';
import { TokenizerError } from '../text/tokenizerError.js';
import type { Pair } from './input/pairFile.js';
import type { StudyContext } from './study.js';

export interface Measurement<Item, Schema extends v.GenericSchema> {
  /** What is measured, and how: with model and item the key in the journal. Change it with the numbers. */
  readonly kind: string;
  /** What of the item and the options the numbers depend on; JSON. */
  readonly key: (item: Item) => unknown;
  readonly schema: Schema;
  readonly measure: (item: Item) => Promise<v.InferOutput<Schema>>;
  /** Items measured at once, for measurements that wait for other processes; one unless told. */
  readonly atOnce?: number | undefined;
  /** The line that an error is said to come from. */
  readonly pair: (item: Item) => Pick<Pair, 'line'>;
}

export interface Measured<Item, Value> {
  readonly item: Item;
  readonly value: Value;
}

/**
 * Every item with its measurement, in order. Items in the journal are not measured again.
 * Throws Cancelled between items; what was measured is kept. What is wrong with a text names its line.
 */
export async function measureAll<Item, Schema extends v.GenericSchema>(
  items: readonly Item[],
  { model, other, journal, hooks }: Pick<StudyContext, 'model' | 'other' | 'journal' | 'hooks'>,
  { kind, key, schema, measure, pair, atOnce = 1 }: Measurement<Item, Schema>,
): Promise<Measured<Item, v.InferOutput<Schema>>[]> {
  const results: Measured<Item, v.InferOutput<Schema>>[] = [];
  const models = [model.fingerprint, other?.fingerprint ?? null];
  let [next, done, failed] = [0, 0, false];
  hooks.progress(0, items.length);
  const lane = async () => {
    for (let at = next++; at < items.length && !failed; at = next++) {
      throwIfCancelled(hooks);
      const item = items[at] as Item;
      const id = JSON.stringify([kind, ...models, key(item)]);
      const known = v.safeParse(schema, journal.get(id));
      const value = known.success ? known.output : await measured(item);
      if (!known.success) await journal.put(id, value);
      results[at] = { item, value };
      hooks.progress(++done, items.length);
      // Results that are all known must not keep a cancel from being heard.
      if (done % 64 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, lane));
    return results;
  } finally {
    failed = true;
  }

  async function measured(item: Item): Promise<v.InferOutput<Schema>> {
    try {
      return await measure(item);
    } catch (error) {
      // Other complaints, such as of a layer, are not the line's.
      const ofText =
        error instanceof TokenizerError ||
        (error instanceof InputError && error.message.startsWith('Text:'));
      if (!ofText) throw error;
      throw new InputError(`${error.message} (line ${pair(item).line})`, { cause: error });
    }
  }
}
