/**
 * How large the terms are that the published approximation drops, for each reference token, and how
 * often dropping them is unsafe. Needs embeddings only: the pairs' sum is known without derivatives.
 */
import type { ReferenceOption } from '../attribution/reference.js';
import type { Pair } from './input/pairFile.js';
import { type Measured, measureAll } from './measureAll.js';
import { PairTerms, type Terms, nameOf, termsOf } from './pairTerms.js';
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
import { settingsKey } from './explainAll.js';
import { spearman } from './statistics/correlation.js';
import { figureOf, figureOfSample, shareOf } from './statistics/describe.js';
import type { Study, StudyContext } from './study.js';

/** |gap| on the scale of a cosine above which a reader would be misled: a tenth of the greatest score. */
export const UNSAFE = 0.1;

export const referenceTerms: Study = {
  name: 'reference-terms',
  title: 'Size of the reference terms',
  question: 'How much of the score does the published approximation drop, by reference token?',
  models: 'one',
  least: 5,
  bundled: samplePairs,
  async run(input, context) {
    const { pairs, sample } = selectPairs(referenceTerms, input, context);
    const asked = referencesOf(context);
    const found = await measureAll(pairs, context, {
      kind: 'reference terms 1',
      key: ({ a, b }) => [settingsKey(context), asked, a, b],
      schema: PairTerms,
      measure: (pair) => termsOf(context.model, context, pair, asked),
      pair: (pair) => pair,
    });
    return findings(found, sample, context);
  },
};

/** The asked one first; then the special tokens that people use, and the most neutral ones. */
function referencesOf({ options, model }: StudyContext): ReferenceOption[] {
  const { special } = model.reader.tokenizer;
  const named = (['pad', 'unk', 'mask'] as const).filter((key) => special[key] !== undefined);
  const neutral = model.reader.neutral.slice(0, 3).map((id) => ({ id }));
  const all: ReferenceOption[] = [options.reference, 'auto', ...named, ...neutral];
  return [...new Map(all.map((one) => [nameOf(one), one])).values()];
}

function findings(
  found: readonly Measured<Pair, PairTerms>[],
  sample: ReturnType<typeof selectPairs>['sample'],
  context: StudyContext,
): Awaited<ReturnType<Study['run']>> {
  const { seed, threshold = UNSAFE } = context.options;
  const asked = found[0]?.value.references.map((reference) => reference.asked) ?? [];
  const gapOf = ({ constant, onlyA, onlyB }: Terms) => constant + onlyA + onlyB;
  const summaries = asked.map((option, k) => {
    const pairs = found.flatMap(({ value }, text) => {
      const terms = value.references[k];
      return terms ? [{ text, score: value.score, terms, gap: gapOf(terms) }] : [];
    });
    const of = (value: (pair: (typeof pairs)[number]) => number) =>
      figureOf(pairs.map(value), seed);
    const tokens = [...new Set(pairs.map(({ terms }) => terms.token))];
    return {
      option,
      tokens,
      pairs,
      norm: figureOf(
        pairs.flatMap(({ terms }) => terms.norms),
        seed,
      ),
      constant: of(({ terms }) => Math.abs(terms.constant)),
      onlyA: of(({ terms }) => Math.abs(terms.onlyA)),
      onlyB: of(({ terms }) => Math.abs(terms.onlyB)),
      gap: of(({ gap }) => gap),
      size: of(({ gap }) => Math.abs(gap)),
      largest: Math.max(...pairs.map(({ gap }) => Math.abs(gap))),
      unsafe: shareOf(pairs.map(({ gap }) => Math.abs(gap) > threshold)),
      spearman: figureOfSample(
        pairs,
        (units) =>
          spearman(
            units.map(({ terms }) => terms.pairs),
            units.map(({ score }) => score),
          ),
        seed,
      ),
      worst: [...pairs].sort((x, y) => Math.abs(y.gap) - Math.abs(x.gap)).map(({ text }) => text),
    };
  });
  const [main] = summaries;
  const pad = summaries.find(({ option }) => option === 'pad');
  const label = ({ option, tokens }: (typeof summaries)[number]) =>
    tokens.length === 1
      ? `${tokens[0] ?? ''} (${option})`
      : `${option}: ${tokens.slice(0, 4).join(' ')}`;
  const sentence = (one: (typeof summaries)[number]) =>
    `With the reference ${label(one)} the dropped terms add up to ${inWords(one.size)} in size; ` +
    `dropping them is unsafe in ${shareInWords(one.unsafe)} of the pairs.`;
  return {
    settings: settingsOf(context, [{ name: 'unsafe above', text: String(threshold) }]),
    sample: {
      ...sample,
      notes: [...sample.notes, ...unreadNotes(found.map(({ value }) => value.unread))],
    },
    findings: [main, pad === main ? undefined : pad].flatMap((one) => (one ? [sentence(one)] : [])),
    caveats: [],
    definitions: [
      DEFINITIONS.score,
      DEFINITIONS.ledger,
      {
        name: 'reference',
        text: 'The text with its special tokens kept and every other token replaced by the reference token; auto takes the most neutral token that occurs in neither text.',
      },
      { name: 'gap', text: 'constant + onlyA + onlyB: what the published approximation drops.' },
      {
        name: 'unsafe',
        text: `|gap| > ${threshold} on the scale of the score, whose greatest value is 1.`,
      },
      DEFINITIONS.spread,
    ],
    tables: [
      table(
        'references',
        'Dropped terms by reference token',
        `Means over ${found.length} pairs.`,
        [
          name('reference'),
          name('tokens'),
          measured(
            '|e(r)|',
            'Norm of the reference’s embedding, mean over both texts of all pairs.',
          ),
          measured('|constant|', 'Mean of |e(r_a)·e(r_b)| / norms.'),
          measured('|only A|', 'Mean of |(e(a) − e(r_a))·e(r_b)| / norms.'),
          measured('|only B|', 'Mean of |e(r_a)·(e(b) − e(r_b))| / norms.'),
          measured('gap', 'Mean of constant + onlyA + onlyB, with its sign.'),
          measured('|gap|', 'Mean of |constant + onlyA + onlyB|.'),
          measured('largest |gap|', 'Over all pairs.'),
          share('unsafe', `Share of pairs with |gap| > ${threshold}.`),
          measured(
            'Spearman of pairs with score',
            'Rank correlation of Σ A_ij with the score over all pairs; interval: bootstrap over pairs.',
          ),
        ],
        summaries.map((one) =>
          row(
            [
              one.option,
              one.tokens.join(' '),
              ...[one.norm, one.constant, one.onlyA, one.onlyB, one.gap, one.size],
              one.largest,
              ...[one.unsafe, one.spearman],
            ],
            one.worst,
          ),
        ),
      ),
      table(
        'pairs',
        'Every pair',
        'Terms of each pair and reference.',
        [
          name('reference'),
          name('token'),
          measured('score', DEFINITIONS.score.text),
          measured('constant', 'e(r_a)·e(r_b) / norms.'),
          measured('only A', '(e(a) − e(r_a))·e(r_b) / norms.'),
          measured('only B', 'e(r_a)·(e(b) − e(r_b)) / norms.'),
          measured('gap', 'constant + onlyA + onlyB.'),
          measured('pairs', 'Σ A_ij = (e(a) − e(r_a))·(e(b) − e(r_b)) / norms.'),
        ],
        summaries.flatMap(({ option, pairs }) =>
          pairs.map(({ text, score, terms, gap }) =>
            row(
              [
                option,
                terms.token,
                score,
                terms.constant,
                terms.onlyA,
                terms.onlyB,
                gap,
                terms.pairs,
              ],
              [text],
            ),
          ),
        ),
      ),
    ],
    plots: [
      {
        id: 'gap',
        title: 'Size of the dropped terms',
        caption: `Mean |gap| by reference, n = ${found.length} pairs; bars: 95 % interval.`,
        kind: 'bars',
        x: { label: 'reference' },
        y: { label: 'mean |gap|' },
        series: [
          {
            name: '|gap|',
            points: summaries.flatMap(({ size, option, worst }) =>
              plotted(option, size, worst[0] ?? 0),
            ),
          },
        ],
      },
      {
        id: 'pairs-score',
        title: 'Attribution sums against scores',
        caption: `Each point a pair and a reference, n = ${found.length} pairs. On the line the dropped terms cancel.`,
        kind: 'dots',
        x: { label: 'score' },
        y: { label: 'Σ A_ij' },
        diagonal: true,
        series: summaries.slice(0, 4).map(({ option, pairs }) => ({
          name: option,
          points: pairs.map(({ text, score, terms }) => ({ x: score, y: terms.pairs, text })),
        })),
      },
    ],
    texts: found.map(({ item, value }) => textOf(item, value.score)),
    figures: {
      threshold,
      references: summaries.map(
        ({ option, tokens, norm: size, gap, size: meanGap, largest, unsafe, spearman: rho }) => ({
          ...{
            reference: option,
            tokens,
            norm: size,
            gap,
            meanGap,
            maxGap: largest,
            unsafe,
            spearman: rho,
          },
        }),
      ),
    },
  };
}
