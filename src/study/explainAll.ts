/** Explanations of all pairs, kept in the journal: studies of the same pairs share them. */
import { Explained, type PairSettings, explainPair } from './explainPair.js';
import type { Pair } from './input/pairFile.js';
import { type Measured, measureAll } from './measureAll.js';
import type { StudyContext, StudyModel } from './study.js';

export { Explained } from './explainPair.js';

/** What an explanation depends on, beside model and texts. */
export function settingsKey(
  { options }: Pick<StudyContext, 'options'>,
  { layer, reference, tolerance }: PairSettings = options,
): unknown {
  const { prefixA = '', prefixB = '', maxTokens = 0 } = options;
  return [layer, reference, tolerance, prefixA, prefixB, maxTokens];
}

/** @param model one of the context's. Throws as `explainPair`. */
export function explainAll<Item extends Pick<Pair, 'a' | 'b' | 'line'>>(
  items: readonly Item[],
  context: StudyContext,
  model: StudyModel = context.model,
  settings: PairSettings = context.options,
): Promise<Measured<Item, Explained>[]> {
  return measureAll(
    items,
    { ...context, model, other: null },
    {
      kind: 'explained 2',
      atOnce: model.elsewhere?.atOnce,
      key: ({ a, b }) => [settingsKey(context, settings), a, b],
      schema: Explained,
      measure: ({ a, b }) => explainPair(model, context, { a, b }, settings),
      pair: (item) => item,
    },
  );
}
