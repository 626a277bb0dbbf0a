/** Errors of a pair's matrix by quadrature rule and number of evaluations. */
import * as v from 'valibot';
import type { Derivatives } from '../attribution/derivatives.js';
import { explainTexts } from '../attribution/explainTexts.js';
import type { Hooks } from '../attribution/hooks.js';
import { PathIntegral } from '../attribution/pathIntegral.js';
import { inTurn } from '../attribution/pathRules.js';
import { forwardProducts } from '../attribution/pathProducts.js';
import {
  type QuadratureRule,
  correctedMidpoint,
  rightRiemann,
  ruleOf,
} from '../attribution/quadrature.js';
import { referenceIds } from '../attribution/reference.js';
import { type TextPath, displacement } from '../attribution/textPath.js';
import { crossDots, dot, largest, rowsOf } from '../attribution/vectors.js';
import type { Pair } from './input/pairFile.js';
import type { StudyContext } from './study.js';

/** Rules that are compared, each with growing numbers of nodes. */
export const RULES: readonly {
  readonly name: string;
  readonly how: string;
  readonly rules: readonly QuadratureRule[];
}[] = [
  {
    name: 'right Riemann',
    how: 'α = 1/n, 2/n, …, 1, equal weights: the published rule.',
    rules: [10, 20, 50].map(rightRiemann),
  },
  {
    name: 'midpoint',
    how: 'α = (i + ½)/n, equal weights.',
    rules: [6, 12, 24].map((n) => correctedMidpoint(n, 1)),
  },
  {
    name: 'transplanted Fejér',
    how: 'Chebyshev points moved apart by the sausage map of degree 9 (Hale & Trefethen 2008).',
    rules: [7, 11, 15, 23].map(ruleOf),
  },
];

/** What the others are measured against: its own error is its residual's size, and reported. */
const FINEST = correctedMidpoint(81, 5);

/** As of an explanation, coarsest first: nodes known already are used again. */
export const TOLERANCES = [1e-2, 1e-3, 1e-4];

const Point = v.object({
  layer: v.number(),
  rule: v.string(),
  /** Nodes evaluated of both texts together. */
  evaluations: v.number(),
  /** max |A − A_finest|. */
  error: v.number(),
  /** |Σ A − (what the pairs add up to)|. */
  residual: v.number(),
});
export const PairConvergence = v.object({
  score: v.number(),
  unread: v.number(),
  points: v.array(Point),
  /** For each layer: the finest rule's residual, and the largest entry. */
  finest: v.array(v.object({ layer: v.number(), residual: v.number(), entry: v.number() })),
});
export type PairConvergence = v.InferOutput<typeof PairConvergence>;

/** Throws as explaining does. Cost: some hundred nodes a text and layer. */
export async function convergenceOf(
  { model, options, hooks }: StudyContext,
  derivatives: Derivatives,
  { a, b }: Pair,
  layers: readonly number[],
): Promise<PairConvergence> {
  const quiet: Omit<Hooks, 'found'> = {
    progress: () => undefined,
    cancelled: () => hooks.cancelled(),
  };
  const { explainer, reader } = model;
  const { prefixA, prefixB, maxTokens, reference } = options;
  const points: PairConvergence['points'] = [];
  const finest: PairConvergence['finest'] = [];
  let [score, unread] = [0, 0];
  for (const layer of layers) {
    const ours = [];
    for (const tolerance of TOLERANCES) {
      const asked = { prefixA, prefixB, maxTokens, layer, reference, accuracy: { tolerance } };
      const found = await explainTexts(
        explainer,
        reader,
        a,
        b,
        { ...asked, level: 'token', method: 'ij' },
        quiet,
      );
      ours.push({ tolerance, found });
    }
    const [first] = ours;
    if (!first) throw new RangeError('Convergence: expected tolerances, got none');
    const { tokensA, tokensB, reference: origin } = first.found;
    score = first.found.score;
    unread = (first.found.unreadA?.tokens ?? 0) + (first.found.unreadB?.tokens ?? 0);
    const path = async (tokens: typeof tokensA): Promise<TextPath> => {
      const ids = tokens.map(({ id }) => id);
      const origins = referenceIds(tokens, origin);
      const [text, start] = [
        await explainer.encoder.encode(ids),
        await explainer.encoder.encode(origins),
      ];
      return { ids, referenceIds: origins, text, reference: start, parts: ids.map((_, i) => [i]) };
    };
    const [pathA, pathB] = [await path(tokensA), await path(tokensB)];
    const norms = norm(pathA.text.embedding) * norm(pathB.text.embedding);
    const expected = dot(displacement(pathA), displacement(pathB)) / norms;
    const matrixBy = await matrices(derivatives, layer, pathA, pathB, norms, quiet);
    const exact = matrixBy(FINEST);
    const errorOf = (matrix: Float64Array) => ({
      error: largest(matrix.map((value, i) => value - (exact[i] ?? 0))),
      residual: Math.abs(sum(matrix) - expected),
    });
    finest.push({ layer, residual: errorOf(exact).residual, entry: largest(exact) });
    for (const { name, rules } of RULES) {
      for (const rule of rules) {
        points.push({
          ...{ layer, rule: name, evaluations: 2 * rule.nodes.length },
          ...errorOf(matrixBy(rule)),
        });
      }
    }
    for (const { tolerance, found } of ours) {
      const { evaluations, matrix } = found;
      points.push({ layer, rule: adaptiveName(tolerance), evaluations, ...errorOf(matrix) });
    }
  }
  return { score, unread, points, finest };
}

export const adaptiveName = (tolerance: number) => `adaptive, tolerance ${tolerance}`;

/** Evaluates both texts at the nodes of all rules; gives the matrix of each. */
async function matrices(
  derivatives: Derivatives,
  layer: number,
  a: TextPath,
  b: TextPath,
  norms: number,
  hooks: Hooks,
): Promise<(rule: QuadratureRule) => Float64Array> {
  const all = [...RULES.flatMap(({ rules }) => rules), FINEST];
  const contributions = async (path: TextPath) => {
    const products = await forwardProducts(derivatives, layer, path);
    const integral = new PathIntegral(products, inTurn(all));
    const found = new Map<QuadratureRule, readonly Float64Array[]>();
    for (const rule of all) {
      await integral.refine(hooks);
      found.set(rule, rowsOf(integral.value, products.width));
    }
    return found;
  };
  const [u, w] = [await contributions(a), await contributions(b)];
  return (rule) => crossDots(u.get(rule) ?? [], w.get(rule) ?? []).map((value) => value / norms);
}

const norm = (embedding: ArrayLike<number>) => Math.sqrt(dot(embedding, embedding));
const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
