/** How close each method's pair matrix comes to Shapley's, and what it costs. */
import * as v from 'valibot';
import type { PairAccuracy } from '../../attribution/attributePair.js';
import type { Method } from '../../attribution/estimates/method.js';
import { throwIfCancelled } from '../../attribution/hooks.js';
import type { BatchEncoder } from '../../encoder/batchEncoder.js';
import type { Pair } from '../input/pairFile.js';
import { pearson, spearman } from '../statistics/correlation.js';
import type { StudyContext } from '../study.js';
import { type PairPaths, ownEntries, pairPaths } from './pairPaths.js';
import { yardstick } from './yardstick.js';

const Coefficient = v.nullable(v.number());
export const MeasuredPair = v.object({
  score: v.number(),
  unread: v.number(),
  level: v.picklist(['token', 'word']),
  tokensA: v.number(),
  tokensB: v.number(),
  partsA: v.number(),
  partsB: v.number(),
  yardstick: v.object({ splitHalf: Coefficient, ordersA: v.number(), ordersB: v.number() }),
  methods: v.array(
    v.object({
      name: v.string(),
      /** What each text's contributions came from. */
      a: v.string(),
      b: v.string(),
      pearson: Coefficient,
      spearman: Coefficient,
      /** Shortest of a few explanations, sessions open, nothing known of the texts. */
      ms: v.number(),
    }),
  ),
});
export type MeasuredPair = v.InferOutput<typeof MeasuredPair>;

export interface StudiedMethod {
  readonly method: Method;
  /** Instead of the tolerance, where the method would go on until it is met. */
  readonly nodes?: number;
}

/** `ij` first: others' cost is relative to it. */
export const METHODS: readonly StudiedMethod[] = [
  { method: 'ij' },
  { method: 'auto' },
  { method: 'ij-layers' },
  { method: 'ij-scattered' },
  { method: 'ij-mixed' },
  { method: 'ends' },
  // As many encodings as each other, and about as many as auto's.
  { method: 'simpson', nodes: 2 },
  { method: 'shapley', nodes: 4 },
];

/** Explanations of which the shortest counts; the first opens sessions. */
const ROUNDS = 3;

/** Throws as explaining does. Cost: a yardstick, and ROUNDS explanations by each method. */
export async function measureMethods(
  context: StudyContext,
  batches: BatchEncoder,
  pair: Pick<Pair, 'a' | 'b'>,
): Promise<MeasuredPair> {
  const { options, model, hooks } = context;
  const paths = await pairPaths(context, pair);
  const { matrix, ...known } = await yardstick(batches, paths, options.seed, hooks);
  const truth = ownEntries(matrix, paths);
  const found = new Map<StudiedMethod, Omit<MeasuredPair['methods'][number], 'name'>>();
  let score = 0;
  // In turn, so that what else the machine does at a time meets them all.
  for (let round = 0; round < ROUNDS; round++) {
    for (const one of METHODS) {
      throwIfCancelled(hooks);
      const result = await explained(context, paths, one);
      score = result.score;
      const entries = ownEntries(result.matrix, paths);
      found.set(one, {
        ...{ a: result.method.a, b: result.method.b },
        pearson: pearson(entries, truth),
        spearman: spearman(entries, truth),
        ms: Math.min(result.ms, found.get(one)?.ms ?? Infinity),
      });
    }
  }
  model.explainer.forget();
  return {
    ...{ score, unread: paths.unread, level: paths.level === 'word' ? 'word' : 'token' },
    ...{ tokensA: paths.a.sequence.ids.length, tokensB: paths.b.sequence.ids.length },
    ...{ partsA: paths.a.players.length, partsB: paths.b.players.length },
    yardstick: known,
    methods: [...found].map(([{ method: name }, one]) => ({ name, ...one })),
  };
}

async function explained(
  { options, model, hooks }: StudyContext,
  { a, b }: PairPaths,
  { method, nodes }: StudiedMethod,
) {
  const { explainer } = model;
  const accuracy: PairAccuracy = nodes === undefined ? { tolerance: options.tolerance } : { nodes };
  explainer.forget();
  const start = performance.now();
  const found = await explainer.attribute(
    explainer.layer(options.layer),
    a.sequence,
    b.sequence,
    accuracy,
    { progress: () => undefined, cancelled: () => hooks.cancelled() },
    { method, seed: options.seed },
  );
  return { ...found, ms: performance.now() - start };
}
