/** How well approximate attributions agree with exact ones, by layer and by similarity. */
import type { Report } from '../protocol.js';
import { settingsKey } from './explainAll.js';
import type { Pair } from './input/pairFile.js';
import { type Measured, measureAll } from './measureAll.js';
import { type LayerAgreement, PairAgreement, TOP, agreementOf } from './pairAgreement.js';
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
  table,
  textOf,
  unreadNotes,
} from './reportParts.js';
import { selectPairs } from './selectPairs.js';
import { figureOf } from './statistics/describe.js';
import type { Findings, Study, StudyContext } from './study.js';
import { studiedLayers } from './studiedLayers.js';

/** Lower ends of the similarity bins; the first reaches down to −1, the last up to 1. */
const BINS = [0.2, 0.4, 0.6, 0.8];

type Statistic = 'pearson' | 'spearman' | 'jaccard';

export const agreement: Study = {
  name: 'agreement',
  title: 'Approximate against exact attributions',
  question:
    'Do approximate attributions, as published, point to the same token pairs as exact ones?',
  models: 'one or two',
  least: 5,
  bundled: samplePairs,
  async run(input, context) {
    const { pairs, sample } = selectPairs(agreement, input, context);
    const layers = studiedLayers(context);
    const published = publishedReference(context.model);
    const found = await measureAll(pairs, context, {
      kind: 'agreement 1',
      atOnce: context.model.elsewhere?.atOnce,
      key: ({ a, b }) => [settingsKey(context), layers, published, a, b],
      schema: PairAgreement,
      measure: (pair) => agreementOf(context, pair, layers, published),
      pair: (pair) => pair,
    });
    return findings(found, layers, published, sample, context);
  },
};

const STATISTICS: Record<Statistic, string> = {
  pearson: 'Pearson’s r over the entries of a pair’s two matrices.',
  spearman: 'Spearman’s ρ over the entries, ties sharing the mean rank.',
  jaccard: `Jaccard index |both| / |either| of the largest ${TOP * 100} % of the entries, k = max(1, round(${TOP} · entries)).`,
};

/** Means over pairs of each statistic. */
function means(found: readonly (LayerAgreement | undefined)[], seed: number) {
  const of = (key: Statistic) =>
    figureOf(
      found.map((one) => one?.[key] ?? null),
      seed,
    );
  return { pearson: of('pearson'), spearman: of('spearman'), jaccard: of('jaccard') };
}

function findings(
  found: readonly Measured<Pair, PairAgreement>[],
  layers: readonly number[],
  published: string,
  sample: Report['sample'],
  context: StudyContext,
): Findings {
  const { seed } = context.options;
  const byLayer = layers.map((layer, k) => ({
    layer,
    ...means(
      found.map(({ value }) => value.layers[k]),
      seed,
    ),
  }));
  const binOf = (score: number) => BINS.filter((from) => score >= from).length;
  const bins = [...BINS, Infinity].map((to, i) => {
    const title =
      i === 0
        ? `below ${to}`
        : to === Infinity
          ? `${BINS[i - 1]} and more`
          : `${BINS[i - 1]} to ${to}`;
    const members = found.flatMap(({ value }, text) =>
      binOf(value.score) === i ? [{ value, text }] : [],
    );
    return { title, members };
  });
  const byBin = bins.flatMap(({ title, members }) =>
    layers.map((layer, k) => {
      const figures = means(
        members.map(({ value }) => value.layers[k]),
        seed,
      );
      return { bin: title, layer, ...figures, texts: members.map(({ text }) => text) };
    }),
  );
  const exactName = context.other?.name ?? 'the shifted encoder';
  const sorted = [...byLayer].sort((x, y) => (y.spearman?.value ?? -1) - (x.spearman?.value ?? -1));
  const [best, least] = [sorted[0], sorted.at(-1)];
  return {
    settings: settingsOf(context, [
      { name: 'layers', text: layers.join(', ') },
      { name: 'approximate reference', text: published },
      { name: 'exact attributions', text: exactName },
    ]),
    sample: {
      ...sample,
      notes: [...sample.notes, ...unreadNotes(found.map(({ value }) => value.unread))],
    },
    findings: [
      `Agreement is greatest at layer ${best?.layer}: Spearman ${inWords(best?.spearman ?? null, 2)}, Jaccard of the top ${TOP * 100} % ${inWords(best?.jaccard ?? null, 2)}.`,
      ...(least && least !== best
        ? [
            `It is least at layer ${least.layer}: Spearman ${inWords(least.spearman, 2)}, Jaccard ${inWords(least.jaccard, 2)}.`,
          ]
        : []),
    ],
    caveats: [
      context.other
        ? 'The two models differ in more than their reference: what does not agree may be the models’ own difference.'
        : 'Both come from the same unmodified weights; what is compared is the choice of the reference, which is what the approximation rests on. A fine-tuned exact model can be named with --exact.',
      'Agreement on the order of token pairs says nothing of their sums: see the study sums.',
    ],
    definitions: [
      DEFINITIONS.score,
      DEFINITIONS.attribution,
      {
        name: 'approximate',
        text: `Matrix A of ${context.model.name} with the reference ${published}, reference terms dropped (Möller, Nikolaev & Padó 2024).`,
      },
      {
        name: 'exact',
        text: context.other
          ? `Matrix A of ${context.other.name} with the reference of the settings.`
          : 'Matrix of the encoder e(x) − e(r_x), which adds up to its own cosine, with the reference of the settings; it is A with that reference but for a factor a pair, which leaves correlations and ranks as they are.',
      },
      { name: 'entries', text: 'Pairs of ordinary tokens; special tokens are left out.' },
      ...Object.entries(STATISTICS).map(([key, text]) => ({ name: key, text })),
      { name: 'bin', text: 'By the model’s score of the pair.' },
      DEFINITIONS.spread,
    ],
    tables: [
      table(
        'layers',
        'Agreement by layer',
        `Means over ${found.length} pairs of texts.`,
        [measuredLayer, ...statisticColumns],
        byLayer.map(({ layer, pearson: r, spearman: rho, jaccard }, k) =>
          row([layer, r, rho, jaccard], leastFirst(found, k)),
        ),
      ),
      table(
        'bins',
        'Agreement by layer and similarity',
        'Means over the pairs of each bin.',
        [name('score'), measuredLayer, ...statisticColumns],
        byBin
          .filter(({ texts }) => texts.length > 0)
          .map(({ bin, layer, pearson: r, spearman: rho, jaccard, texts }) =>
            row([bin, layer, r, rho, jaccard], texts),
          ),
      ),
      table(
        'pairs',
        'Every pair',
        'Agreement of each pair and layer.',
        [
          measured('score', DEFINITIONS.score.text),
          measuredLayer,
          ...statisticColumns,
          measured('approximate sum', 'Σ A_ij of the approximate matrix.'),
          measured('exact sum', 'Σ A_ij with the exact one’s reference, before its factor.'),
        ],
        found.flatMap(({ value }, i) =>
          value.layers.map(
            ({ layer, pearson: r, spearman: rho, jaccard, sumApproximate, sumExact }) =>
              row([value.score, layer, r, rho, jaccard, sumApproximate, sumExact], [i]),
          ),
        ),
      ),
    ],
    plots: [
      {
        id: 'layers',
        title: 'Agreement by layer',
        caption: `Means over n = ${found.length} pairs; bands: 95 % intervals.`,
        kind: 'lines',
        x: { label: 'layer' },
        y: { label: 'agreement' },
        series: (['pearson', 'spearman', 'jaccard'] as const).map((key) => ({
          name: key,
          points: byLayer.flatMap(({ layer, [key]: figure }) => plotted(layer, figure)),
        })),
      },
      {
        id: 'bins',
        title: 'Agreement by similarity',
        caption: 'Mean Spearman over the pairs of each bin; whiskers: 95 % intervals.',
        kind: 'bars',
        x: { label: 'score' },
        y: { label: 'Spearman' },
        series: layers.map((layer) => ({
          name: `layer ${layer}`,
          points: byBin
            .filter((one) => one.layer === layer)
            .flatMap(({ bin, spearman }) => plotted(bin, spearman)),
        })),
      },
      {
        id: 'scores',
        title: 'Agreement against similarity',
        caption: `Each point a pair at one layer, n = ${found.length} pairs.`,
        kind: 'dots',
        x: { label: 'score' },
        y: { label: 'Spearman' },
        series: layers.map((layer, k) => ({
          name: `layer ${layer}`,
          points: found.flatMap(({ value }, text) => {
            const rho = value.layers[k]?.spearman ?? null;
            return rho === null ? [] : [{ x: value.score, y: rho, text }];
          }),
        })),
      },
    ],
    texts: found.map(({ item, value }) => textOf(item, value.score)),
    figures: {
      layers: byLayer,
      bins: byBin.map(({ texts, ...rest }) => ({ ...rest, pairs: texts.length })),
    },
  };
}

const measuredLayer = {
  title: 'layer',
  kind: 'count',
  definition: 'Whose input the attribution starts from.',
} as const;

const statisticColumns = (['pearson', 'spearman', 'jaccard'] as const).map((key) =>
  measured(key, STATISTICS[key]),
);

const leastFirst = (found: readonly Measured<Pair, PairAgreement>[], k: number) =>
  [...found.keys()].sort(
    (i, j) =>
      (found[i]?.value.layers[k]?.spearman ?? 0) - (found[j]?.value.layers[k]?.spearman ?? 0),
  );
