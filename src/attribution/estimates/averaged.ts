/** The mean of integrated Jacobians from several layers, whose errors are not the same. */
import type { FinishedAttribution, PairAttribution } from '../attributePair.js';
import type { Hooks } from '../hooks.js';
import type { EstimateHooks, Estimation, FinishedEstimate } from './method.js';

const METHOD: Estimation = {
  asked: 'ij-layers',
  a: 'ij-layers',
  b: 'ij-layers',
  error: 'completeness',
};

/**
 * Mean of the pair matrices, so that it adds up as they do. What is found on the way is told: of the
 * first layer by itself, then the mean.
 * Invariants: as of each. Throws as `attribute`. Cost: that of all layers.
 */
export async function averaged(
  layers: readonly number[],
  attribute: (layer: number, hooks: Hooks) => Promise<FinishedAttribution>,
  hooks: EstimateHooks,
): Promise<FinishedEstimate> {
  const found: FinishedAttribution[] = [];
  for (const [i, layer] of layers.entries()) {
    const one = await attribute(layer, {
      progress: (stage, share) => hooks.progress(stage, (i + share) / layers.length),
      cancelled: () => hooks.cancelled(),
      // Totals of a later layer alone would take back what the earlier ones said.
      found: (result) => (i === 0 ? hooks.found?.({ ...result, method: METHOD }) : undefined),
    });
    found.push(one);
    if (found.length === 1) await hooks.found?.({ ...one, stage: 'refining', method: METHOD });
  }
  return { ...mean(found), method: METHOD };
}

function mean(found: readonly FinishedAttribution[]): FinishedAttribution {
  const [first] = found;
  if (!first) throw new RangeError('Layers: expected at least one, got none');
  const average = (of: (one: FinishedAttribution) => number) =>
    found.reduce((total, one) => total + of(one), 0) / found.length;
  const averages = (of: (one: PairAttribution & FinishedAttribution) => Float64Array) =>
    Float64Array.from(of(first), (_, at) => average((one) => of(one)[at] ?? 0));
  return {
    ...first,
    ledger: {
      ...first.ledger,
      pairs: average(({ ledger }) => ledger.pairs),
      residual: average(({ ledger }) => ledger.residual),
    },
    matrix: averages(({ matrix }) => matrix),
    marginalA: averages(({ marginalA }) => marginalA),
    marginalB: averages(({ marginalB }) => marginalB),
    evaluations: found.reduce((total, { evaluations }) => total + evaluations, 0),
    error: Math.max(...found.map(({ error }) => error)),
  };
}
