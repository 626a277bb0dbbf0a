/** Measures items one after another, with progress, cancellation, and a journal. */
import * as v from 'valibot';
import { throwIfCancelled } from '../attribution/hooks.js';
import { InputError } from '../attribution/inputError.js';
import type { Pair } from './input/pairFile.js';
import type { StudyContext } from './study.js';

export interface Measurement<Item, Schema extends v.GenericSchema> {
  /** What is measured, and how: with model and item the key in the journal. Change it with the numbers. */
  readonly kind: string;
  /** What of the item and the options the numbers depend on; JSON. */
  readonly key: (item: Item) => unknown;
  readonly schema: Schema;
  readonly measure: (item: Item) => Promise<v.InferOutput<Schema>>;
  /** The line that an error is said to come from. */
  readonly pair: (item: Item) => Pick<Pair, 'line'>;
}

export interface Measured<Item, Value> {
  readonly item: Item;
  readonly value: Value;
}

/**
 * Every item with its measurement, in order. Items in the journal are not measured again.
 * Throws Cancelled between items; what was measured is kept. An InputError names the item's line.
 */
export async function measureAll<Item, Schema extends v.GenericSchema>(
  items: readonly Item[],
  { model, other, journal, hooks }: Pick<StudyContext, 'model' | 'other' | 'journal' | 'hooks'>,
  { kind, key, schema, measure, pair }: Measurement<Item, Schema>,
): Promise<Measured<Item, v.InferOutput<Schema>>[]> {
  const results: Measured<Item, v.InferOutput<Schema>>[] = [];
  const models = [model.fingerprint, other?.fingerprint ?? null];
  hooks.progress(0, items.length);
  for (const item of items) {
    throwIfCancelled(hooks);
    const id = JSON.stringify([kind, ...models, key(item)]);
    const known = v.safeParse(schema, journal.get(id));
    const value = known.success ? known.output : await measured(item);
    if (!known.success) await journal.put(id, value);
    results.push({ item, value });
    hooks.progress(results.length, items.length);
    // Results that are all known must not keep a cancel from being heard.
    if (results.length % 64 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return results;

  async function measured(item: Item): Promise<v.InferOutput<Schema>> {
    try {
      return await measure(item);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(`${error.message} (line ${pair(item).line})`, { cause: error });
    }
  }
}
