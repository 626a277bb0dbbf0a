/** How fast the quadrature converges, by layer and rule. */
import { Derivatives } from '../attribution/derivatives.js';
import type { Report } from '../protocol.js';
import {
  type PairConvergence,
  PairConvergence as Schema,
  RULES,
  TOLERANCES,
  adaptiveName,
  convergenceOf,
} from './convergenceOf.js';
import { settingsKey } from './explainAll.js';
import type { Pair } from './input/pairFile.js';
import { type Measured, measureAll } from './measureAll.js';
import { samplePairs } from './probes/samplePairs.js';
import {
  DEFINITIONS,
  count,
  measured,
  name,
  plotted,
  row,
  settingsOf,
  table,
  textOf,
  unreadNotes,
} from './reportParts.js';
import { selectPairs } from './selectPairs.js';
import { figureOf } from './statistics/describe.js';
import { groupBy } from './statistics/groupBy.js';
import { studiedLayers } from './studiedLayers.js';
import type { Findings, Study, StudyContext } from './study.js';

export const convergence: Study = {
  name: 'convergence',
  title: 'Convergence of the quadrature',
  question: 'How many evaluations does which error take, by layer and rule?',
  models: 'one',
  least: 3,
  most: 8,
  bundled: samplePairs,
  async run(input, context) {
    const { pairs, sample } = selectPairs(convergence, input, context);
    const layers = studiedLayers(context);
    const derivatives = new Derivatives(context.model.explainer.encoder);
    try {
      const found = await measureAll(pairs, context, {
        kind: 'convergence 1',
        key: ({ a, b }) => [settingsKey(context, { ...context.options, layer: 0 }), layers, a, b],
        schema: Schema,
        measure: (pair) => convergenceOf(context, derivatives, pair, layers),
        pair: (pair) => pair,
      });
      return findings(found, layers, sample, context);
    } finally {
      await derivatives.release();
    }
  },
};

function findings(
  found: readonly Measured<Pair, PairConvergence>[],
  layers: readonly number[],
  sample: Report['sample'],
  context: StudyContext,
): Findings {
  const { seed } = context.options;
  const points = found.flatMap(({ value }, text) =>
    value.points.map((point) => ({ ...point, text, nodes: nodesKey(point) })),
  );
  const groups = [...groupBy(points, ({ layer, nodes }) => `${layer} ${nodes}`).values()];
  const rows = groups.flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    return [
      {
        ...{ layer: first.layer, rule: first.rule },
        evaluations: figureOf(
          group.map(({ evaluations }) => evaluations),
          seed,
        ),
        error: figureOf(
          group.map(({ error }) => error),
          seed,
        ),
        largest: Math.max(...group.map(({ error }) => error)),
        residual: figureOf(
          group.map(({ residual }) => residual),
          seed,
        ),
        texts: [...group].sort((x, y) => y.error - x.error).map(({ text }) => text),
      },
    ];
  });
  const finest = layers.map((layer, k) => ({
    layer,
    residual: figureOf(
      found.map(({ value }) => value.finest[k]?.residual ?? null),
      seed,
    ),
    entry: figureOf(
      found.map(({ value }) => value.finest[k]?.entry ?? null),
      seed,
    ),
  }));
  const compared = layers.flatMap((layer) => {
    const published = rows.find(
      (one) => one.layer === layer && one.rule === RULES[0]?.name && one.evaluations?.value === 100,
    );
    const ours = rows.find((one) => one.layer === layer && one.rule === adaptiveName(1e-3));
    return published && ours ? [{ layer, published, ours }] : [];
  });
  return {
    settings: settingsOf(context, [{ name: 'layers', text: layers.join(', ') }]),
    sample: {
      ...sample,
      notes: [...sample.notes, ...unreadNotes(found.map(({ value }) => value.unread))],
    },
    findings: compared.map(
      ({ layer, published, ours }) =>
        `Layer ${layer}: 50 steps of the published rule leave an entry error of ${exponent(published.error?.value)}; a tolerance of 1e-3 leaves ${exponent(ours.error?.value)} after ${ours.evaluations?.value.toFixed(0) ?? '–'} evaluations of both texts together (n = ${ours.error?.n ?? 0} pairs).`,
    ),
    caveats: [
      'Evaluations of the adaptive rows count the nodes of the marginals, too, which cost two products each instead of one for each token.',
    ],
    definitions: [
      DEFINITIONS.attribution,
      {
        name: 'evaluations',
        text: 'Values of α at which derivatives were computed, of both texts together.',
      },
      {
        name: 'entry error',
        text: 'max |A_ij − A*_ij|, where A* comes from 81 midpoints with corrected ends (order 5).',
      },
      {
        name: 'residual',
        text: '|Σ A_ij − (e(a) − e(r_a))·(e(b) − e(r_b)) / norms|, the completeness error.',
      },
      ...RULES.map(({ name: rule, how }) => ({ name: rule, text: how })),
      {
        name: 'adaptive',
        text: `What explanations use: nodes fitted to the path until completeness meets the tolerance (${TOLERANCES.join(', ')}).`,
      },
      DEFINITIONS.spread,
    ],
    tables: [
      table(
        'rules',
        'Error by layer, rule and evaluations',
        `Means over ${found.length} pairs of texts.`,
        [
          count('layer', 'Whose input the path lies in.'),
          name('rule'),
          measured('evaluations', 'Mean number of nodes evaluated, both texts together.'),
          measured('entry error', 'Mean of max |A_ij − A*_ij|.'),
          measured('largest entry error', 'Over all pairs.'),
          measured('residual', 'Mean of the completeness error.'),
        ],
        rows.map((one) =>
          row(
            [one.layer, one.rule, one.evaluations, one.error, one.largest, one.residual],
            one.texts,
          ),
        ),
      ),
      table(
        'finest',
        'What the errors are measured against',
        'The finest rule by layer.',
        [
          count('layer', 'Whose input the path lies in.'),
          measured('residual', 'Mean completeness error of A*.'),
          measured('largest entry', 'Mean of max |A*_ij|: the scale of the errors.'),
        ],
        finest.map(({ layer, residual, entry }) => row([layer, residual, entry])),
      ),
      table(
        'pairs',
        'Every pair',
        'Errors of each pair.',
        [
          count('layer', 'Whose input the path lies in.'),
          name('rule'),
          count('evaluations', 'Nodes evaluated, both texts together.'),
          measured('entry error', 'max |A_ij − A*_ij|.'),
          measured('residual', 'Completeness error.'),
        ],
        points.map(({ layer, rule, evaluations, error, residual, text }) =>
          row([layer, rule, evaluations, error, residual], [text]),
        ),
      ),
    ],
    plots: layers.map((layer) => ({
      id: `layer-${layer}`,
      title: `Error against evaluations, layer ${layer}`,
      caption: `Mean entry error over n = ${found.length} pairs; bands: 95 % intervals.`,
      kind: 'lines' as const,
      x: { label: 'evaluations, both texts', log: true },
      y: { label: 'entry error', log: true },
      series: [...RULES.map((rule) => rule.name), 'adaptive'].map((rule) => ({
        name: rule,
        points: rows
          .filter((one) => one.layer === layer && one.rule.startsWith(rule))
          .flatMap(({ evaluations, error }) => plotted(evaluations?.value, error)),
      })),
    })),
    texts: found.map(({ item, value }) => textOf(item, value.score)),
    figures: {
      rows: rows.map(({ layer, rule, evaluations, error, largest: most, residual }) => {
        return { layer, rule, evaluations, error, largest: most, residual };
      }),
      finest,
    },
  };
}

/** Adaptive rules take other numbers of nodes for each pair. */
const nodesKey = ({ rule, evaluations }: PairConvergence['points'][number]) =>
  rule.startsWith('adaptive') ? rule : `${rule} ${evaluations}`;

const exponent = (value: number | undefined) => value?.toExponential(1) ?? '–';
