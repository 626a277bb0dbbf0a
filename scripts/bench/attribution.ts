/**
 * All that the benchmark takes from the engine's insides, in one place: the derivative products that
 * the published algorithm and the converged matrices are made of, and explanations by a given plan.
 */
import { type PairAccuracy, attributePair } from '../../src/attribution/attributePair.js';
import { Contributions } from '../../src/attribution/contributions.js';
import { plainDerivative } from '../../src/attribution/derivativeGraph.js';
import { Derivatives } from '../../src/attribution/derivatives.js';
import type { Hooks } from '../../src/attribution/hooks.js';
import {
  type PathProducts,
  forwardProducts,
  reverseProducts,
} from '../../src/attribution/pathProducts.js';
import { type Plan, choosePlan } from '../../src/attribution/plan.js';
import { type QuadratureRule, rightRiemann, ruleOf } from '../../src/attribution/quadrature.js';
import type { TextPath } from '../../src/attribution/textPath.js';
import { crossDots, dot, rowsOf } from '../../src/attribution/vectors.js';
import type { Encoder } from '../../src/encoder/encoder.js';
import { EMBEDDING } from '../../src/encoder/pooling.js';
import type { Session } from '../../src/encoder/runtime.js';
import { createRuntime } from '../../src/encoder/session.js';
import { loadModel } from '../../src/engine/loadModel.js';
import { subgraph } from '../../src/onnx/subgraph.js';

export type { Encoder, PathProducts, Plan, QuadratureRule, Session, TextPath };
export { Derivatives, crossDots, forwardProducts, reverseProducts, rightRiemann, rowsOf };

export const quiet: Hooks = { progress: () => undefined, cancelled: () => false };

/** Derivatives as the operators' rules give them, one by one: what automatic differentiation runs. */
export const plainDerivatives = (encoder: Encoder): Derivatives =>
  new Derivatives(encoder, plainDerivative);

/** A text's tokens and those of its reference, which keeps the special ones. */
export interface Ids {
  readonly ids: readonly number[];
  readonly reference: readonly number[];
}

/** Node counts of the rules that count as converged and that check it; the check's nodes nest. */
export const [FINEST, CHECK] = [95, 47];

export const converging = (): readonly QuadratureRule[] => [ruleOf(FINEST), ruleOf(CHECK)];

/** The bundled model's encoder, as the engine opens it. */
export async function openBundled(modelsFolder: string, threads: number): Promise<Encoder> {
  const { explainer } = await loadModel('bundled', modelsFolder, createRuntime({ threads }));
  return explainer.encoder;
}

export async function pathOf(encoder: Encoder, { ids, reference }: Ids): Promise<TextPath> {
  return {
    ids,
    referenceIds: reference,
    text: await encoder.encode(ids),
    reference: await encoder.encode(reference),
    parts: ids.map((_, position) => [position]),
  };
}

/** From ids to the embedding and nothing else: what encoding a text costs anybody. */
export function openPlain(encoder: Encoder): Promise<Session> {
  const to = [{ name: EMBEDDING, dtype: 'float32' as const, dims: undefined }];
  return encoder.open(subgraph(encoder.graph, { to }));
}

/** |e(a)| |e(b)|. */
export function norms(a: TextPath, b: TextPath): number {
  const squares = [a, b].map(({ text }) => dot(text.embedding, text.embedding));
  return Math.sqrt((squares[0] ?? 0) * (squares[1] ?? 0));
}

export const PLANS: readonly Plan[] = ['forward both', 'reverse b', 'reverse a'];

export const chosenPlan = choosePlan;

/** One explanation by a plan, nothing known of the texts. */
export async function explainBy(
  plan: Plan,
  derivatives: Derivatives,
  layer: number,
  a: TextPath,
  b: TextPath,
): Promise<void> {
  const accuracy: PairAccuracy = { tolerance: 1e-3 };
  const nothingKnown = new Contributions();
  await attributePair(derivatives, nothingKnown, layer, a, b, accuracy, quiet, plan);
}
