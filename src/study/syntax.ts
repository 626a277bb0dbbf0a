/** Attribution by pairs of syntactic relations and of parts of speech. */
import { InputError } from '../attribution/inputError.js';
import type { Figure, Report, Table } from '../protocol.js';
import { type Explained, explainAll } from './explainAll.js';
import { sumOf } from './matrixParts.js';
import type { Measured } from './measureAll.js';
import { syntaxProbes } from './probes/syntaxProbes.js';
import {
  DEFINITIONS,
  inWords,
  measured,
  name,
  row,
  settingsOf,
  share,
  table,
  textOf,
  unreadNotes,
} from './reportParts.js';
import { selectPairs } from './selectPairs.js';
import { CLUSTERED, clusteredDifference, clusteredFigure } from './statistics/clustered.js';
import { groupBy } from './statistics/groupBy.js';
import type { Findings, Study, StudyContext, StudyInput } from './study.js';
import { type SyntaxItem, syntaxItems } from './syntaxItems.js';
import { type WordPair, wordPairs } from './wordPairs.js';

export const syntax: Study = {
  name: 'syntax',
  title: 'Attribution by syntax',
  question: 'Does the model match words in the same syntactic role, and which parts of speech?',
  models: 'one',
  least: 5,
  conllu: true,
  bundled: () => [],
  async run(input, context) {
    const items = itemsOf(input);
    const file = { name: input.file.name, pairs: items.map(({ pair }) => pair) };
    const { pairs, sample } = selectPairs(syntax, { ...input, file }, context);
    const chosen = new Set(pairs);
    const explained = await explainAll(
      items.filter(({ pair }) => chosen.has(pair)).map((item) => ({ ...item, ...item.pair })),
      context,
    );
    return findings(explained, sample, context);
  },
};

function itemsOf({ file, bundled, conllu }: StudyInput): SyntaxItem[] {
  if (conllu) return syntaxItems(conllu.a, conllu.b, bundled ? null : file.pairs);
  if (!bundled) {
    throw new InputError(
      'CoNLL-U: expected files of both sides beside the pairs (--conllu-a, --conllu-b), got none',
    );
  }
  const probes = syntaxProbes();
  return syntaxItems(probes.a, probes.b, null);
}

type Item = SyntaxItem & SyntaxItem['pair'];

/** Rows are shown of groups with at least so many word pairs. */
const LEAST_WORDS = 5;

function findings(
  explained: readonly Measured<Item, Explained>[],
  sample: Report['sample'],
  context: StudyContext,
): Findings {
  const { seed } = context.options;
  const found = explained.flatMap(({ item, value }, text) => wordPairs(item, value, text));
  const all = found.filter(({ punctuation }) => !punctuation);
  const total = sumOf(explained.map(({ value }) => value.ledger.pairs));
  const of = (pairs: readonly WordPair[]) =>
    pairs.map(({ text, value }) => ({ cluster: text, value }));
  const select = (same: boolean, lemma?: boolean) =>
    all.filter(
      (pair) => pair.sameRelation === same && (lemma ?? pair.sameLemma) === pair.sameLemma,
    );
  const kinds = [
    ['same role', select(true)],
    ['different roles', select(false)],
    ['same role, same lemma', select(true, true)],
    ['different roles, same lemma', select(false, true)],
    ['same role, different lemmas', select(true, false)],
    ['different roles, different lemmas', select(false, false)],
  ] as const;
  const difference = (lemma?: boolean) =>
    clusteredDifference(of(select(true, lemma)), of(select(false, lemma)), seed);
  const differences = {
    all: difference(),
    sameLemma: difference(true),
    differentLemmas: difference(false),
  };
  const figures = (pairs: readonly WordPair[]) => clusteredFigure(of(pairs), seed);
  const groupsOf = (keyOf: (pair: WordPair) => string): Group[] =>
    [...groupBy(found, keyOf)]
      .filter(([, pairs]) => pairs.length >= LEAST_WORDS)
      .map(([key, pairs]) => {
        const [one = '', other = ''] = key.split(' ');
        return { one, other, pairs, figure: figures(pairs) };
      })
      .sort((x, y) => (y.figure?.value ?? 0) - (x.figure?.value ?? 0));
  const relations = groupsOf((pair) => pair.relations);
  const tags = groupsOf((pair) => pair.tags);
  const groupTable = (id: string, title: string, groups: readonly Group[]): Table =>
    table(
      id,
      title,
      `Groups of at least ${LEAST_WORDS} word pairs, in ${explained.length} pairs of texts; the order of the two is left aside.`,
      [
        name('one'),
        name('other'),
        measured('attribution', 'Mean over word pairs of the sum of A over their tokens.'),
        share('of the pairs', 'Sum over these word pairs / Σ A_ij over all tokens of all texts.'),
      ],
      groups.map(({ one, other, pairs, figure }) =>
        row([one, other, figure, sumOf(pairs.map(({ value }) => value)) / total], textsOf(pairs)),
      ),
    );
  const assigned = sumOf(found.map(({ value }) => value));
  const [best] = relations;
  return {
    settings: settingsOf(context),
    sample: {
      ...sample,
      notes: [...sample.notes, ...unreadNotes(explained.map(({ value }) => value.unread))],
    },
    findings: [
      `A word pair in the same role gets ${inWords(differences.all)} more than one in different roles.`,
      `Of words with the same lemma it is ${inWords(differences.sameLemma)}, of words with different lemmas ${inWords(differences.differentLemmas)}.`,
      ...(best
        ? [
            `The strongest pair of relations is ${best.one} with ${best.other}: ${inWords(best.figure)}.`,
          ]
        : []),
    ],
    caveats: [
      'Words in the same role are more often the same words: the rows by lemma hold that apart.',
      `Word pairs hold ${((100 * assigned) / total).toFixed(0)} % of Σ A_ij; the rest is in special tokens and in what no word covers.`,
    ],
    definitions: [
      DEFINITIONS.attribution,
      {
        name: 'attribution of a word pair',
        text: 'Sum of A_ij over the tokens of the two words; a token belongs to the word that its first character lies in. Of a multiword token whose words do not spell it (“du”), the first word stands for all.',
      },
      {
        name: 'role',
        text: 'The relation of Universal Dependencies without its subtype (nsubj:pass counts as nsubj).',
      },
      {
        name: 'same role',
        text: 'Word pairs of the same role against those of different ones, punctuation (PUNCT) left out. Lemmas are compared in lower case; forms, where there is no lemma.',
      },
      { name: 'n and interval', text: CLUSTERED },
      DEFINITIONS.spread,
    ],
    tables: [
      table(
        'roles',
        'Same role against different roles',
        `Word pairs without punctuation, in ${explained.length} pairs of texts.`,
        [
          name('word pairs'),
          measured('attribution', 'Mean over word pairs.'),
          share('of the pairs', 'Sum over these word pairs / Σ A_ij over all tokens of all texts.'),
        ],
        kinds.map(([kind, pairs]) =>
          row(
            [kind, figures(pairs), sumOf(pairs.map(({ value }) => value)) / total],
            textsOf(pairs),
          ),
        ),
      ),
      table(
        'difference',
        'Same role minus different roles',
        'n: pairs of texts.',
        [
          name('word pairs'),
          measured('difference', 'Difference of the means; bootstrap over pairs of texts.'),
        ],
        [
          row(['all', differences.all]),
          row(['same lemma', differences.sameLemma]),
          row(['different lemmas', differences.differentLemmas]),
        ],
      ),
      groupTable('relations', 'By pair of relations', relations),
      groupTable('tags', 'By pair of parts of speech', tags),
    ],
    plots: [
      {
        id: 'relations',
        title: 'Strongest pairs of relations',
        caption: 'Mean attribution of a word pair; whiskers: 95 % intervals over pairs of texts.',
        kind: 'bars',
        x: { label: 'relations' },
        y: { label: 'mean attribution' },
        series: [
          {
            name: 'attribution',
            points: relations.slice(0, 20).flatMap(({ one, other, pairs, figure }) =>
              figure
                ? [
                    {
                      x: one === other ? `${one} (same)` : `${one} – ${other}`,
                      ...{ y: figure.value, low: figure.low, high: figure.high, n: figure.n },
                      text: textsOf(pairs)[0] ?? 0,
                    },
                  ]
                : [],
            ),
          },
        ],
      },
    ],
    texts: explained.map(({ item, value }) => textOf(item.pair, value.score)),
    figures: {
      roles: kinds.map(([kind, pairs]) => ({ kind, attribution: figures(pairs) })),
      difference: differences,
      relations: relations.map(({ one, other, figure }) => {
        return { relations: [one, other], attribution: figure };
      }),
      tags: tags.map(({ one, other, figure }) => ({ tags: [one, other], attribution: figure })),
    },
  };
}

interface Group {
  readonly one: string;
  readonly other: string;
  readonly pairs: readonly WordPair[];
  readonly figure: Figure | null;
}

/** Each once, the strongest word pair first; as many as a reader may look at. */
const textsOf = (pairs: readonly WordPair[]): number[] =>
  [...new Set([...pairs].sort((x, y) => y.value - x.value).map(({ text }) => text))].slice(0, 50);
