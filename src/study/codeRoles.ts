/** Attribution by the role of a token in code: identifier, keyword, literal, comment, punctuation. */
import { InputError } from '../attribution/inputError.js';
import type { Report } from '../protocol.js';
import { LANGUAGES, languageNamed } from './code/languages.js';
import { type Explained, explainAll } from './explainAll.js';
import { sumOf } from './matrixParts.js';
import type { Measured } from './measureAll.js';
import { codeProbes } from './probes/codeProbes.js';
import {
  DEFINITIONS,
  count,
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
import { type CodePair, GROUPS, type RoleSums, languagesOf, roleSums } from './roleSums.js';
import { selectPairs } from './selectPairs.js';
import { figureOfSample } from './statistics/describe.js';
import { groupBy } from './statistics/groupBy.js';
import type { Findings, Study, StudyContext } from './study.js';

export const codeRoles: Study = {
  name: 'code-roles',
  title: 'Attribution by role in code',
  question:
    'Which parts of code carry the score: names, keywords, literals, comments, punctuation?',
  models: 'one',
  least: 5,
  bundled: codeProbes,
  async run(input, context) {
    const { language } = context.options;
    if (language !== undefined) languageNamed(language, 'as an option');
    const { pairs, sample } = selectPairs({ ...codeRoles, least: 1 }, input, context);
    const items = pairs.flatMap((pair) => {
      const found = languagesOf(pair, language);
      return found.a || found.b ? [{ ...pair, languages: found }] : [];
    });
    if (items.length < codeRoles.least) {
      throw new InputError(
        `Pairs: expected at least ${codeRoles.least} with code, told by a column language or recognised, got ${items.length} of ${pairs.length}`,
      );
    }
    const explained = await explainAll(items, context);
    return findings(explained, { ...sample, pairs: items.length }, context);
  },
};

interface Unit extends RoleSums {
  readonly text: number;
}

/** Share of all attributions of the units, which their roles' shares add up to 1 with. */
const pooled = (
  units: readonly Unit[],
  of: (unit: Unit) => number,
  all: (unit: Unit) => number,
) => {
  const whole = sumOf(units.map(all));
  return Math.abs(whole) < 1e-9 ? null : sumOf(units.map(of)) / whole;
};

type Statistic = (units: readonly Unit[]) => number | null;

function summariesOf(units: readonly Unit[], seed: number) {
  return GROUPS.map((group) => {
    const attributed = (unit: Unit) => unit.attribution[group];
    const counted = ({ counts }: Unit) => counts[group];
    const share: Statistic = (those) => pooled(those, attributed, ({ total }) => total);
    const shareOfTokens: Statistic = (those) => pooled(those, counted, (unit) => unit.tokens);
    const weight: Statistic = (those) => {
      const [carried, tokens] = [share(those), shareOfTokens(those)];
      return carried === null || !tokens ? null : carried / tokens;
    };
    const figure = (statistic: Statistic) => figureOfSample(units, statistic, seed);
    return {
      role: group,
      attribution: figure(share),
      tokens: figure(shareOfTokens),
      weight: figure(weight),
      perToken: figure((those) => pooled(those, attributed, counted)),
      texts: [...units]
        .sort((x, y) => attributed(y) / y.total - attributed(x) / x.total)
        .map(({ text }) => text),
    };
  });
}

function findings(
  explained: readonly Measured<CodePair, Explained>[],
  sample: Report['sample'],
  context: StudyContext,
): Findings {
  const { seed } = context.options;
  const units: Unit[] = explained.flatMap(({ item, value }, text) =>
    roleSums(item, value).map((sums) => ({ ...sums, text })),
  );
  const all = summariesOf(units, seed);
  const byLanguage = [...groupBy(units, ({ language }) => language)].map(([language, those]) => ({
    language,
    those,
    roles: summariesOf(those, seed),
  }));
  const sorted = all
    .filter(({ role }) => role !== 'special')
    .sort((x, y) => (y.attribution?.value ?? 0) - (x.attribution?.value ?? 0));
  const guessed = explained.filter(({ item }) => item.languages.guessed).length;
  const withComments = units.filter(({ counts }) => counts.comment > 0);
  const comments = figureOfSample(
    withComments,
    (those) =>
      pooled(
        those,
        (unit) => unit.attribution.comment,
        ({ total }) => total,
      ),
    seed,
  );
  return {
    settings: settingsOf(context),
    sample: {
      ...sample,
      notes: [
        ...sample.notes,
        ...(sample.pairs < sample.available
          ? [`${sample.pairs} of ${sample.available} pairs have code.`]
          : []),
        ...(guessed > 0
          ? [
              `The language of ${guessed} pairs was guessed: that with the fewest grammar errors of ${LANGUAGES.join(', ')}.`,
            ]
          : []),
        ...unreadNotes(explained.map(({ value }) => value.unread)),
      ],
    },
    findings: [
      `${sorted
        .slice(0, 3)
        .map(({ role, attribution }) => `${role}s carry ${shareInWords(attribution)}`)
        .join('; ')} of the attribution.`.replace('punctuations', 'punctuation signs'),
      ...(comments
        ? [
            `Where there are comments they carry ${shareInWords(comments)} of the attribution, being ${(
              (pooled(
                withComments,
                ({ counts }) => counts.comment,
                (unit) => unit.tokens,
              ) ?? 0) * 100
            ).toFixed(0)} % of the tokens.`,
          ]
        : []),
    ],
    caveats: [
      'What a role carries depends on the texts: code with long comments gives comments much to carry. The weight column sets it against the share of tokens.',
      'A token’s attribution is that of its place: its hidden state may already hold what stands beside it, the more so the deeper the layer.',
    ],
    definitions: [
      DEFINITIONS.attribution,
      {
        name: 'role',
        text: 'Of the token’s first character that is no white space, by the grammar of its language (Lezer): identifier (names of variables, functions, types, properties), keyword (reserved words, preprocessor lines), literal (strings, numbers, true, null; a Python docstring, too), comment, punctuation (operators, brackets, separators); other: nothing of these; special: added by the tokenizer.',
      },
      {
        name: 'share of the attribution',
        text: 'Sum over all pairs of the role’s tokens’ row or column sums of A / sum over all pairs of Σ A_ij. The shares add up to 1, negative ones counted with their sign. n: texts that are code; interval: bootstrap over them.',
      },
      {
        name: 'share of the tokens',
        text: 'The role’s tokens / all tokens, special ones counted.',
      },
      {
        name: 'weight',
        text: 'Share of the attribution / share of the tokens: above 1 the role carries more than its number.',
      },
      DEFINITIONS.spread,
    ],
    tables: [
      table(
        'roles',
        'By role',
        `${units.length} texts of code.`,
        [name('role'), ...roleColumns],
        all.map(rowOf),
      ),
      table(
        'languages',
        'By language and role',
        'Texts of code in each language.',
        [name('language'), name('role'), ...roleColumns],
        byLanguage.flatMap(({ language, roles }) =>
          roles.map((summary) => {
            const { cells, texts } = rowOf(summary);
            return row([language, ...cells], texts);
          }),
        ),
      ),
      table(
        'pairs',
        'Every text of code',
        'Attributions by role.',
        [
          name('language'),
          measured('Σ A', 'Sum over the pair’s matrix.'),
          ...GROUPS.map((group) => measured(group, `Sum over the tokens with role ${group}.`)),
          ...GROUPS.map((group) => count(`${group} tokens`, 'Number of tokens.')),
        ],
        units.map((unit) =>
          row(
            [
              ...[unit.language, unit.total],
              ...GROUPS.map((group) => unit.attribution[group]),
              ...GROUPS.map((group) => unit.counts[group]),
            ],
            [unit.text],
          ),
        ),
      ),
    ],
    plots: [
      {
        id: 'roles',
        title: 'Share of the attribution and of the tokens',
        caption: `By role, n = ${units.length} texts of code; whiskers: 95 % intervals.`,
        kind: 'bars',
        x: { label: 'role' },
        y: { label: 'share' },
        series: [
          {
            name: 'attribution',
            points: all.flatMap(({ role, attribution }) => plotted(role, attribution)),
          },
          {
            name: 'tokens',
            points: all.flatMap(({ role, tokens }) => plotted(role, tokens)),
          },
        ],
      },
    ],
    texts: explained.map(({ item, value }) => textOf(item, value.score)),
    figures: {
      roles: all.map(withoutTexts),
      languages: byLanguage.map(({ language, those, roles }) => {
        return { language, texts: those.length, roles: roles.map(withoutTexts) };
      }),
      comments,
    },
  };
}

type Summary = ReturnType<typeof summariesOf>[number];

const withoutTexts = ({ role, attribution, tokens, perToken, weight }: Summary) => {
  return { role, attribution, tokens, perToken, weight };
};

const rowOf = ({ role, attribution, tokens, perToken, weight, texts }: Summary) =>
  row([role, attribution, tokens, weight, perToken], texts);

const roleColumns = [
  share('of the attribution', 'The role’s sum over all texts / Σ A_ij over all texts.'),
  share('of the tokens', 'The role’s tokens / all tokens.'),
  measured('weight', 'Share of the attribution / share of the tokens.'),
  measured('per token', 'The role’s sum over all texts / its tokens.'),
];
