/**
 * What attributions add up to, against the score they are to explain: approximate ones drop the
 * reference terms and may add up to more than any score; exact ones add up to their own.
 */
import type { Figure, Report } from '../protocol.js';
import { exactFactors } from './exactFactor.js';
import { type Explained, explainAll } from './explainAll.js';
import type { Pair } from './input/pairFile.js';
import { entriesOf, masses } from './matrixParts.js';
import type { Measured } from './measureAll.js';
import { samplePairs } from './probes/samplePairs.js';
import { publishedReference } from './publishedReference.js';
import {
  DEFINITIONS,
  inWords,
  measured,
  name,
  plotted,
  row,
  settingsOf,
  share,
  shareInWords,
  table,
  textOf,
  unreadNotes,
} from './reportParts.js';
import { selectPairs } from './selectPairs.js';
import { pearson } from './statistics/correlation.js';
import { figureOf, figureOfSample, quantilesOf, shareOf } from './statistics/describe.js';
import type { Findings, Study, StudyContext } from './study.js';

export const sums: Study = {
  name: 'sums',
  title: 'Attribution sums against the score',
  question: 'Do the attributions add up to the score, and how much of them cancels?',
  models: 'one',
  least: 5,
  bundled: samplePairs,
  async run(input, context) {
    const { pairs, sample } = selectPairs(sums, input, context);
    const { options, model } = context;
    const published = publishedReference(model);
    const own = await explainAll(pairs, context);
    const factors = await exactFactors(own, context);
    const approximate = await explainAll(pairs, context, model, {
      ...options,
      reference: published,
    });
    const methods: Method[] = [
      {
        name: 'approximate, published',
        how: `A with the reference ${published}, reference terms dropped, against the model's score.`,
        pairs: approximate.map(({ value }) => of(value)),
      },
      {
        name: 'approximate, chosen reference',
        how: 'A with the reference of the settings, reference terms dropped, against the model’s score.',
        pairs: own.map(({ value }) => of(value)),
      },
      {
        name: 'exact',
        how: 'Attributions of the encoder e(x) − e(r_x) with that reference, against its own score, the cosine of e(a) − e(r_a) and e(b) − e(r_b): A times |e(a)||e(b)| / (|e(a) − e(r_a)||e(b) − e(r_b)|).',
        pairs: own.map(({ value }, i) => of(value, factors[i])),
      },
    ];
    return findings(methods, own, sample, context);
  },
};

interface PairSums {
  readonly score: number;
  readonly sum: number;
  readonly positive: number;
  readonly negative: number;
}

interface Method {
  readonly name: string;
  readonly how: string;
  readonly pairs: readonly PairSums[];
}

function of(explained: Explained, exact = { factor: 1, score: explained.score }): PairSums {
  const entries = entriesOf(explained).map((entry) => entry * exact.factor);
  const { positive, negative } = masses(entries);
  return { score: exact.score, sum: positive + negative, positive, negative };
}

/** Of the cosine; a sum within rounding and quadrature of it does not exceed it. */
const MAXIMUM = 1;

function summary({ name: method, how, pairs }: Method, seed: number, tolerance: number) {
  const figure = (value: (pair: PairSums) => number) => figureOf(pairs.map(value), seed);
  return {
    method,
    how,
    sum: figure(({ sum }) => sum),
    quantiles: quantilesOf(pairs.map(({ sum }) => sum)),
    error: figure(({ sum, score }) => Math.abs(sum - score)),
    exceed: shareOf(pairs.map(({ sum }) => Math.abs(sum) > MAXIMUM + tolerance)),
    pearson: figureOfSample(
      pairs,
      (units) =>
        pearson(
          units.map(({ sum }) => sum),
          units.map(({ score }) => score),
        ),
      seed,
    ),
    positive: figure((pair) => pair.positive),
    negative: figure((pair) => pair.negative),
    cancelled: figure((pair) => -pair.negative / pair.positive),
  };
}

function findings(
  methods: readonly Method[],
  own: readonly Measured<Pair, Explained>[],
  sample: Report['sample'],
  context: StudyContext,
): Findings {
  const { seed, tolerance } = context.options;
  const summaries = methods.map((method) => summary(method, seed, tolerance));
  const n = own.length;
  return {
    settings: settingsOf(context),
    sample: {
      ...sample,
      notes: [...sample.notes, ...unreadNotes(own.map(({ value }) => value.unread))],
    },
    findings: summaries.map(
      ({ method, error, exceed }) =>
        `${method}: sums differ from the score by ${inWords(error)} on average and exceed its greatest value in ${shareInWords(exceed)} of the pairs.`,
    ),
    caveats: [
      'The exact method explains another score, that of the shifted encoder; its attributions are those of the chosen reference but for a factor a pair.',
    ],
    definitions: [
      DEFINITIONS.score,
      DEFINITIONS.attribution,
      DEFINITIONS.ledger,
      ...methods.map(({ name: method, how }) => ({ name: method, text: how })),
      {
        name: 'positive and negative mass',
        text: 'Sum of the positive entries of the matrix, and of the negative ones; special tokens are counted.',
      },
      {
        name: 'exceeds the maximum',
        text: `|Σ A_ij| > ${MAXIMUM} + tolerance: more than any cosine can be.`,
      },
      DEFINITIONS.spread,
    ],
    tables: [
      table(
        'methods',
        'Sums by method',
        `Means over ${n} pairs.`,
        [
          name('method'),
          measured('sum', 'Mean of Σ A_ij.'),
          ...['least', 'lower quartile', 'median', 'upper quartile', 'greatest'].map((title) =>
            measured(title, `Of Σ A_ij over the ${n} pairs.`),
          ),
          measured('|sum − score|', 'Mean of |Σ A_ij − score|.'),
          share('exceeds the maximum', `Share of pairs with |Σ A_ij| > ${MAXIMUM} + tolerance.`),
          measured(
            'Pearson with score',
            'Correlation of Σ A_ij with the score over pairs; interval: bootstrap over pairs.',
          ),
          measured('positive mass', 'Mean of the sum of the positive entries.'),
          measured('negative mass', 'Mean of the sum of the negative entries.'),
          share('cancelled', 'Mean of |negative mass| / positive mass.'),
        ],
        summaries.map((s) =>
          row(
            [
              ...[s.method, s.sum, ...s.quantiles, s.error, s.exceed],
              ...[s.pearson, s.positive, s.negative, s.cancelled],
            ],
            worst(methods.find(({ name: method }) => method === s.method)),
          ),
        ),
      ),
      pairsTable(methods),
    ],
    plots: plots(methods, summaries),
    texts: own.map(({ item, value }) => textOf(item, value.score)),
    figures: {
      methods: summaries.map(({ method, quantiles, sum, error, exceed, ...rest }) => ({
        ...{ method, sum, error, exceed },
        pearson: rest.pearson,
        positive: rest.positive,
        negative: rest.negative,
        cancelled: rest.cancelled,
        quantiles: {
          least: quantiles[0],
          q1: quantiles[1],
          median: quantiles[2],
          q3: quantiles[3],
          greatest: quantiles[4],
        },
      })),
    },
  };
}

/** Pairs in the order of how far the sum is off. */
const worst = (method: Method | undefined): number[] =>
  (method?.pairs ?? [])
    .map(({ sum, score }, i) => ({ i, error: Math.abs(sum - score) }))
    .sort((x, y) => y.error - x.error)
    .map(({ i }) => i);

const pairsTable = (methods: readonly Method[]) =>
  table(
    'pairs',
    'Every pair',
    'Sums of each pair and method.',
    [
      name('method'),
      measured('score', 'What the attributions are to explain.'),
      measured('sum', 'Σ A_ij.'),
      measured('positive mass', 'Sum of the positive entries.'),
      measured('negative mass', 'Sum of the negative entries.'),
    ],
    methods.flatMap(({ name: method, pairs }) =>
      pairs.map(({ score, sum, positive, negative }, i) =>
        row([method, score, sum, positive, negative], [i]),
      ),
    ),
  );

function plots(
  methods: readonly Method[],
  summaries: readonly { method: string; positive: Figure | null; negative: Figure | null }[],
): Report['plots'] {
  const n = methods[0]?.pairs.length ?? 0;
  const mass = (title: 'positive' | 'negative') => ({
    name: `${title} mass`,
    points: summaries.flatMap(({ method, [title]: figure }) => plotted(method, figure)),
  });
  return [
    {
      id: 'sums-scores',
      title: 'Sums against scores',
      caption: `Each point a pair, n = ${n} for each method. On the line the attributions add up to the score.`,
      kind: 'dots',
      x: { label: 'score' },
      y: { label: 'Σ A_ij' },
      diagonal: true,
      series: methods.map(({ name: method, pairs }) => ({
        name: method,
        points: pairs.map(({ score, sum }, i) => ({ x: score, y: sum, text: i })),
      })),
    },
    {
      id: 'distribution',
      title: 'Distribution of the sums',
      caption: `Number of pairs by Σ A_ij, n = ${n} for each method.`,
      kind: 'histogram',
      x: { label: 'Σ A_ij' },
      y: { label: 'pairs' },
      series: methods.map(({ name: method, pairs }) => ({
        name: method,
        points: pairs.map(({ sum }, i) => ({ x: sum, y: 1, text: i })),
      })),
    },
    {
      id: 'mass',
      title: 'Positive and negative mass',
      caption: `Means over n = ${n} pairs; whiskers: 95 % intervals.`,
      kind: 'bars',
      x: { label: 'method' },
      y: { label: 'mean mass' },
      series: [mass('positive'), mass('negative')],
    },
  ];
}
