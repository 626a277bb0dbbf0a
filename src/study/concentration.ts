/** Whether few token pairs carry the score, and how many pull the other way. */
import type { Report } from '../protocol.js';
import { type Explained, explainAll } from './explainAll.js';
import type { Pair } from './input/pairFile.js';
import { entriesOf, sumOf } from './matrixParts.js';
import type { Measured } from './measureAll.js';
import { samplePairs } from './probes/samplePairs.js';
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
import { figureOf } from './statistics/describe.js';
import type { Findings, Study, StudyContext } from './study.js';

export const concentration: Study = {
  name: 'concentration',
  title: 'Concentration of the attributions',
  question: 'Do few token pairs carry the score?',
  models: 'one',
  least: 5,
  bundled: samplePairs,
  async run(input, context) {
    const { pairs, sample } = selectPairs(concentration, input, context);
    return findings(await explainAll(pairs, context), sample, context);
  },
};

/** Shares of the token pairs, strongest first. */
const TOPS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5] as const;
/** How much of the mass makes up "most of it". */
const MOST = 0.8;

interface PairConcentration {
  readonly entries: number;
  /** For each of TOPS. */
  readonly mass: readonly number[];
  /** null: the sum is too near to zero to be a measure. */
  readonly score: readonly (number | null)[];
  readonly negativeEntries: number;
  readonly negativeMass: number;
  /** Share of the entries that hold MOST of the mass. */
  readonly forMost: number;
  readonly special: number;
}

/** Sums nearer to zero make shares of them meaningless. */
const LEAST_SUM = 0.05;

export function concentrationOf(explained: Explained): PairConcentration {
  const entries = entriesOf(explained);
  const n = entries.length;
  const sizes = entries.map(Math.abs).sort((x, y) => y - x);
  const values = [...entries].sort((x, y) => y - x);
  // Of a text that is its own reference nothing is attributed; shares of nothing are 0.
  const [mass, sum] = [sumOf(sizes) || 1, sumOf(entries)];
  const tops = TOPS.map((top) => Math.max(1, Math.round(top * n)));
  let [held, needed] = [0, 0];
  while (held < MOST * mass && needed < n) held += sizes[needed++] ?? 0;
  const ofSpecial = explained.matrix.flatMap((line, i) =>
    line.filter(
      (_, j) => explained.tokensA[i]?.special === true || explained.tokensB[j]?.special === true,
    ),
  );
  return {
    entries: n,
    mass: tops.map((k) => sumOf(sizes.slice(0, k)) / mass),
    score: tops.map((k) => (Math.abs(sum) < LEAST_SUM ? null : sumOf(values.slice(0, k)) / sum)),
    negativeEntries: entries.filter((entry) => entry < 0).length / n,
    negativeMass: sumOf(entries.filter((entry) => entry < 0).map(Math.abs)) / mass,
    forMost: needed / n,
    special: sumOf(ofSpecial.map(Math.abs)) / mass,
  };
}

function findings(
  explained: readonly Measured<Pair, Explained>[],
  sample: Report['sample'],
  context: StudyContext,
): Findings {
  const { seed } = context.options;
  const pairs = explained.map(({ value }) => concentrationOf(value));
  const figure = (of: (pair: PairConcentration) => number | null) => figureOf(pairs.map(of), seed);
  const tops = TOPS.map((top, k) => ({
    top,
    mass: figure(({ mass }) => mass[k] ?? null),
    score: figure(({ score }) => score[k] ?? null),
    even: figure(({ entries }) => Math.max(1, Math.round(top * entries)) / entries),
  }));
  const tenth = tops.find(({ top }) => top === 0.1);
  const general = {
    'negative entries': figure(({ negativeEntries }) => negativeEntries),
    'negative mass': figure(({ negativeMass }) => negativeMass),
    'entries that hold 80 % of the mass': figure(({ forMost }) => forMost),
    'mass of pairs with a special token': figure(({ special }) => special),
  };
  const meaning: Record<keyof typeof general, string> = {
    'negative entries': 'Mean share of the entries A_ij that are below 0.',
    'negative mass': 'Mean of Σ |A_ij| over the negative entries, as a share of Σ |A_ij|.',
    'entries that hold 80 % of the mass':
      'Mean share of the entries needed, largest |A_ij| first, until they hold 80 % of Σ |A_ij|.',
    'mass of pairs with a special token':
      'Mean share of Σ |A_ij| in rows and columns of tokens that the tokenizer adds ([CLS], [SEP]).',
  };
  const unknown = pairs.filter(({ score }) => score[0] === null).length;
  return {
    settings: settingsOf(context),
    sample: {
      ...sample,
      notes: [...sample.notes, ...unreadNotes(explained.map(({ value }) => value.unread))],
    },
    findings: [
      `The strongest 10 % of the token pairs hold ${shareInWords(tenth?.mass ?? null)} of the attribution mass.`,
      `${shareInWords(general['negative entries'])} of the entries are negative; they hold ${shareInWords(general['negative mass'])} of the mass.`,
      `The largest 10 % of the entries by value add up to ${inWords(tenth?.score ?? null, 2)} times the sum of all; above 1 the rest is negative in sum.`,
    ],
    caveats: [
      'In short texts 1 % of the pairs is one pair: compare with the share of the pairs that was really taken.',
      ...(unknown > 0
        ? [`In ${unknown} pairs |Σ A_ij| is below ${LEAST_SUM}; shares of their sum are left out.`]
        : []),
    ],
    definitions: [
      DEFINITIONS.attribution,
      {
        name: 'strongest x %',
        text: 'The k = max(1, round(x · entries)) entries of the matrix that are largest; all tokens, special ones too.',
      },
      { name: 'mass', text: 'Σ |A_ij|; entries in the order of |A_ij|.' },
      {
        name: 'share of the sum',
        text: `Sum of the k largest A_ij (by value) / Σ A_ij, for pairs with |Σ A_ij| ≥ ${LEAST_SUM}.`,
      },
      DEFINITIONS.spread,
    ],
    tables: [
      table(
        'tops',
        'What the strongest token pairs carry',
        `Means over ${pairs.length} pairs of texts.`,
        [
          name('strongest'),
          share('taken', 'Mean of k / entries, after rounding.'),
          share('of the mass', 'Mean of the k largest |A_ij| / Σ |A_ij|.'),
          share('of the sum', 'Mean of the k largest A_ij / Σ A_ij.'),
        ],
        tops.map(({ top, even, mass, score }) => row([`${top * 100} %`, even, mass, score])),
      ),
      table(
        'general',
        'Signs and spread',
        `Means over ${pairs.length} pairs of texts.`,
        [name('figure'), share('share', 'As the last column says.'), name('definition')],
        Object.entries(general).map(([key, value]) =>
          row([key, value, meaning[key as keyof typeof general]]),
        ),
      ),
      table(
        'pairs',
        'Every pair',
        'Shares of each pair of texts.',
        [
          measured('score', DEFINITIONS.score.text),
          { title: 'entries', kind: 'count', definition: 'Tokens of a × tokens of b.' },
          share('top 10 % of the mass', 'Largest |A_ij| / Σ |A_ij|.'),
          share('negative entries', meaning['negative entries']),
          share('negative mass', meaning['negative mass']),
        ],
        pairs.map((pair, i) =>
          row(
            [
              ...[explained[i]?.value.score ?? null, pair.entries, pair.mass[3] ?? null],
              ...[pair.negativeEntries, pair.negativeMass],
            ],
            [i],
          ),
        ),
      ),
    ],
    plots: [
      {
        id: 'curve',
        title: 'Share of the mass by the strongest pairs',
        caption: `Means over n = ${pairs.length} pairs of texts; bands: 95 % intervals. On the line all pairs would be equal.`,
        kind: 'lines',
        x: { label: 'share of the token pairs' },
        y: { label: 'share of Σ |A_ij|' },
        diagonal: true,
        series: [
          {
            name: 'mass',
            points: tops.flatMap(({ even, mass }) => plotted(even?.value, mass)),
          },
        ],
      },
    ],
    texts: explained.map(({ item, value }) => textOf(item, value.score)),
    figures: { top: tops.map(({ top, ...rest }) => ({ share: top, ...rest })), general },
  };
}
