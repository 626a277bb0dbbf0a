/** Two models, or two files of one, on the same pairs: their scores, and the words that explain them. */
import { InputError } from '../attribution/inputError.js';
import type { Report } from '../protocol.js';
import { type Compared, TOP, comparePair } from './comparePair.js';
import { explainAll } from './explainAll.js';
import { originalScores } from './originalScores.js';
import { samplePairs } from './probes/samplePairs.js';
import {
  DEFINITIONS,
  inWords,
  measured,
  name,
  row,
  settingsOf,
  table,
  textOf,
  unreadNotes,
} from './reportParts.js';
import { selectPairs } from './selectPairs.js';
import { pearson, spearman } from './statistics/correlation.js';
import { figureOf, figureOfSample } from './statistics/describe.js';
import type { Findings, Study, StudyContext, StudyModel } from './study.js';

export const compare: Study = {
  name: 'compare',
  title: 'Two models on the same pairs',
  question: 'Do two models score the same pairs alike, and for the same words?',
  models: 'two',
  least: 5,
  bundled: samplePairs,
  async run(input, context) {
    const { other } = context;
    if (!other) throw new InputError('Models: expected two, got one');
    const { pairs, sample } = selectPairs(compare, input, context);
    const first = await explainAll(pairs, context);
    const second = await explainAll(pairs, context, other);
    const originals = [
      await originalScores(first, context, context.model),
      await originalScores(second, context, other),
    ] as const;
    const compared = first.flatMap(({ item, value }, i) => {
      const facing = second[i]?.value;
      return facing
        ? [comparePair(item, value, facing, [originals[0][i] ?? null, originals[1][i] ?? null])]
        : [];
    });
    return findings(compared, sample, context, other);
  },
};

function findings(
  found: readonly Compared[],
  sample: Report['sample'],
  context: StudyContext,
  other: StudyModel,
): Findings {
  const { seed } = context.options;
  const models = [context.model, other] as const;
  const figure = (of: (pair: Compared) => number | null) => figureOf(found.map(of), seed);
  const overall = (statistic: typeof pearson, of: (pair: Compared) => readonly [number, number]) =>
    figureOfSample(
      found,
      (units) =>
        statistic(
          units.map((unit) => of(unit)[0]),
          units.map((unit) => of(unit)[1]),
        ),
      seed,
    );
  const scores = {
    pearson: overall(pearson, (pair) => pair.scores),
    spearman: overall(spearman, (pair) => pair.scores),
    difference: figure(({ scores: [x, y] }) => y - x),
    size: figure(({ scores: [x, y] }) => Math.abs(y - x)),
  };
  const words = {
    pearson: figure((pair) => pair.pearson),
    spearman: figure((pair) => pair.spearman),
    jaccard: figure((pair) => pair.jaccard),
    difference: figure((pair) => pair.difference),
  };
  const labelled = found.filter(({ pair: { label } }) => typeof label === 'number');
  const each = ([0, 1] as const).map((k) => ({
    model: models[k].name,
    score: figure((pair) => pair.scores[k]),
    gap: figure((pair) => Math.abs(pair.gaps[k])),
    negative: figure((pair) => pair.negative[k]),
    tokens: figure((pair) => pair.tokens[k]),
    label:
      labelled.length < 5
        ? null
        : figureOfSample(
            labelled,
            (units) =>
              spearman(
                units.map(({ scores: both }) => both[k]),
                units.map(({ pair }) => Number(pair.label)),
              ),
            seed,
          ),
    file: figure(({ originals }) => originals[k]),
    fileError: figure(({ originals, scores: both }) => {
      const original = originals[k];
      return original === null ? null : Math.abs(original - both[k]);
    }),
  }));
  const [nameA, nameB] = [models[0].name, models[1].name];
  const apart = found.filter(({ entries }) => entries === null).length;
  const distances = found.map(({ scores: [x, y] }) => Math.abs(x - y));
  const byDistance = [...found.keys()].sort((i, j) => (distances[j] ?? 0) - (distances[i] ?? 0));
  return {
    settings: [
      ...settingsOf(context),
      {
        name: `layer of ${nameB}`,
        text: `${other.explainer.layer(context.options.layer)} of 0–${other.explainer.encoder.layers.length - 1}`,
      },
    ],
    sample: {
      ...sample,
      notes: [
        ...sample.notes,
        ...unreadNotes(found.map(({ unread }) => unread)),
        ...(apart > 0
          ? [`${apart} pairs are read in different lengths; their words are not compared.`]
          : []),
      ],
    },
    findings: [
      `The scores go together with Spearman ${inWords(scores.spearman)}; they differ by ${inWords(scores.size)} on average.`,
      `The word pairs go together with Spearman ${inWords(words.spearman, 2)}; of the strongest ${TOP * 100} % the two share a Jaccard index of ${inWords(words.jaccard, 2)}.`,
      ...each.flatMap(({ model, label }) =>
        label
          ? [`With the labels the scores of ${model} go together at Spearman ${inWords(label)}.`]
          : [],
      ),
    ],
    caveats: [
      'Cosines of different models have different scales: a difference of scores means less than one of ranks.',
      'Attributions depend on layer and reference, too; “middle” is the middle of each model.',
      ...(each.some(({ file }) => file)
        ? [
            'Of a quantised file its weights in float arithmetic are explained; the file’s own score stands beside.',
          ]
        : []),
    ],
    definitions: [
      DEFINITIONS.score,
      DEFINITIONS.attribution,
      {
        name: 'attribution of a word pair',
        text: 'Sum of A_ij over the tokens of two words. Words are runs of letters and digits; every other sign that is no white space is one of its own, so that models with different tokens can be compared. Special tokens are left out.',
      },
      {
        name: 'Spearman, Pearson, Jaccard of the words',
        text: `Of the entries of a pair’s two word matrices; Jaccard of the largest ${TOP * 100} %, k = max(1, round(${TOP} · entries)). Means over pairs of texts.`,
      },
      {
        name: 'gap',
        text: 'constant + onlyA + onlyB of the ledger: what approximate attributions drop.',
      },
      DEFINITIONS.spread,
    ],
    tables: [
      table(
        'scores',
        'Scores of the two',
        `${found.length} pairs of texts.`,
        [
          measured('Pearson', 'Over all pairs; interval: bootstrap over pairs.'),
          measured('Spearman', 'Over all pairs; interval: bootstrap over pairs.'),
          measured('difference', `Mean of the score of ${nameB} − that of ${nameA}.`),
          measured('|difference|', 'Mean of its size.'),
        ],
        [row([scores.pearson, scores.spearman, scores.difference, scores.size], byDistance)],
      ),
      table(
        'words',
        'Word pairs of the two',
        `Means over ${found.length - apart} pairs of texts.`,
        [
          measured('Pearson', 'Mean over pairs of texts of Pearson’s r over word pairs.'),
          measured('Spearman', 'Mean of Spearman’s ρ over word pairs.'),
          measured('Jaccard', `Mean Jaccard index of the strongest ${TOP * 100} %.`),
          measured(
            '|difference|',
            'Mean over pairs of texts of the mean |difference| of a word pair.',
          ),
        ],
        [
          row(
            [words.pearson, words.spearman, words.jaccard, words.difference],
            [...found.keys()].sort((i, j) => (found[i]?.spearman ?? 0) - (found[j]?.spearman ?? 0)),
          ),
        ],
      ),
      table(
        'models',
        'Each by itself',
        'Means over all pairs of texts.',
        [
          name('model'),
          measured('score', 'Mean score.'),
          measured(
            'Spearman with labels',
            'Over the pairs that have a number as label; interval: bootstrap over pairs.',
          ),
          measured('|gap|', 'Mean of |constant + onlyA + onlyB|.'),
          measured(
            'negative mass',
            'Mean of the negative entries’ share of Σ |A_ij|, ordinary tokens.',
          ),
          measured('tokens', 'Mean number of tokens of both texts, special ones counted.'),
          measured('the file’s own score', 'Of a quantised file, mean.'),
          measured('its distance', 'Mean of |the file’s own score − the explained one|.'),
        ],
        each.map((one) =>
          row([
            one.model,
            one.score,
            one.label,
            one.gap,
            one.negative,
            one.tokens,
            one.file,
            one.fileError,
          ]),
        ),
      ),
      table(
        'pairs',
        'Every pair',
        'Scores and agreement of each pair.',
        [
          measured(`score of ${nameA}`, DEFINITIONS.score.text),
          measured(`score of ${nameB}`, DEFINITIONS.score.text),
          measured('Pearson', 'Over word pairs.'),
          measured('Spearman', 'Over word pairs.'),
          measured('Jaccard', 'Of the strongest word pairs.'),
        ],
        found.map((pair, i) =>
          row([...pair.scores, pair.pearson, pair.spearman, pair.jaccard], [i]),
        ),
      ),
    ],
    plots: [
      {
        id: 'scores',
        title: 'Scores of the two',
        caption: `Each point a pair, n = ${found.length}.`,
        kind: 'dots',
        x: { label: `score of ${nameA}` },
        y: { label: `score of ${nameB}` },
        diagonal: true,
        series: [
          { name: 'pairs', points: found.map(({ scores: [x, y] }, text) => ({ x, y, text })) },
        ],
      },
      {
        id: 'words',
        title: 'Agreement on the words',
        caption: `Number of pairs by Spearman’s ρ of their word pairs, n = ${words.spearman?.n ?? 0}.`,
        kind: 'histogram',
        x: { label: 'Spearman' },
        y: { label: 'pairs' },
        series: [
          {
            name: 'pairs',
            points: found.flatMap((pair, text) =>
              pair.spearman === null ? [] : [{ x: pair.spearman, y: 1, text }],
            ),
          },
        ],
      },
    ],
    texts: found.map(({ pair, scores: [score] }) => textOf(pair, score)),
    figures: { scores, words, models: each },
  };
}
