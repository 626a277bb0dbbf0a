/** How well a pair's approximate matrix agrees with the exact one, layer by layer. */
import * as v from 'valibot';
import { InputError } from '../attribution/inputError.js';
import { explainPair } from './explainPair.js';
import type { Pair } from './input/pairFile.js';
import { ordinaryEntries } from './matrixParts.js';
import type { publishedReference } from './publishedReference.js';
import { pearson, spearman, topJaccard } from './statistics/correlation.js';
import type { StudyContext } from './study.js';

/** Share of the entries that are compared as the top. */
export const TOP = 0.1;
export const LayerAgreement = v.object({
  layer: v.number(),
  pearson: v.nullable(v.number()),
  spearman: v.nullable(v.number()),
  jaccard: v.nullable(v.number()),
  sumApproximate: v.number(),
  sumExact: v.number(),
});
export const PairAgreement = v.object({
  score: v.number(),
  unread: v.number(),
  layers: v.array(LayerAgreement),
});
export type PairAgreement = v.InferOutput<typeof PairAgreement>;
export type LayerAgreement = v.InferOutput<typeof LayerAgreement>;

/** Cost: two explanations a layer. */
export async function agreementOf(
  context: StudyContext,
  pair: Pair,
  layers: readonly number[],
  published: ReturnType<typeof publishedReference>,
): Promise<PairAgreement> {
  const { model, other, options } = context;
  const found: LayerAgreement[] = [];
  let [score, unread] = [0, 0];
  for (const layer of layers) {
    const settings = { ...options, layer };
    const approximate = await explainPair(model, context, pair, {
      ...settings,
      reference: published,
    });
    const exact = await explainPair(other ?? model, context, pair, settings);
    ({ score, unread } = approximate);
    const [x, y] = [ordinaryEntries(approximate), ordinaryEntries(exact)];
    if (x.length !== y.length) {
      throw new InputError(
        `Agreement: expected two models with the same tokens, got ${approximate.tokensA.length} and ${exact.tokensA.length} in a text`,
      );
    }
    found.push({
      layer,
      pearson: pearson(x, y),
      spearman: spearman(x, y),
      jaccard: topJaccard(x, y, topSize(x.length)),
      sumApproximate: approximate.ledger.pairs,
      sumExact: exact.ledger.pairs,
    });
  }
  return { score, unread, layers: found };
}

const topSize = (count: number) => Math.max(1, Math.round(TOP * count));
