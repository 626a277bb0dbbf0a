/** The part of the faithfulness report that holds methods against Shapley's pair matrix. */
import { BatchEncoder } from '../../encoder/batchEncoder.js';
import type { Figure, Plot, Table } from '../../protocol.js';
import { settingsKey } from '../explainAll.js';
import type { Pair } from '../input/pairFile.js';
import { type Measured, measureAll } from '../measureAll.js';
import {
  type ReportPart,
  count,
  inWords,
  measured,
  name,
  plotted,
  row,
  table,
} from '../reportParts.js';
import { figureOf } from '../statistics/describe.js';
import type { StudyContext } from '../study.js';
import { METHODS, MeasuredPair, measureMethods } from './measureMethods.js';
import { MOST_TOKENS_APART } from './pairPaths.js';
import { SPLIT_HALF } from './yardstick.js';

export type MethodParts = ReportPart<Pair, MeasuredPair>;

/** Throws as explaining does. Cost a pair: hundreds of encodings of each text and more, see yardstick.ts. */
export async function methodParts(
  pairs: readonly Pair[],
  context: StudyContext,
): Promise<MethodParts> {
  const batches = await BatchEncoder.open(context.model.explainer.encoder);
  try {
    const found = await measureAll(pairs, context, {
      kind: 'methods 2',
      key: ({ a, b }) => [settingsKey(context), context.options.seed, METHODS, a, b],
      schema: MeasuredPair,
      measure: (pair) => measureMethods(context, batches, pair),
      pair: (pair) => pair,
    });
    return parts(found, context.options.seed);
  } finally {
    await batches.release();
  }
}

interface Summary {
  readonly name: string;
  readonly pairs: number;
  readonly pearson: Figure | null;
  readonly spearman: Figure | null;
  /** The worst pair's. */
  readonly leastPearson: number | null;
  /** Time of all pairs, over that of `ij`. */
  readonly relativeCost: number;
  readonly ms: number;
  /** What it took, and for how many pairs. */
  readonly sides: string;
}

interface Group {
  readonly name: string;
  readonly positions: readonly number[];
  readonly methods: readonly Summary[];
}

/** Bounds of the groups, in tokens of the longer text. */
const GROUPS = [
  { name: 'up to 24 tokens', most: 24 },
  { name: `25 to ${MOST_TOKENS_APART} tokens`, most: MOST_TOKENS_APART },
  { name: `over ${MOST_TOKENS_APART} tokens, by words`, most: Infinity },
] as const;

function parts(found: readonly Measured<Pair, MeasuredPair>[], seed: number): MethodParts {
  const values = found.map(({ value }) => value);
  const all: Group = summarised('all', [...values.keys()], values, seed);
  const groups = GROUPS.flatMap(({ name: title, most }, g) => {
    const above = g === 0 ? 0 : (GROUPS[g - 1]?.most ?? 0);
    const positions = [...values.keys()].filter((i) => {
      const longest = Math.max(values[i]?.tokensA ?? 0, values[i]?.tokensB ?? 0);
      return longest > above && longest <= most;
    });
    return positions.length > 0 ? [summarised(title, positions, values, seed)] : [];
  });
  const halves = figureOf(
    values.map(({ yardstick }) => yardstick.splitHalf),
    seed,
  );
  const leastHalf = least(values.map(({ yardstick }) => yardstick.splitHalf));
  const by = (wanted: string) => all.methods.find((one) => one.name === wanted);
  const [ij, auto] = [by('ij'), by('auto')];
  return {
    found,
    findings: [
      `Integrated Jacobians correlate with Shapley’s pair matrix at Pearson ${inWords(ij?.pearson ?? null)}, ` +
        `auto at ${inWords(auto?.pearson ?? null)} for ${(auto?.relativeCost ?? NaN).toFixed(1)} times the time.`,
    ],
    caveats: [
      'Shapley’s matrix is one notion of what is true: absent tokens are the reference. Methods that sample coalitions estimate it by construction, integrated Jacobians do not.',
      ...(leastHalf !== null && leastHalf < SPLIT_HALF
        ? [
            `Of some pairs the halves of the yardstick agree at ${leastHalf.toFixed(3)} only: no method can correlate much better with it.`,
          ]
        : []),
    ],
    definitions: DEFINITIONS,
    tables: [methodTable(groups.length > 1 ? [...groups, all] : groups), pairTable(values)],
    plots: [plot(groups)],
    figures: {
      methods: all.methods.map(jsonOf),
      lengths: groups.map(({ name: title, methods, positions }) => ({
        name: title,
        pairs: positions.length,
        yardstick: {
          splitHalf: least(positions.map((i) => values[i]?.yardstick.splitHalf ?? null)),
        },
        methods: methods.map(jsonOf),
      })),
      yardstick: {
        splitHalf: { mean: halves?.value ?? null, least: leastHalf },
        pairs: values.map(({ yardstick }) => yardstick),
      },
      relativeCostUnit: 'time, shortest of three explanations in turn',
    },
  };
}

function summarised(
  title: string,
  positions: readonly number[],
  values: readonly MeasuredPair[],
  seed: number,
): Group {
  const of = (wanted: string) =>
    positions.flatMap((i) => values[i]?.methods.filter((one) => one.name === wanted) ?? []);
  const time = (wanted: string) => of(wanted).reduce((sum, { ms }) => sum + ms, 0);
  const methods = METHODS.map(({ method }): Summary => {
    const rows = of(method);
    const sides = new Set(rows.map(({ a, b }) => (a === b ? a : `${a} × ${b}`)));
    return {
      name: method,
      pairs: rows.length,
      pearson: figureOf(
        rows.map((one) => one.pearson),
        seed,
      ),
      spearman: figureOf(
        rows.map((one) => one.spearman),
        seed,
      ),
      leastPearson: least(rows.map((one) => one.pearson)),
      relativeCost: time(method) / time('ij'),
      ms: time(method) / Math.max(1, rows.length),
      sides: [...sides].join(', '),
    };
  });
  return { name: title, positions, methods };
}

const least = (values: readonly (number | null)[]) =>
  values.reduce<number | null>(
    (lowest, value) => (value !== null && value < (lowest ?? Infinity) ? value : lowest),
    null,
  );

/** Plain numbers, as programs read them; intervals beside them. */
const jsonOf = ({ pearson, spearman, ...rest }: Summary) => ({
  ...{ name: rest.name, pearson: pearson?.value ?? null, spearman: spearman?.value ?? null },
  ...{ relativeCost: rest.relativeCost, pairs: rest.pairs, ms: rest.ms, sides: rest.sides },
  leastPearson: rest.leastPearson,
  pearsonInterval: [pearson?.low ?? null, pearson?.high ?? null],
  spearmanInterval: [spearman?.low ?? null, spearman?.high ?? null],
});

const DEFINITIONS = [
  {
    name: 'Shapley’s pair matrix',
    text:
      'φ_i·φ_j / (|e(a)||e(b)|), φ_i the Shapley contribution of token i to the embedding, a vector: what the ' +
      'token adds, averaged over all orders in which the tokens replace the reference. Estimated from two ' +
      `independent halves of sampled orders, as many as it takes for the two matrices to correlate at ${SPLIT_HALF}.`,
  },
  {
    name: 'Pearson and Spearman of a method',
    text:
      'Of the entries of its matrix with those of Shapley’s, special tokens left out, in each pair; means over ' +
      `the pairs. Tokens are the players; words, where a text has more than ${MOST_TOKENS_APART} tokens.`,
  },
  {
    name: 'relative cost',
    text:
      'Time of explaining the pairs, the shortest of three explanations each, over that of ij. The model is ' +
      'loaded and its sessions are open, and nothing is known of the texts.',
  },
  {
    name: 'methods',
    text:
      'What each method does is told in docs/methods.md. auto: what it takes depends on the pair. simpson: with ' +
      'two coalitions half-way; shapley: with four orders of each text.',
  },
];

const methodTable = (groups: readonly Group[]): Table =>
  table(
    'methods',
    'Methods against Shapley’s pair matrix',
    'Means over the pairs of each length.',
    [
      name('longer text'),
      name('method'),
      name('what it took'),
      count('pairs', 'Pairs of texts.'),
      measured('Pearson', 'Mean over pairs of Pearson’s r with Shapley’s entries.'),
      measured('Spearman', 'Mean over pairs of Spearman’s ρ with Shapley’s entries.'),
      measured('least Pearson', 'Of the pair that it fits worst.'),
      measured('relative cost', 'Time over that of ij.'),
      measured('ms', 'Milliseconds a pair.'),
    ],
    groups.flatMap(({ name: title, methods, positions }) =>
      methods.map((one) =>
        row(
          [
            ...[title, one.name, one.sides, one.pairs, one.pearson, one.spearman],
            ...[one.leastPearson, one.relativeCost, one.ms],
          ],
          positions,
        ),
      ),
    ),
  );

const pairTable = (values: readonly MeasuredPair[]): Table =>
  table(
    'methods-pairs',
    'Methods, every pair',
    'Pearson’s r of each method with Shapley’s entries, and how well the halves of these agree.',
    [
      count('tokens a', 'Special ones included.'),
      count('tokens b', 'Special ones included.'),
      count('orders a', 'Sampled orders of the first text; 0: all coalitions.'),
      count('orders b', 'Of the second text.'),
      measured('halves', 'Pearson’s r of the two halves of the yardstick.'),
      ...METHODS.map(({ method }) => measured(method, 'Pearson’s r with Shapley’s entries.')),
    ],
    values.map(({ tokensA, tokensB, yardstick, methods }, i) =>
      row(
        [
          ...[tokensA, tokensB, yardstick.ordersA, yardstick.ordersB, yardstick.splitHalf],
          ...METHODS.map(
            ({ method }) => methods.find((one) => one.name === method)?.pearson ?? null,
          ),
        ],
        [i],
      ),
    ),
  );

const plot = (groups: readonly Group[]): Plot => ({
  id: 'methods-cost',
  title: 'How close for how much',
  caption: 'Each point a method at a length of texts: mean Pearson over the pairs against time.',
  kind: 'dots',
  x: { label: 'time, of that of ij', log: true },
  y: { label: 'Pearson with Shapley’s matrix' },
  series: METHODS.map(({ method }) => ({
    name: method,
    points: groups.flatMap(({ methods }) =>
      methods.flatMap(({ name: own, pearson, relativeCost }) =>
        own === method ? plotted(relativeCost, pearson) : [],
      ),
    ),
  })),
});
