/** The part of the faithfulness report that holds rankings of tokens and pairs against measured drops. */
import { Derivatives } from '../../attribution/derivatives.js';
import type { ReferenceOption } from '../../attribution/reference.js';
import { BatchEncoder } from '../../encoder/batchEncoder.js';
import { OutputStates } from '../../encoder/outputStates.js';
import type { Figure } from '../../protocol.js';
import { settingsKey } from '../explainAll.js';
import type { Pair } from '../input/pairFile.js';
import { type Measured, measureAll } from '../measureAll.js';
import { publishedReference } from '../publishedReference.js';
import { type ReportPart, inWords, measured, name, plotted, row, table } from '../reportParts.js';
import { CLUSTERED, clusteredFigure } from '../statistics/clustered.js';
import { groupBy } from '../statistics/groupBy.js';
import { studiedLayers } from '../studiedLayers.js';
import type { StudyContext } from '../study.js';
import {
  GRADIENT,
  LEAST_TOKENS,
  LEAVE_ONE_OUT,
  OUTPUT,
  RANDOM,
  RankedPair,
  rankPair,
} from './rankPair.js';
import { SUBSET } from './scoreDrops.js';

export type RankingParts = ReportPart<Pair, RankedPair>;

/** Throws as explaining does. Cost a pair: layers × references explanations, some 4n + 80 encodings. */
export async function rankingParts(
  pairs: readonly Pair[],
  context: StudyContext,
): Promise<RankingParts> {
  const { explainer, reader } = context.model;
  const { encoder } = explainer;
  const layers = studiedLayers(context);
  const published = publishedReference(context.model);
  const references: ReferenceOption[] = [
    ...new Map([context.options.reference, published].map((one) => [JSON.stringify(one), one])),
  ].map(([, one]) => one);
  const { special } = reader.tokenizer;
  const mask = special.mask ?? special.unk ?? special.pad ?? 0;
  const derivatives = new Derivatives(encoder);
  const batch = await BatchEncoder.open(encoder);
  const states = await OutputStates.open(encoder);
  try {
    const tools = { derivatives, batch, states, mask, layers, references };
    const found = await measureAll(pairs, context, {
      kind: 'rankings 1',
      atOnce: context.model.elsewhere?.atOnce,
      key: ({ a, b, line }) => {
        return [settingsKey(context), layers, references, context.options.seed, line, a, b];
      },
      schema: RankedPair,
      measure: (pair) => rankPair(context, tools, pair),
      pair: (pair) => pair,
    });
    return parts(found, context, reader.tokenizer.token(mask) ?? String(mask), states !== null);
  } finally {
    await states?.release();
    await batch.release();
    await derivatives.release();
  }
}

const TOKEN_TARGETS = ['delete', 'mask', 'deleteSubset', 'maskSubset'] as const;
const PAIR_TARGETS = ['delete', 'mask'] as const;

/** Mean of a coefficient over the texts or pairs that have one. */
function meanOf<Target extends string>(
  rows: readonly (Record<Target, number | null> & { readonly text: number })[],
  target: Target,
  seed: number,
): Figure | null {
  const values = rows.flatMap((one) => {
    const value = one[target];
    return value === null ? [] : [{ cluster: one.text, value }];
  });
  return clusteredFigure(values, seed);
}

function parts(
  found: readonly Measured<Pair, RankedPair>[],
  context: StudyContext,
  mask: string,
  hasStates: boolean,
): RankingParts {
  const { seed } = context.options;
  const tokenRows = found.flatMap(({ value }, text) =>
    value.tokens.map((one) => ({ ...one, text })),
  );
  const pairRows = found.flatMap(({ value }, text) => value.pairs.map((one) => ({ ...one, text })));
  const tokens = [...groupBy(tokenRows, ({ method }) => method)].map(([method, rows]) => ({
    method,
    delete: meanOf(rows, 'delete', seed),
    mask: meanOf(rows, 'mask', seed),
    deleteSubset: meanOf(rows, 'deleteSubset', seed),
    maskSubset: meanOf(rows, 'maskSubset', seed),
    texts: worstFirst(rows),
  }));
  const pairs = [...groupBy(pairRows, ({ method }) => method)].map(([method, rows]) => ({
    method,
    delete: meanOf(rows, 'delete', seed),
    mask: meanOf(rows, 'mask', seed),
    texts: worstFirst(rows),
  }));
  const fair = tokens.filter(({ method }) => method !== LEAVE_ONE_OUT);
  const best = fair.reduce<(typeof fair)[number] | null>(
    (one, other) => ((other.mask?.value ?? -1) > (one?.mask?.value ?? -1) ? other : one),
    null,
  );
  const size = Math.round(100 * SUBSET.share);
  const targets = {
    delete: 'Drop of the score when one token is deleted.',
    mask: `Drop when one token becomes ${mask}.`,
    deleteSubset: `Drop when ${size} % of the tokens are deleted, against the sum of their values; ${SUBSET.count} random subsets a text.`,
    maskSubset: `The same with ${mask} in their place.`,
  };
  const titles = {
    delete: 'delete one',
    mask: 'mask one',
    deleteSubset: `delete ${size} %`,
    maskSubset: `mask ${size} %`,
  };
  const average = 'Mean over texts of Spearman’s ρ between the values of a text’s tokens and: ';
  return {
    found,
    findings: best
      ? [
          `Apart from leaving tokens out, ${best.method} ranks tokens best for masking one: Spearman ${inWords(best.mask, 2)}.`,
        ]
      : [],
    caveats: [
      'Rankings whose intervals overlap much are not told apart by this sample.',
      'Leave one out is itself the drop on deleting one token: its 1 in that column is by definition, and there it is no rival.',
      ...(hasStates
        ? []
        : ['The embedding is no mean of token states, so output-layer dot products are left out.']),
    ],
    definitions: [
      {
        name: 'integrated Jacobians',
        text: 'Of a token: its marginal u_i·e(y) / norms, the row’s pairs with its share of onlyA. Of a pair: A_ij.',
      },
      {
        name: OUTPUT,
        text: 'h_i·e(y), and h_i·h_j of a pair, h the token states that are averaged.',
      },
      { name: GRADIENT, text: 'x_i·∂cos/∂x_i at the input of layer 0.' },
      {
        name: LEAVE_ONE_OUT,
        text: 'f(x, y) − f(x∖i, y), and the interaction of a pair under deletion.',
      },
      { name: RANDOM, text: 'Uniform numbers.' },
      {
        name: 'drop',
        text: `f(x, y) − f(changed x, y), by encoding again. Ordinary tokens only, in texts with at least ${LEAST_TOKENS}; each text of a pair in turn.`,
      },
      {
        name: 'interaction of a pair',
        text: 'f(a, b) − f(a∖i, b) − f(a, b∖j) + f(a∖i, b∖j), ∖ deleting or masking.',
      },
      {
        name: 'n and interval of rankings',
        text: `n counts texts (or pairs of texts). ${CLUSTERED}`,
      },
    ],
    tables: [
      table(
        'tokens',
        'Rankings of tokens against measured drops',
        'Both texts of each pair.',
        [
          name('method'),
          ...TOKEN_TARGETS.map((target) => measured(titles[target], average + targets[target])),
        ],
        tokens.map((one) =>
          row([one.method, ...TOKEN_TARGETS.map((target) => one[target])], one.texts),
        ),
      ),
      table(
        'token-pairs',
        'Rankings of token pairs against measured interactions',
        'All pairs of ordinary tokens.',
        [
          name('method'),
          measured(
            'delete',
            'Mean over pairs of Spearman’s ρ with the interaction under deletion.',
          ),
          measured('mask', `Mean over pairs of Spearman’s ρ with the interaction under ${mask}.`),
        ],
        pairs.map((one) =>
          row([one.method, ...PAIR_TARGETS.map((target) => one[target])], one.texts),
        ),
      ),
      table(
        'pairs-rankings',
        'Rankings of every text',
        'Spearman’s ρ with the measured drops; of each pair the first text, then the second.',
        [
          name('method'),
          ...TOKEN_TARGETS.map((target) => measured(titles[target], targets[target])),
        ],
        tokenRows.map((one) =>
          row([one.method, ...TOKEN_TARGETS.map((target) => one[target])], [one.text]),
        ),
      ),
    ],
    plots: [
      {
        id: 'token-rankings',
        title: 'Rankings of tokens against measured drops',
        caption: `Mean Spearman over the texts of ${found.length} pairs; whiskers: 95 % intervals.`,
        kind: 'bars',
        x: { label: 'method' },
        y: { label: 'Spearman' },
        series: TOKEN_TARGETS.map((target) => ({
          name: titles[target],
          points: tokens.flatMap((one) => plotted(one.method, one[target])),
        })),
      },
    ],
    figures: {
      tokenRankings: tokens.map(withoutTexts),
      pairRankings: pairs.map(withoutTexts),
    },
  };
}

const withoutTexts = <Row extends { readonly texts: unknown }>(summary: Row): Omit<Row, 'texts'> =>
  Object.fromEntries(Object.entries(summary).filter(([key]) => key !== 'texts')) as Omit<
    Row,
    'texts'
  >;

/** Positions of the pairs, those first in which the ranking fails most. */
const worstFirst = (rows: readonly { readonly mask: number | null; readonly text: number }[]) => [
  ...new Set([...rows].sort((x, y) => (x.mask ?? 2) - (y.mask ?? 2)).map(({ text }) => text)),
];
