/**
 * The one gradient checker. For a small graph it builds the forward and the reverse derivative,
 * runs them in onnxruntime, and checks
 *
 * 1. the primal is what it was,
 * 2. J v against central differences,
 * 3. ⟨u, J v⟩ = ⟨Jᵀ u, v⟩, with all inputs active at once and with each alone,
 * 4. K directions at once give what each gives alone.
 *
 * With feeds that are a function of the number of tokens, the derivative is also built once from
 * shapes that are symbolic in it, and checked at two lengths.
 */
import type { FindRule } from '../../src/autodiff/differentiate.js';
import type { Session, Tensors } from '../../src/encoder/runtime.js';
import { createRuntime } from '../../src/encoder/session.js';
import type { Graph } from '../../src/onnx/graph.js';
import { isFloat } from '../../src/onnx/valueType.js';
import { centralDifference } from './centralDifference.js';
import { LENGTHS, measureSmall } from './measureSmall.js';
import { OpenDerivative, type Point } from './OpenDerivative.js';
import { randomDirection } from './randomTensor.js';
import { modelOf } from './smallGraph.js';
import { assertClose, dot, norm, sliceOf, sumOf } from './tensorArithmetic.js';

export interface RuleCheck {
  readonly graph: Graph;
  readonly feeds: Tensors | ((tokens: number) => Tensors);
  /** Inputs to differentiate; all float inputs unless told. */
  readonly wrt?: readonly string[];
  readonly opset?: number;
  readonly findRule?: FindRule;
}

/** JAX's for float32 gradients (jax.test_util.check_grads); here relative to the largest entry. */
const DIFFERENCE_TOLERANCE = 2e-3;
/** Both sides are sums of float32 products: a few hundred roundings of 6e-8. */
const ADJOINT_TOLERANCE = 2e-5;
/** More directions at once may change the order of summation inside a product, nothing else. */
const BATCH_TOLERANCE = 1e-5;

const runtime = createRuntime({ threads: 1 });

/** Rejects with what differs and where. Cost: a handful of small sessions per shape variant. */
export async function checkRule(check: RuleCheck): Promise<void> {
  const { feeds } = check;
  if (typeof feeds !== 'function') {
    await checkAt(check, [feeds]);
    return;
  }
  await checkAt(check, [feeds(5)]);
  await checkAt(check, LENGTHS.map(feeds));
}

async function checkAt(check: RuleCheck, feeds: readonly Tensors[]): Promise<void> {
  const { graph, opset, findRule } = check;
  const types = await measureSmall(runtime, graph, feeds, opset);
  const floats = (names: readonly { readonly name: string }[]) =>
    names.map(({ name }) => name).filter((name) => isFloat(types.get(name)));
  const outputs = floats(graph.outputs);
  const wrt = check.wrt ?? floats(graph.inputs);
  if (wrt.length === 0 || outputs.length === 0) {
    throw new Error('Check: expected a float input and a float output, got none');
  }
  const subsets = wrt.length === 1 ? [wrt] : [wrt, ...wrt.map((name) => [name])];
  const primal = await runtime.open(modelOf(graph, opset), { optimise: 'none' });
  const derivatives: OpenDerivative[] = [];
  try {
    for (const subset of subsets) {
      const options = { graph, types, wrt: subset, outputs, opset, findRule };
      derivatives.push(await OpenDerivative.open(runtime, options));
    }
    for (const feed of feeds) {
      await checkOnce(primal, derivatives, { feed, value: await primal.run(feed) });
    }
  } finally {
    for (const session of [primal, ...derivatives]) await session.release();
  }
}

async function checkOnce(
  primal: Session,
  [whole, ...alone]: readonly OpenDerivative[],
  point: Point,
): Promise<void> {
  if (!whole) throw new Error('Check: expected a derivative, got none');
  const { wrt, outputs } = whole;
  const directions = directionsBesides(point);
  const v = seeds(wrt, point.feed, directions, 1);
  const u = seeds(outputs, point.value, directions, 1000);
  const pushed = await whole.push(point, v);
  await assertDifferences(primal, whole, point, v, pushed);
  await assertAdjointAndBatches(whole, point, { u, v });
  if (alone.length === 0) return;
  const parts: Tensors[] = [];
  for (const derivative of alone) {
    await assertAdjointAndBatches(derivative, point, { u, v });
    parts.push(await derivative.push(point, pick(v, derivative.wrt)));
  }
  for (const name of outputs) {
    const total = sumOf(parts.map((part) => part[name]));
    assertClose(total, pushed[name], BATCH_TOLERANCE, `jvp of ${name}, inputs one by one`);
  }
}

/** The least K ≥ 2 that is no size of any axis, so that a rule cannot mix K up with one. */
function directionsBesides({ feed, value }: Point): number {
  const taken = new Set([feed, value].flatMap((t) => Object.values(t).flatMap(({ dims }) => dims)));
  let directions = 2;
  while (taken.has(directions)) directions++;
  return directions;
}

const seeds = (
  names: readonly string[],
  like: Tensors,
  directions: number,
  seed: number,
): Tensors =>
  Object.fromEntries(
    names.map((name, i) => [
      name,
      randomDirection([directions, ...(like[name]?.dims ?? [])], seed + i),
    ]),
  );

const pick = (tensors: Tensors, names: readonly string[]): Tensors =>
  Object.fromEntries(Object.entries(tensors).filter(([name]) => names.includes(name)));

const direction = (tensors: Tensors, k: number, keep = false): Tensors =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name, sliceOf(tensor, k, keep)]),
  );

async function assertDifferences(
  primal: Session,
  { outputs }: OpenDerivative,
  { feed }: Point,
  v: Tensors,
  pushed: Tensors,
): Promise<void> {
  const directions = Object.values(v)[0]?.dims[0] ?? 0;
  for (let k = 0; k < directions; k++) {
    const claimed = direction(pushed, k);
    const difference = await centralDifference(primal, feed, direction(v, k), claimed);
    for (const name of outputs) {
      const what = `jvp of ${name}, direction ${k}, as its central difference`;
      assertClose(claimed[name], difference[name], DIFFERENCE_TOLERANCE, what);
    }
  }
}

async function assertAdjointAndBatches(
  derivative: OpenDerivative,
  point: Point,
  seeded: { readonly u: Tensors; readonly v: Tensors },
): Promise<void> {
  const { u } = seeded;
  const v = pick(seeded.v, derivative.wrt);
  const tangents = await derivative.push(point, v);
  const cotangents = await derivative.pull(point, u);
  const directions = Object.values(u)[0]?.dims[0] ?? 0;
  for (let k = 0; k < directions; k++) {
    assertAdjoint(
      pairs(direction(u, k), direction(tangents, k)),
      pairs(direction(cotangents, k), direction(v, k)),
      derivative.wrt.join(),
    );
  }
  const last = directions - 1;
  const lone = {
    tangents: await derivative.push(point, direction(v, last, true)),
    cotangents: await derivative.pull(point, direction(u, last, true)),
  };
  const compare = (some: Tensors, all: Tensors, what: string) => {
    for (const [name, tensor] of Object.entries(some)) {
      const expected = sliceOf(all[name], last, true);
      assertClose(tensor, expected, BATCH_TOLERANCE, `${what} ${name}, one direction alone`);
    }
  };
  compare(lone.tangents, tangents, 'jvp of');
  compare(lone.cotangents, cotangents, 'vjp to');
}

type Pairs = readonly (readonly [Tensors[string], Tensors[string]])[];

const pairs = (a: Tensors, b: Tensors): Pairs =>
  Object.entries(a).map(([name, tensor]) => [tensor, b[name] ?? tensor] as const);

function assertAdjoint(forward: Pairs, reverse: Pairs, wrt: string): void {
  const inner = (of: Pairs) => of.reduce((total, [a, b]) => total + dot(a, b), 0);
  const [left, right] = [inner(forward), inner(reverse)];
  const scale = [...forward, ...reverse].reduce((total, [a, b]) => total + norm(a) * norm(b), 0);
  if (Math.abs(left - right) <= ADJOINT_TOLERANCE * scale) return;
  throw new Error(`Check: expected ⟨u,Jv⟩ = ⟨Jᵀu,v⟩ for ${wrt}, got ${left} and ${right}`);
}
