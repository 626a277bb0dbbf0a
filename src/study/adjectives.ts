/** Synonyms against opposites: what is attributed to the pair of adjectives in which two texts differ. */
import { InputError } from '../attribution/inputError.js';
import type { Report } from '../protocol.js';
import { type AdjectiveItem, type Relation, adjectiveItems } from './adjectiveItems.js';
import { type Explained, explainAll } from './explainAll.js';
import { entriesOf, sumOf } from './matrixParts.js';
import { adjectiveProbes } from './probes/adjectiveProbes.js';
import {
  DEFINITIONS,
  inWords,
  measured,
  name,
  row,
  settingsOf,
  share,
  shareInWords,
  table,
  textOf,
  unreadNotes,
} from './reportParts.js';
import { selectPairs } from './selectPairs.js';
import { ranks } from './statistics/correlation.js';
import { figureOf, figureOfSample, mean, shareOf } from './statistics/describe.js';
import type { Findings, Study, StudyContext } from './study.js';
import { tokensIn } from './words.js';

export const adjectives: Study = {
  name: 'adjectives',
  title: 'Synonyms against opposites',
  question: 'Do opposite adjectives lower the similarity as synonyms raise it?',
  models: 'one',
  least: 6,
  bundled: adjectiveProbes,
  async run(input, context) {
    const { pairs, sample } = selectPairs(adjectives, input, context);
    const items = adjectiveItems(pairs);
    for (const relation of RELATIONS) {
      const found = items.filter((item) => item.relation === relation).length;
      if (found >= LEAST) continue;
      throw new InputError(
        `Pairs: expected at least ${LEAST} pairs labelled ${relation}, got ${found} of ${items.length}`,
      );
    }
    const explained = await explainAll(
      items.map(({ pair }) => pair),
      context,
    );
    const found = items.flatMap((item, i) => {
      const value = explained[i]?.value;
      return value ? [adjectivePair(item, value)] : [];
    });
    return findings(found, sample, context);
  },
};

const RELATIONS: readonly Relation[] = ['synonym', 'opposite'];
const LEAST = 3;

interface AdjectivePair {
  readonly item: AdjectiveItem;
  readonly score: number;
  /** Sum of the entries of the two adjectives' tokens. */
  readonly attribution: number;
  readonly sum: number;
  /** 1: no entry of two ordinary words is larger. */
  readonly standing: number | null;
  readonly unread: number;
}

export function adjectivePair(item: AdjectiveItem, explained: Explained): AdjectivePair {
  const rows = new Set(tokensIn(item.first, item.pair.a, explained.tokensA));
  const columns = new Set(tokensIn(item.second, item.pair.b, explained.tokensB));
  const mine: number[] = [];
  const entries: number[] = [];
  explained.matrix.forEach((line, i) => {
    line.forEach((value, j) => {
      if (explained.tokensA[i]?.special === true || explained.tokensB[j]?.special === true) return;
      entries.push(value);
      if (rows.has(i) && columns.has(j)) mine.push(entries.length - 1);
    });
  });
  const order = ranks(entries);
  return {
    item,
    score: explained.score,
    attribution: sumOf(mine.map((k) => entries[k] ?? 0)),
    sum: sumOf(entriesOf(explained)),
    standing:
      mine.length === 0 || entries.length < 2
        ? null
        : sumOf(mine.map((k) => ((order[k] ?? 1) - 1) / (entries.length - 1))) / mine.length,
    unread: explained.unread,
  };
}

function summaryOf(found: readonly AdjectivePair[], seed: number) {
  return {
    score: figureOf(
      found.map(({ score }) => score),
      seed,
    ),
    attribution: figureOf(
      found.map(({ attribution }) => attribution),
      seed,
    ),
    negative: shareOf(found.map(({ attribution }) => attribution < 0)),
    ofSum: figureOf(
      found.map(({ attribution, sum }) => attribution / sum),
      seed,
    ),
    standing: figureOf(
      found.map(({ standing }) => standing),
      seed,
    ),
  };
}

function findings(
  found: readonly AdjectivePair[],
  sample: Report['sample'],
  context: StudyContext,
): Findings {
  const { seed } = context.options;
  const of = (relation: Relation) => found.filter(({ item }) => item.relation === relation);
  const summaries = RELATIONS.map((relation) => ({ relation, ...summaryOf(of(relation), seed) }));
  const difference = (value: (pair: AdjectivePair) => number) =>
    figureOfSample(
      found,
      (units) => {
        const [same, opposite] = RELATIONS.map((relation) =>
          units.filter(({ item }) => item.relation === relation).map(value),
        );
        if (!same?.length || !opposite?.length) return null;
        return mean(same) - mean(opposite);
      },
      seed,
    );
  const differences = {
    attribution: difference(({ attribution }) => attribution),
    score: difference(({ score }) => score),
  };
  const separation = figureOfSample(
    found,
    (units) =>
      separationOf(
        units.filter(({ item }) => item.relation === 'synonym'),
        units.filter(({ item }) => item.relation === 'opposite'),
      ),
    seed,
  );
  const [synonyms, opposites] = summaries;
  const position = new Map(found.map((pair, i) => [pair, i]));
  return {
    settings: settingsOf(context),
    sample: {
      ...sample,
      notes: [...sample.notes, ...unreadNotes(found.map(({ unread }) => unread))],
    },
    findings: [
      `To a pair of synonyms ${inWords(synonyms?.attribution ?? null)} is attributed, to a pair of opposites ${inWords(opposites?.attribution ?? null)}; the difference is ${inWords(differences.attribution)}.`,
      `The attribution is negative for ${shareInWords(opposites?.negative ?? null)} of the opposites and ${shareInWords(synonyms?.negative ?? null)} of the synonyms.`,
      `Texts with synonyms score ${inWords(synonyms?.score ?? null)}, texts with opposites ${inWords(opposites?.score ?? null)}.`,
    ],
    caveats: [
      'Synonyms and opposites differ in more than their relation, such as in how common they are; the bundled sample uses the same first adjective and the same sentence for both.',
    ],
    definitions: [
      DEFINITIONS.score,
      DEFINITIONS.attribution,
      {
        name: 'attribution to the adjective pair',
        text: 'Sum of A_ij over the tokens i of the first text’s adjective and j of the second’s; a token belongs to the word its first character lies in.',
      },
      { name: 'share of the pairs', text: 'That sum / Σ A_ij over all tokens.' },
      {
        name: 'standing',
        text: '(rank − 1) / (entries − 1) of the adjectives’ entries among all entries of ordinary tokens, from the smallest; mean over their tokens.',
      },
      {
        name: 'separation',
        text: 'Share of all (synonym, opposite) combinations in which the synonyms’ attribution is greater, ties half (area under the ROC curve): 0.5 by chance, 1 perfect.',
      },
      DEFINITIONS.spread,
    ],
    tables: [
      table(
        'relations',
        'By relation',
        `${found.length} pairs of texts.`,
        [
          name('relation'),
          measured('score', 'Mean score of the texts.'),
          measured('attribution', 'Mean attribution to the adjective pair.'),
          share('negative', 'Share of pairs in which that is below 0.'),
          share('of the pairs', 'Mean of that / Σ A_ij.'),
          share('standing', 'Mean: 1, if no entry of the text is larger.'),
        ],
        summaries.map(({ relation, score, attribution, negative, ofSum, standing }) =>
          row(
            [relation, score, attribution, negative, ofSum, standing],
            [...of(relation)]
              .sort((x, y) => x.attribution - y.attribution)
              .map((pair) => position.get(pair) ?? 0),
          ),
        ),
      ),
      table(
        'difference',
        'Synonyms minus opposites',
        'Intervals: bootstrap over pairs of texts.',
        [
          measured('attribution', 'Difference of the mean attributions.'),
          measured('score', 'Difference of the mean scores.'),
          share('separation', 'Share of (synonym, opposite) combinations in the right order.'),
        ],
        [row([differences.attribution, differences.score, separation])],
      ),
      table(
        'pairs',
        'Every pair',
        'Attribution to each pair of adjectives.',
        [
          name('relation'),
          name('first'),
          name('second'),
          measured('score', DEFINITIONS.score.text),
          measured('attribution', 'To the adjective pair.'),
          measured('sum', 'Σ A_ij over all tokens.'),
        ],
        found.map(({ item, score, attribution, sum }, i) =>
          row([item.relation, item.first.word, item.second.word, score, attribution, sum], [i]),
        ),
      ),
    ],
    plots: [
      {
        id: 'attributions',
        title: 'Attribution to the adjective pair',
        caption: `Number of pairs by attribution: ${RELATIONS.map((r) => `${of(r).length} ${r}s`).join(', ')}.`,
        kind: 'histogram',
        x: { label: 'attribution' },
        y: { label: 'pairs' },
        series: RELATIONS.map((relation) => ({
          name: `${relation}s`,
          points: of(relation).map((pair) => {
            return { x: pair.attribution, y: 1, text: position.get(pair) ?? 0 };
          }),
        })),
      },
    ],
    texts: found.map(({ item, score }) => textOf(item.pair, score)),
    figures: { relations: summaries, difference: differences, separation },
  };
}

function separationOf(
  same: readonly AdjectivePair[],
  opposite: readonly AdjectivePair[],
): number | null {
  let wins = 0;
  for (const x of same) {
    for (const y of opposite) {
      if (x.attribution > y.attribution) wins += 1;
      else if (x.attribution === y.attribution) wins += 0.5;
    }
  }
  const all = same.length * opposite.length;
  return all === 0 ? null : wins / all;
}
