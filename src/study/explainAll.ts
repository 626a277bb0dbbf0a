/** Explanations of all pairs, kept in the journal: studies of the same pairs share them. */
import * as v from 'valibot';
import type { Pair } from './input/pairFile.js';
import { type PairSettings, explainPair } from './explainPair.js';
import { type Measured, measureAll } from './measureAll.js';
import type { StudyContext, StudyModel } from './study.js';

const Token = v.object({
  text: v.string(),
  id: v.number(),
  start: v.nullable(v.number()),
  end: v.nullable(v.number()),
  special: v.boolean(),
});
const LedgerEntries = v.object({
  constant: v.number(),
  onlyA: v.number(),
  onlyB: v.number(),
  pairs: v.number(),
  residual: v.number(),
});

/** Of an ExplainedPair, as the journal brings it back. */
export const Explained = v.object({
  score: v.number(),
  ledger: LedgerEntries,
  layer: v.number(),
  reference: v.object({ token: v.string(), id: v.number() }),
  tokensA: v.array(Token),
  tokensB: v.array(Token),
  matrix: v.array(v.array(v.number())),
  unread: v.number(),
});
export type Explained = v.InferOutput<typeof Explained>;

/** What an explanation depends on, beside model and texts. */
export function settingsKey(
  { options }: Pick<StudyContext, 'options'>,
  settings: PairSettings = options,
): unknown {
  const { prefixA = '', prefixB = '', maxTokens = 0 } = options;
  const { layer, reference, tolerance } = settings;
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
      kind: 'explained 1',
      key: ({ a, b }) => [settingsKey(context, settings), a, b],
      schema: Explained,
      measure: async ({ a, b }) => {
        const found = await explainPair(model, context, { a, b }, settings);
        return {
          ...found,
          tokensA: [...found.tokensA],
          tokensB: [...found.tokensB],
          matrix: found.matrix.map((row) => [...row]),
        };
      },
      pair: (item) => item,
    },
  );
}
