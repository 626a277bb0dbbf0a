/**
 * Writes the tables of docs/quadrature.md, error against evaluations: `npm run bench:quadrature`.
 * Needs a build; takes some minutes.
 */
import { type PairAccuracy, attributePair } from '../../src/attribution/attributePair.js';
import { Contributions } from '../../src/attribution/contributions.js';
import {
  type QuadratureRule,
  correctedMidpoint,
  ruleOf,
} from '../../src/attribution/quadrature.js';
import {
  Derivatives,
  FINEST,
  type TextPath,
  norms,
  openBundled,
  pathOf,
  quiet,
  rightRiemann,
} from './attribution.js';
import { largestDifference, pairMatrices } from './converged.js';
import { EngineProcess, MODELS, checkBuild } from './engineProcess.js';
import { machine } from './machine.js';
import { EVEN_PAIR, MIDDLE_LAYER, PAIRS } from './pairs.js';
import { markdownTable } from './table.js';
import { freshText } from './texts.js';
import { textsOf } from './textsOf.js';
import { writeSections } from './writeDocs.js';

/** Rules as they are applied to both texts, all parts at all nodes. */
const RULES: readonly (readonly [string, readonly QuadratureRule[]])[] = [
  ['right Riemann (published)', [10, 20, 50, 100, 200].map(rightRiemann)],
  ['midpoint', [6, 8, 12, 16, 24].map((n) => correctedMidpoint(n, 1))],
  ['Fejér, transplanted', [7, 11, 15, 23].map(ruleOf)],
];

const TOLERANCES = [1e-2, 1e-3, 1e-4];

/** Longer texts are left out: these are as telling, and 450 nodes of a long one take long. */
const MEASURED = PAIRS.filter(({ tokensB }) => tokensB < EVEN_PAIR.tokensB);

checkBuild();
const engine = await EngineProcess.start();
const encoder = await openBundled(MODELS, machine().threads);
const derivatives = new Derivatives(encoder);
const sections: Record<string, string> = {};
try {
  for (const layer of [0, MIDDLE_LAYER]) {
    const rows: string[][] = [];
    for (const pair of MEASURED) {
      const words = [freshText(pair.a, 0), freshText(pair.b, 0)] as const;
      const texts = textsOf(layer, (await engine.explain(...words, layer)).explanation);
      const [a, b] = [await pathOf(encoder, texts.a), await pathOf(encoder, texts.b)];
      rows.push(...(await rowsOf(pair.name, layer, a, b)));
    }
    sections[`layer ${layer}`] = markdownTable([
      ['pair', 'rule', 'nodes a text', 'largest entry error', 'largest entry'],
      ...rows,
    ]);
  }
} finally {
  engine.kill();
}
await writeSections(sections, 'docs/quadrature.md');
process.exit(0);

async function rowsOf(name: string, layer: number, a: TextPath, b: TextPath): Promise<string[][]> {
  const scale = norms(a, b);
  const rules = RULES.flatMap(([, each]) => each);
  const matrices = await pairMatrices(derivatives, layer, a, b, [...rules, ruleOf(FINEST)]);
  const [converged, ...found] = matrices.map((one) => one.map((x) => x / scale)).reverse();
  if (!converged) throw new Error('Bench: expected a converged matrix');
  const errors = found.reverse().map((one) => largestDifference(one, converged));
  const most = largestDifference(converged, new Float64Array(converged.length)).toFixed(3);
  const ordinary = RULES.flatMap(([rule, each], r) => {
    const before = RULES.slice(0, r).reduce((count, [, those]) => count + those.length, 0);
    return each.map(({ nodes }, i) => [
      name,
      rule,
      `${nodes.length}`,
      (errors[before + i] ?? NaN).toExponential(1),
      most,
    ]);
  });
  const ours = [];
  for (const tolerance of TOLERANCES) {
    const accuracy: PairAccuracy = { tolerance };
    let cheap = 0;
    const hooks = {
      ...quiet,
      found: (partial: { stage: string; evaluations: number }) => {
        if (partial.stage === 'marginals') cheap = partial.evaluations;
      },
    };
    const nothingKnown = new Contributions();
    const result = await attributePair(derivatives, nothingKnown, layer, a, b, accuracy, hooks);
    const nodes = (result.evaluations - cheap) / 2;
    ours.push([
      name,
      `ours, tolerance ${tolerance}`,
      `${nodes} + ${cheap / 2} of marginals`,
      largestDifference(result.matrix, converged).toExponential(1),
      most,
    ]);
  }
  return [...ordinary, ...ours];
}
