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
  plotted,
  row,
  settingsOf,
  share,
  table,
  textOf,
  unreadNotes,
} from './reportParts.js';
import { selectPairs } from './selectPairs.js';
import { CLUSTERED, clusteredDifference, clusteredFigure } from './statistics/clustered.js';
import { figureOfSample } from './statistics/describe.js';
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
    const { conllu, bundled } = input;
    /** Parses without pairs: their sentences are the pairs. */
    const alone = bundled ? conllu : null;
    const name = alone ? `${alone.a.name} and ${alone.b.name}` : input.file.name;
    const file = { name, pairs: items.map(({ pair }) => pair) };
    const given = { ...input, file, bundled: bundled && !alone };
    const { pairs, sample } = selectPairs(syntax, given, context);
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
  const totals = explained.map(({ value }) => value.ledger.pairs);
  const total = sumOf(totals);
  /** Of Σ A over all tokens of all texts; the interval is over pairs of texts. */
  const shareOfAll = (pairs: readonly WordPair[]) => {
    const sums = totals.map(() => 0);
    for (const { text, value } of pairs) sums[text] = (sums[text] ?? 0) + value;
    return figureOfSample(
      [...totals.keys()],
      (texts) => {
        const whole = sumOf(texts.map((text) => totals[text] ?? 0));
        return whole === 0 ? null : sumOf(texts.map((text) => sums[text] ?? 0)) / whole;
      },
      seed,
    );
  };
  const of = (pairs: readonly WordPair[]) =>
    pairs.map(({ text, value }) => ({ cluster: text, value }));
  const select = (kind: Kind, same: boolean) =>
    found.filter((pair) => kind.has(pair) && pair.sameRelation === same);
  const kinds = KINDS.map((kind) => ({
    ...{ kind: kind.name, same: select(kind, true), different: select(kind, false) },
    difference: clusteredDifference(of(select(kind, true)), of(select(kind, false)), seed),
  }));
  const [content, , sameNouns, otherNouns] = kinds;
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
        row([one, other, figure, shareOfAll(pairs)], textsOf(pairs)),
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
      `Content words in the same role get ${inWords(content?.difference ?? null)} more than content words in different roles.`,
      `For the same noun on both sides the role makes a difference of ${inWords(sameNouns?.difference ?? null)}, for different nouns of ${inWords(otherNouns?.difference ?? null)}.`,
      ...(best
        ? [
            `The strongest pair of relations is ${best.one} with ${best.other}: ${inWords(best.figure)}.`,
          ]
        : []),
    ],
    caveats: [
      'Words in the same role are often the same words, and function words are so nearly always: only the rows with the same nouns compare like with like.',
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
        name: 'content words',
        text: 'Both words are NOUN, PROPN, VERB, ADJ, ADV or NUM; nouns: both are NOUN, PROPN or PRON. Lemmas are compared in lower case; forms, where there is no lemma.',
      },
      { name: 'n and interval', text: CLUSTERED },
      DEFINITIONS.spread,
    ],
    tables: [
      table(
        'roles',
        'Same role against different roles',
        `Word pairs in ${explained.length} pairs of texts.`,
        [
          name('word pairs'),
          measured('attribution', 'Mean over word pairs.'),
          share('of the pairs', 'Sum over these word pairs / Σ A_ij over all tokens of all texts.'),
        ],
        kinds.flatMap(({ kind, same, different }) =>
          [
            { name: `${kind}, same role`, pairs: same },
            { name: `${kind}, different roles`, pairs: different },
          ].map(({ name: title, pairs }) =>
            row([title, figures(pairs), shareOfAll(pairs)], textsOf(pairs)),
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
        kinds.map(({ kind, difference }) => row([kind, difference])),
      ),
      groupTable('relations', 'By pair of relations', relations),
      groupTable('tags', 'By pair of parts of speech', tags),
      table(
        'pairs',
        'Every pair of content words',
        'Which the comparison of roles rests on.',
        [
          name('first word'),
          name('second word'),
          name('role of the first'),
          name('role of the second'),
          name('lemmas'),
          measured('attribution', 'Sum of A over the tokens of both.'),
        ],
        found
          .filter(({ content: both, nominal }) => both || nominal)
          .map(({ forms, roles, sameLemma, value, text }) =>
            row([...forms, ...roles, sameLemma ? 'same' : 'different', value], [text]),
          ),
      ),
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
            points: relations.slice(0, 20).flatMap(({ one, other, pairs, figure }) => {
              const title = one === other ? `${one} (same)` : `${one} – ${other}`;
              return plotted(title, figure, textsOf(pairs)[0] ?? 0);
            }),
          },
        ],
      },
    ],
    texts: explained.map(({ item, value }) => textOf(item.pair, value.score)),
    figures: {
      roles: kinds.map(({ kind, same, different, difference }) => {
        return { kind, same: figures(same), different: figures(different), difference };
      }),
      relations: relations.map(({ one, other, figure }) => {
        return { relations: [one, other], attribution: figure };
      }),
      tags: tags.map(({ one, other, figure }) => ({ tags: [one, other], attribution: figure })),
    },
  };
}

interface Kind {
  readonly name: string;
  readonly has: (pair: WordPair) => boolean;
}

/** What same and different roles are compared on. */
const KINDS: readonly Kind[] = [
  { name: 'content words', has: ({ content }) => content },
  {
    name: 'content words, different lemmas',
    has: ({ content, sameLemma }) => content && !sameLemma,
  },
  { name: 'nouns, same lemma', has: ({ nominal, sameLemma }) => nominal && sameLemma },
  { name: 'nouns, different lemmas', has: ({ nominal, sameLemma }) => nominal && !sameLemma },
];

interface Group {
  readonly one: string;
  readonly other: string;
  readonly pairs: readonly WordPair[];
  readonly figure: Figure | null;
}

/** Each once, the strongest word pair first; as many as a reader may look at. */
const textsOf = (pairs: readonly WordPair[]): number[] =>
  [...new Set([...pairs].sort((x, y) => y.value - x.value).map(({ text }) => text))].slice(0, 50);
