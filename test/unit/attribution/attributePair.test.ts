import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PairAccuracy, attributePair } from '../../../src/attribution/attributePair.js';
import { Contributions } from '../../../src/attribution/contributions.js';
import { Derivatives } from '../../../src/attribution/derivatives.js';
import { Cancelled, type Hooks } from '../../../src/attribution/hooks.js';
import { type Plan, choosePlan } from '../../../src/attribution/plan.js';
import type { Encoder } from '../../../src/encoder/encoder.js';
import { fixtureEncoder, pathOf, quiet } from '../../support/encoders.js';
import { goldenEncoder, largestDifference } from '../../support/golden.js';

const golden = goldenEncoder('bert');

async function paths(encoder: Encoder) {
  return [
    await pathOf(encoder, golden.ids.a, golden.reference.a),
    await pathOf(encoder, golden.ids.b, golden.reference.b),
  ] as const;
}

async function attribute(
  encoder: Encoder,
  layer: number,
  accuracy: PairAccuracy,
  { hooks = quiet, plan }: { hooks?: Hooks; plan?: Plan } = {},
) {
  const derivatives = new Derivatives(encoder);
  const [a, b] = await paths(encoder);
  try {
    return await attributePair(
      derivatives,
      new Contributions(),
      layer,
      a,
      b,
      accuracy,
      hooks,
      plan,
    );
  } finally {
    await derivatives.release();
  }
}

const plans: readonly Plan[] = ['forward both', 'reverse a', 'reverse b'];

describe.each(['mean', 'cls'] as const)('a tiny BERT with %s pooling', (pooling) => {
  let encoder: Encoder;
  beforeAll(async () => {
    encoder = await fixtureEncoder('bert/dynamo', pooling);
  });
  afterAll(() => encoder.release());

  const cases = golden.cases.filter((known) => known.pooling === pooling);

  const everyWay = cases.flatMap((known) => plans.map((plan) => ({ ...known, plan })));
  test.each(everyWay)('layer $layer, $plan: agrees with the float64 Jacobian', async (known) => {
    const { plan } = known;
    const layer = known.layer ?? 0;
    const found = await attribute(encoder, layer, { tolerance: 1e-5 }, { plan });
    // float32 against float64, and a tolerance of 1e-5 on the whole sum.
    expect(largestDifference(found.matrix, known.converged?.matrix ?? [])).toBeLessThan(1e-5);
    for (const entry of ['constant', 'onlyA', 'onlyB', 'pairs'] as const) {
      expect(Math.abs(found.ledger[entry] - known.ledger[entry])).toBeLessThan(2e-5);
    }
  });

  test('the ledger adds up to the score at any accuracy', async () => {
    for (const nodes of [1, 2, 7]) {
      const { ledger, score } = await attribute(encoder, 0, { nodes });
      const total = ledger.constant + ledger.onlyA + ledger.onlyB + ledger.pairs + ledger.residual;
      // Only the rounding of four sums in double.
      expect(Math.abs(total - score)).toBeLessThan(1e-12);
    }
  });

  test('one node leaves a residual that is the true error of the pairs', async () => {
    const rough = await attribute(encoder, 2, { nodes: 1 });
    const exact = golden.cases.find((known) => known.pooling === pooling && known.layer === 2);
    const error = (exact?.ledger.pairs ?? NaN) - rough.ledger.pairs;
    expect(Math.abs(error)).toBeGreaterThan(1e-6);
    expect(Math.abs(rough.ledger.residual - error)).toBeLessThan(1e-6);
  });
});

describe('control', () => {
  let encoder: Encoder;
  beforeAll(async () => {
    encoder = await fixtureEncoder('bert/dynamo', 'mean');
  });
  afterAll(() => encoder.release());

  test('a tighter tolerance costs more evaluations and is met', async () => {
    const loose = await attribute(encoder, 0, { tolerance: 1e-2 });
    const tight = await attribute(encoder, 0, { tolerance: 1e-6 });
    expect(tight.evaluations).toBeGreaterThan(loose.evaluations);
    expect(Math.abs(loose.ledger.residual)).toBeLessThanOrEqual(1e-2);
    // The tolerance itself, and float32 in the evaluations.
    expect(Math.abs(tight.ledger.residual)).toBeLessThanOrEqual(2e-6);
  });

  test('cancelling ends it between two runs', async () => {
    let asked = 0;
    const hooks = { progress: () => undefined, cancelled: () => ++asked > 3 };
    await expect(attribute(encoder, 0, { tolerance: 1e-5 }, { hooks })).rejects.toThrow(Cancelled);
    expect(asked).toBe(4);
  });

  test.each(plans)('swapping the texts transposes the matrix (%s)', async (plan) => {
    const derivatives = new Derivatives(encoder);
    const [a, b] = await paths(encoder);
    const nodes = { nodes: 7 };
    const mirrored = { 'forward both': plan, 'reverse a': 'reverse b', 'reverse b': 'reverse a' };
    const ab = await attributePair(derivatives, new Contributions(), 2, a, b, nodes, quiet, plan);
    const ba = await attributePair(
      derivatives,
      new Contributions(),
      2,
      b,
      a,
      nodes,
      quiet,
      mirrored[plan] as Plan,
    );
    await derivatives.release();
    const transposed = a.ids.map((_, i) =>
      b.ids.map((__, j) => ba.matrix[j * a.ids.length + i] ?? NaN),
    );
    expect(largestDifference(ab.matrix, transposed)).toBe(0);
  });

  test.each(plans)('parts that move together contribute their sum (%s)', async (plan) => {
    const derivatives = new Derivatives(encoder);
    const [a, b] = await paths(encoder);
    const merged = { ...a, parts: [[0], [1, 2, 3], [4], [5, 6]] };
    const nodes = { nodes: 7 };
    const fine = await attributePair(derivatives, new Contributions(), 2, a, b, nodes, quiet, plan);
    const coarse = await attributePair(
      derivatives,
      new Contributions(),
      2,
      merged,
      b,
      nodes,
      quiet,
      plan,
    );
    await derivatives.release();
    const columns = b.ids.length;
    const sums = merged.parts.map((part) =>
      b.ids.map((_, j) => part.reduce((sum, i) => sum + (fine.matrix[i * columns + j] ?? NaN), 0)),
    );
    // Derivatives are linear in the direction; float32 sums differ in order only.
    expect(largestDifference(coarse.matrix, sums)).toBeLessThan(1e-7);
  });

  test('contributions are kept: a text that comes again is not integrated again', async () => {
    const derivatives = new Derivatives(encoder);
    const [a, b] = await paths(encoder);
    const kept = new Contributions();
    const accuracy = { tolerance: 1e-4 };
    let runs = 0;
    const counting = { progress: () => undefined, cancelled: () => (runs++, false) };
    const plan = 'forward both';
    const first = await attributePair(derivatives, kept, 2, a, b, accuracy, counting, plan);
    const cold = runs;
    const again = await attributePair(derivatives, kept, 2, a, b, accuracy, counting, plan);
    await derivatives.release();
    // Marginals depend on both texts and are taken anew: 4 nodes a text above the embeddings.
    expect(runs - cold).toBe(8);
    expect(cold).toBeGreaterThan(16);
    expect(again).toEqual(first);
  });

  test('a long text is not differentiated in every direction of its own', async () => {
    const [a, b] = await paths(encoder);
    const long = { ...b, ids: Array.from({ length: 100 }, () => 9), parts: a.parts };
    const parts = long.ids.map((_, position) => [position]);
    expect(choosePlan(a, { ...long, parts })).toBe('reverse b');
    expect(choosePlan({ ...long, parts }, a)).toBe('reverse a');
    expect(choosePlan(a, a)).toBe('forward both');
  });
});
