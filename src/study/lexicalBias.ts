/** Tokens that add much to scores wherever they occur. */
import { InputError } from '../attribution/inputError.js';
import type { Figure, Report } from '../protocol.js';
import { type Explained, explainAll } from './explainAll.js';
import type { Pair } from './input/pairFile.js';
import { columnSums, rowSums } from './matrixParts.js';
import type { Measured } from './measureAll.js';
import { lexicalProbes } from './probes/lexicalProbes.js';
import {
  DEFINITIONS,
  count,
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
import { ranks } from './statistics/correlation.js';
import { CLUSTERED, clusteredFigure } from './statistics/clustered.js';
import { figureOf } from './statistics/describe.js';
import { groupBy } from './statistics/groupBy.js';
import type { Findings, Study, StudyContext } from './study.js';

export const lexicalBias: Study = {
  name: 'lexical-bias',
  title: 'Lexical biases',
  question: 'Which tokens add most to scores wherever they occur?',
  models: 'one',
  least: 20,
  bundled: lexicalProbes,
  async run(input, context) {
    const { pairs, sample } = selectPairs(lexicalBias, input, context);
    return findings(await explainAll(pairs, context), sample, context);
  },
};

/** Pairs that a token must occur in. */
export const LEAST_PAIRS = 5;

export interface Occurrence {
  readonly token: string;
  readonly special: boolean;
  /** Position of its pair. */
  readonly pair: number;
  /** Sum of its row or column. */
  readonly value: number;
  /** 1: the largest of its text, 0: the smallest; null: alone. */
  readonly standing: number | null;
}

export function occurrencesOf(explained: Explained, pair: number): Occurrence[] {
  const side = (tokens: Explained['tokensA'], values: readonly number[]) => {
    const order = ranks(values);
    return tokens.map(({ text, special }, i) => ({
      ...{ token: text, special, pair, value: values[i] ?? 0 },
      standing: tokens.length < 2 ? null : ((order[i] ?? 1) - 1) / (tokens.length - 1),
    }));
  };
  return [
    ...side(explained.tokensA, rowSums(explained)),
    ...side(explained.tokensB, columnSums(explained)),
  ];
}

interface TokenBias {
  readonly token: string;
  readonly special: boolean;
  /** Over occurrences; the interval over pairs, which occurrences of one pair do not widen. */
  readonly attribution: Figure;
  readonly standing: Figure | null;
  /** Strongest first. */
  readonly pairs: readonly number[];
}

function biasOf(token: string, found: readonly Occurrence[], seed: number): TokenBias | null {
  const attribution = clusteredFigure(
    found.map(({ pair: cluster, value }) => ({ cluster, value })),
    seed,
  );
  if (!attribution) return null;
  const byPair = [...groupBy(found, ({ pair }) => pair).values()];
  const strongest = byPair
    .map((each) => ({
      pair: each[0]?.pair ?? 0,
      value: Math.max(...each.map(({ value }) => value)),
    }))
    .sort((x, y) => y.value - x.value);
  return {
    token,
    special: found[0]?.special ?? false,
    attribution,
    standing: figureOf(
      found.map(({ standing }) => standing),
      seed,
    ),
    pairs: strongest.map(({ pair }) => pair),
  };
}

function findings(
  explained: readonly Measured<Pair, Explained>[],
  sample: Report['sample'],
  context: StudyContext,
): Findings {
  const { seed } = context.options;
  const occurrences = explained.flatMap(({ value }, i) => occurrencesOf(value, i));
  const byToken = [...groupBy(occurrences, ({ token }) => token)];
  const frequent = byToken.filter(
    ([, found]) => new Set(found.map(({ pair }) => pair)).size >= LEAST_PAIRS,
  );
  const all = frequent
    .flatMap(([token, found]) => biasOf(token, found, seed) ?? [])
    .sort((x, y) => y.attribution.value - x.attribution.value);
  const ranked = all.filter(({ special }) => !special);
  if (ranked.length === 0) {
    throw new InputError(
      `Pairs: expected tokens that occur in at least ${LEAST_PAIRS} pairs, got none in ${explained.length}`,
    );
  }
  const ordinary = occurrences.filter(({ special }) => !special);
  const typical = figureOf(
    ordinary.map(({ value }) => value),
    seed,
  );
  const clear = ranked.filter(
    ({ attribution: { low } }) => low !== null && low > (typical?.value ?? 0),
  );
  const [first] = ranked;
  return {
    settings: settingsOf(context),
    sample: {
      ...sample,
      notes: [...sample.notes, ...unreadNotes(explained.map(({ value }) => value.unread))],
    },
    findings: [
      `Of ${ranked.length} tokens in at least ${LEAST_PAIRS} pairs, “${first?.token ?? ''}” adds most: ${inWords(first?.attribution ?? null)}; a token adds ${inWords(typical)} on average.`,
      `${clear.length} of them add more than the average token beyond doubt (their whole 95 % interval lies above it)${
        clear.length > 0
          ? `: ${clear
              .slice(0, 12)
              .map(({ token }) => token)
              .join(', ')}`
          : ''
      }.`,
    ],
    caveats: [
      'A token that stands in both texts of similar pairs adds much for that reason alone: a bias of the model shows in tokens that rank high in any company.',
      ...(byToken.length > frequent.length
        ? [`${byToken.length - frequent.length} rarer tokens are left out.`]
        : []),
      `With ${ranked.length} intervals, about ${Math.max(1, Math.round(0.025 * ranked.length))} would lie above the average by chance.`,
    ],
    definitions: [
      DEFINITIONS.attribution,
      {
        name: 'attribution of a token',
        text:
          'Sum of its row (in a) or column (in b) of A: what it adds to the pairs. Every occurrence counts, in either text. ' +
          CLUSTERED,
      },
      {
        name: 'rank',
        text: `By mean attribution, among ordinary tokens that occur in at least ${LEAST_PAIRS} pairs.`,
      },
      {
        name: 'standing in its text',
        text: '(rank of the token’s sum among all tokens of its text − 1) / (tokens − 1), ranks from the smallest: 1 is the largest, 0 the smallest.',
      },
      DEFINITIONS.spread,
    ],
    tables: [
      tokensTable(
        'tokens',
        'Tokens by mean attribution',
        `${ranked.length} tokens in ${explained.length} pairs.`,
        ranked,
      ),
      tokensTable(
        'special',
        'Tokens that the tokenizer adds',
        'Not ranked: they stand in every text.',
        all.filter(({ special }) => special),
      ),
      table(
        'pairs',
        'Every occurrence',
        'Of the tokens above.',
        [
          name('token'),
          measured('attribution', 'Sum of the token’s row or column of A.'),
          share('standing in its text', '1 is the largest of its text, 0 the smallest.'),
        ],
        frequent
          .flatMap(([, found]) => found)
          .map(({ token, value, standing, pair }) => row([token, value, standing], [pair])),
      ),
    ],
    plots: [
      {
        id: 'tokens',
        title: 'Tokens with the largest mean attribution',
        caption: `Mean over occurrences; whiskers: 95 % intervals over pairs. The average token adds ${typical?.value.toFixed(4) ?? '–'} (n = ${typical?.n ?? 0}).`,
        kind: 'bars',
        x: { label: 'token' },
        y: { label: 'mean attribution' },
        series: [
          {
            name: 'mean attribution',
            points: ranked
              .slice(0, 20)
              .flatMap(({ token, attribution, pairs }) =>
                plotted(token, attribution, pairs[0] ?? 0),
              ),
          },
        ],
      },
    ],
    texts: explained.map(({ item, value }) => textOf(item, value.score)),
    figures: {
      average: typical,
      tokens: ranked.map(({ token, attribution, standing, pairs }, i) => {
        return { rank: i + 1, token, attribution, standing, pairs: pairs.length };
      }),
    },
  };
}

const tokensTable = (id: string, title: string, caption: string, tokens: readonly TokenBias[]) =>
  table(
    id,
    title,
    caption,
    [
      count('rank', 'By mean attribution, from 1.'),
      name('token'),
      measured(
        'attribution',
        'Mean over occurrences of the sum of the token’s row or column of A.',
      ),
      count('pairs', 'Pairs of texts that it occurs in.'),
      share(
        'standing in its text',
        'Mean over occurrences: 1 is the largest of its text, 0 the smallest.',
      ),
    ],
    tokens.map(({ token, attribution, standing, pairs }, i) =>
      row([i + 1, token, attribution, pairs.length, standing], pairs),
    ),
  );
