import * as v from 'valibot';
import type { Explained } from './explainPair.js';
import type { Pair } from './input/pairFile.js';
import { type Measured, measureAll } from './measureAll.js';
import type { StudyContext, StudyModel } from './study.js';

/** The cosine of a quantised file itself; null: the model is what is explained. */
export async function originalScores(
  explained: readonly Measured<Pair, Explained>[],
  context: StudyContext,
  model: StudyModel,
): Promise<(number | null)[]> {
  const { original } = model;
  if (!original) return explained.map(() => null);
  const ids = (tokens: Explained['tokensA']) => tokens.map(({ id }) => id);
  const found = await measureAll(
    explained,
    { ...context, model, other: null },
    {
      kind: 'original score 1',
      key: ({ value }) => [ids(value.tokensA), ids(value.tokensB)],
      schema: v.number(),
      measure: ({ value }) => original.cosine(ids(value.tokensA), ids(value.tokensB)),
      pair: ({ item }) => item,
    },
  );
  return found.map(({ value }) => value);
}
