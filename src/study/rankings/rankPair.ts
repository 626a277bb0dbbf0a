/** How well each way to rank the tokens and token pairs of a pair predicts measured drops of the score. */
import * as v from 'valibot';
import type { Derivatives } from '../../attribution/derivatives.js';
import { throwIfCancelled } from '../../attribution/hooks.js';
import type { ReferenceOption } from '../../attribution/reference.js';
import { dot } from '../../attribution/vectors.js';
import type { BatchEncoder } from '../../encoder/batchEncoder.js';
import type { OutputStates } from '../../encoder/outputStates.js';
import { type Explained, explainPair } from '../explainPair.js';
import type { Pair } from '../input/pairFile.js';
import { ordinaryEntries } from '../matrixParts.js';
import { spearman } from '../statistics/correlation.js';
import { randomFrom } from '../statistics/random.js';
import type { StudyContext } from '../study.js';
import { gradientTimesInput } from './gradientTimesInput.js';
import { type Changes, changesOf, dropsOf, interactionsOf } from './scoreDrops.js';

const Coefficient = v.nullable(v.number());
export const RankedPair = v.object({
  score: v.number(),
  unread: v.number(),
  /** One for each method and text with enough tokens. */
  tokens: v.array(
    v.object({
      method: v.string(),
      delete: Coefficient,
      mask: Coefficient,
      deleteSubset: Coefficient,
      maskSubset: Coefficient,
    }),
  ),
  pairs: v.array(v.object({ method: v.string(), delete: Coefficient, mask: Coefficient })),
});
export type RankedPair = v.InferOutput<typeof RankedPair>;

/** Fewer tokens have no order to speak of. */
export const LEAST_TOKENS = 5;

export interface RankingTools {
  readonly derivatives: Derivatives;
  readonly batch: BatchEncoder;
  /** null: the model's embedding is no mean of token states. */
  readonly states: OutputStates | null;
  /** What stands for a masked token. */
  readonly mask: number;
  readonly layers: readonly number[];
  readonly references: readonly ReferenceOption[];
}

export const jacobianName = (layer: number, reference: ReferenceOption) =>
  `integrated Jacobians, layer ${layer}, ${typeof reference === 'object' ? `id:${reference.id}` : reference}`;
export const OUTPUT = 'output-layer dot products';
export const GRADIENT = 'gradient × input';
export const LEAVE_ONE_OUT = 'leave one out';
export const RANDOM = 'random';

/** A way to rank: values of the ordinary tokens of both texts, and of their pairs row by row. */
interface Ranking {
  readonly method: string;
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly pairs: readonly number[] | null;
}

/** Throws InputError, RunError, Cancelled. Cost: layers × references explanations, some 4n encodings. */
export async function rankPair(
  context: StudyContext,
  tools: RankingTools,
  pair: Pair,
): Promise<RankedPair> {
  const { options, hooks } = context;
  const check = () => throwIfCancelled(hooks);
  const explained = await rankingsByJacobians(context, tools, pair);
  const { tokensA, tokensB, score, unread } = explained;
  const textOf = (tokens: Explained['tokensA']) => ({
    ids: tokens.map(({ id }) => id),
    ordinary: [...tokens.keys()].filter((i) => tokens[i]?.special === false),
  });
  const [a, b] = [textOf(tokensA), textOf(tokensB)];
  const { batch, mask } = tools;
  const first = await changesOf(a, batch, mask, options.seed, check);
  const second = await changesOf(b, batch, mask, options.seed, check);
  check();
  const rankings: Ranking[] = [...explained.rankings];
  const chosen = (values: readonly number[], { ordinary }: typeof a) =>
    ordinary.map((i) => values[i] ?? 0);
  if (tools.states) {
    const [x, y] = [await tools.states.of(a.ids), await tools.states.of(b.ids)];
    rankings.push({
      method: OUTPUT,
      a: a.ordinary.map((i) => dot(x[i] ?? [], second.whole)),
      b: b.ordinary.map((j) => dot(y[j] ?? [], first.whole)),
      pairs: a.ordinary.flatMap((i) => b.ordinary.map((j) => dot(x[i] ?? [], y[j] ?? []))),
    });
  }
  const { encoder } = context.model.explainer;
  const gradient = (text: typeof a, other: Float32Array) =>
    gradientTimesInput(encoder, tools.derivatives, text.ids, other, hooks);
  rankings.push({
    method: GRADIENT,
    a: chosen(await gradient(a, second.whole), a),
    b: chosen(await gradient(b, first.whole), b),
    pairs: null,
  });
  rankings.push({
    method: LEAVE_ONE_OUT,
    a: dropsOf(first.whole, first.deleted, second.whole),
    b: dropsOf(second.whole, second.deleted, first.whole),
    pairs: interactionsOf(
      { whole: first.whole, changed: first.deleted },
      { whole: second.whole, changed: second.deleted },
    ),
  });
  const random = randomFrom(options.seed + pair.line);
  const anything = (count: number) => Array.from({ length: count }, () => random.next());
  rankings.push({
    method: RANDOM,
    a: anything(a.ordinary.length),
    b: anything(b.ordinary.length),
    pairs: anything(a.ordinary.length * b.ordinary.length),
  });
  return { score, unread, ...compared(rankings, first, second) };
}

/** Marginals and pairs of every layer and reference. */
async function rankingsByJacobians(
  context: StudyContext,
  { layers, references }: RankingTools,
  pair: Pair,
) {
  const rankings: Ranking[] = [];
  let last: Explained | undefined;
  for (const reference of references) {
    for (const layer of layers) {
      const settings = { ...context.options, layer, reference };
      const found = await explainPair(context.model, context, pair, settings);
      const ordinary = (values: readonly number[], tokens: Explained['tokensA']) =>
        values.filter((_, i) => tokens[i]?.special === false);
      rankings.push({
        method: jacobianName(layer, reference),
        a: ordinary(found.marginalA, found.tokensA),
        b: ordinary(found.marginalB, found.tokensB),
        pairs: ordinaryEntries(found),
      });
      last = found;
    }
  }
  if (!last) throw new RangeError('Rankings: expected layers and references, got none');
  return { ...last, rankings };
}

function compared(
  rankings: readonly Ranking[],
  a: Changes,
  b: Changes,
): Pick<RankedPair, 'tokens' | 'pairs'> {
  const side = (method: string, values: readonly number[], own: Changes, other: Changes) => {
    if (values.length < LEAST_TOKENS) return [];
    const sums = own.subsets.map((subset) => subset.reduce((sum, k) => sum + (values[k] ?? 0), 0));
    const drops = (changed: readonly Float32Array[]) => dropsOf(own.whole, changed, other.whole);
    return [
      {
        method,
        delete: spearman(values, drops(own.deleted)),
        mask: spearman(values, drops(own.masked)),
        deleteSubset: spearman(sums, drops(own.subsetDeleted)),
        maskSubset: spearman(sums, drops(own.subsetMasked)),
      },
    ];
  };
  const of = (key: 'deleted' | 'masked') =>
    interactionsOf({ whole: a.whole, changed: a[key] }, { whole: b.whole, changed: b[key] });
  const [deleted, masked] = [of('deleted'), of('masked')];
  return {
    tokens: rankings.flatMap((ranking) => [
      ...side(ranking.method, ranking.a, a, b),
      ...side(ranking.method, ranking.b, b, a),
    ]),
    pairs: rankings.flatMap(({ method, pairs }) =>
      pairs && pairs.length >= LEAST_TOKENS
        ? [{ method, delete: spearman(pairs, deleted), mask: spearman(pairs, masked) }]
        : [],
    ),
  };
}
