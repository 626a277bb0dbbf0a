/** How much a negation changes the score, and what is attributed to the negator. */
import { InputError } from '../attribution/inputError.js';
import type { Report } from '../protocol.js';
import { explainAll } from './explainAll.js';
import { type NegationEffect as Effect, effectOf } from './negationEffect.js';
import { type NegationItem, negationItems } from './negationItems.js';
import { negationProbes } from './probes/negationProbes.js';
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
  unreadNotes,
} from './reportParts.js';
import { selectPairs } from './selectPairs.js';
import { figureOf, shareOf } from './statistics/describe.js';
import { groupBy } from './statistics/groupBy.js';
import type { Findings, Study, StudyContext } from './study.js';

export const negation: Study = {
  name: 'negation',
  title: 'Negation',
  question: 'Does the model notice when a text is negated?',
  models: 'one',
  least: 5,
  bundled: negationProbes,
  async run(input, context) {
    const { pairs, sample } = selectPairs({ ...negation, least: 1 }, input, context);
    const items = negationItems(pairs);
    if (items.length < negation.least) {
      throw new InputError(
        `Pairs: expected at least ${negation.least} with a negator in just one text, or with a column negated, got ${items.length} of ${pairs.length}`,
      );
    }
    // One direction for all: the text that is negated is the second.
    const as = (text: (item: NegationItem) => string) =>
      items.map((item) => ({ a: item.a, b: text(item), line: item.line }));
    const plain = await explainAll(
      as(({ plain: text }) => text),
      context,
    );
    const negated = await explainAll(
      as((item) => item.negated),
      context,
    );
    const controls = items.filter(({ control }) => control !== null);
    const control = await explainAll(
      controls.map(({ a, control: b, line }) => ({ a, b: b ?? '', line })),
      context,
    );
    const scoreOf = new Map(controls.map((item, i) => [item, control[i]?.value.score]));
    const found = items.flatMap((item, i) => {
      const [before, after] = [plain[i]?.value, negated[i]?.value];
      return before && after ? [effectOf(item, before, after, scoreOf.get(item) ?? null)] : [];
    });
    return findings(found, { ...sample, pairs: items.length }, context);
  },
};

/** A change of the score below it is hardly one. */
const HARDLY = 0.1;

function summaryOf(found: readonly Effect[], seed: number) {
  const figure = (of: (effect: Effect) => number | null) => figureOf(found.map(of), seed);
  return {
    change: figure(({ change }) => change),
    control: figure(({ controlChange }) => controlChange),
    beyondControl: figure(({ change, controlChange }) =>
      controlChange === null ? null : change - controlChange,
    ),
    hardly: shareOf(found.map(({ change }) => Math.abs(change) < HARDLY)),
    attribution: figure(({ attribution }) => attribution),
    negative: shareOf(found.map(({ attribution }) => attribution < 0)),
    others: figure(({ others }) => others),
    standing: figure(({ standing }) => standing),
  };
}

function findings(
  found: readonly Effect[],
  sample: Report['sample'],
  context: StudyContext,
): Findings {
  const { seed } = context.options;
  const all = summaryOf(found, seed);
  const groups = [
    ['all', found] as const,
    ...[...groupBy(found, ({ negator }) => negator)].sort(([, x], [, y]) => y.length - x.length),
  ];
  const order = [...found.keys()].sort((i, j) => (found[i]?.change ?? 0) - (found[j]?.change ?? 0));
  const position = new Map(found.map((effect, i) => [effect, i]));
  return {
    settings: settingsOf(context, [{ name: 'hardly a change below', text: String(HARDLY) }]),
    sample: {
      ...sample,
      notes: [
        ...sample.notes,
        ...(sample.pairs < sample.available
          ? [`${sample.pairs} of ${sample.available} pairs have a negator in just one text.`]
          : []),
        ...unreadNotes(found.map(({ unread }) => unread)),
      ],
    },
    findings: [
      `Adding a negation changes the score by ${inWords(all.change)} on average; in ${shareInWords(all.hardly)} of the cases by less than ${HARDLY}.`,
      ...(all.control && all.beyondControl
        ? [
            `Adding another word instead changes it by ${inWords(all.control)}; what the negation does beyond that is ${inWords(all.beyondControl)}.`,
          ]
        : []),
      `To the negator ${inWords(all.attribution)} is attributed, to another token of its text ${inWords(all.others)}; it is negative in ${shareInWords(all.negative)}.`,
    ],
    caveats: [
      'The negator’s attribution tells what it adds to the pairs, given all other tokens; the change of the score also holds what it does to the other tokens’ contributions.',
      ...(all.control
        ? []
        : [
            'No control was given (a column control, the text with a harmless word added), so a change of length may count as one of meaning.',
          ]),
    ],
    definitions: [
      DEFINITIONS.score,
      DEFINITIONS.attribution,
      {
        name: 'change of the score',
        text: 'f(a, negated) − f(a, plain). Where a file has no column negated, the text with a negator is the negated one and the plain one is the same without its first negator (not, never and no are left out; cannot → can, nobody → somebody, without → with and so on).',
      },
      {
        name: 'control',
        text: 'f(a, control) − f(a, plain), for texts with a harmless word added.',
      },
      {
        name: 'attribution to the negator',
        text: 'Sum over the first negator’s tokens (of a contraction the n’t; a token belongs to the word its first character lies in) of their columns of A, for the pair (a, negated).',
      },
      {
        name: 'another token',
        text: 'Mean column sum of the other ordinary tokens of the same text.',
      },
      {
        name: 'standing',
        text: '(rank − 1) / (tokens − 1) of the negator’s column sum among the ordinary tokens of its text, from the smallest; mean over its tokens.',
      },
      DEFINITIONS.spread,
    ],
    tables: [
      table(
        'negators',
        'Effect by negator',
        `${found.length} cases.`,
        [
          name('negator'),
          measured('change of the score', 'Mean of f(a, negated) − f(a, plain).'),
          measured('control', 'Mean of f(a, control) − f(a, plain).'),
          measured('beyond control', 'Mean of the difference of the two, case by case.'),
          share('hardly any', `Share of cases with |change| < ${HARDLY}.`),
          measured('attribution', 'Mean attribution to the negator.'),
          share('negative', 'Share of cases in which that is below 0.'),
          measured('another token', 'Mean of the mean column sum of the other ordinary tokens.'),
          share('standing', 'Mean: 1 is the largest of its text, 0 the smallest.'),
        ],
        groups.map(([negator, group]) => {
          const s = summaryOf(group, seed);
          return row(
            [
              ...[negator, s.change, s.control, s.beyondControl, s.hardly],
              ...[s.attribution, s.negative, s.others, s.standing],
            ],
            [...group]
              .sort((x, y) => x.change - y.change)
              .map((effect) => position.get(effect) ?? 0),
          );
        }),
      ),
      table(
        'pairs',
        'Every case',
        'The pair behind each is (a, negated).',
        [
          name('negator'),
          measured('plain', 'f(a, plain).'),
          measured('negated', 'f(a, negated).'),
          measured('change', 'negated − plain.'),
          measured('control', 'f(a, control) − f(a, plain).'),
          measured('attribution', 'To the negator.'),
          measured('another token', 'Mean of the other ordinary tokens.'),
          name('plain text'),
        ],
        order.flatMap((i) => {
          const effect = found[i];
          if (!effect) return [];
          const { negator, before, after, change, controlChange, attribution, others, item } =
            effect;
          return [
            row(
              [negator, before, after, change, controlChange, attribution, others, item.plain],
              [i],
            ),
          ];
        }),
      ),
    ],
    plots: [
      {
        id: 'changes',
        title: 'Change of the score',
        caption: `Number of cases by change, n = ${found.length}.`,
        kind: 'histogram',
        x: { label: 'change of the score' },
        y: { label: 'cases' },
        series: [
          {
            name: 'negation',
            points: found.map(({ change }, text) => ({ x: change, y: 1, text })),
          },
          {
            name: 'control',
            points: found.flatMap(({ controlChange }, text) =>
              controlChange === null ? [] : [{ x: controlChange, y: 1, text }],
            ),
          },
        ].filter(({ points }) => points.length > 0),
      },
      {
        id: 'attribution',
        title: 'Negator against other tokens',
        caption: `Mean attribution; whiskers: 95 % intervals; n = ${found.length}.`,
        kind: 'bars',
        x: { label: 'token' },
        y: { label: 'mean attribution' },
        series: [
          {
            name: 'attribution',
            points: (
              [
                ['negator', all.attribution],
                ['another token', all.others],
              ] as const
            ).flatMap(([x, figure]) => plotted(x, figure)),
          },
        ],
      },
    ],
    texts: found.map(({ item, after }) => {
      return { a: item.a, b: item.negated, label: null, score: after, line: item.line };
    }),
    figures: {
      all,
      negators: groups.slice(1).map(([negator, g]) => ({ negator, ...summaryOf(g, seed) })),
    },
  };
}
