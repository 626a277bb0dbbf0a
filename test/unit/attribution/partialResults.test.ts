import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PairAttribution, attributePair } from '../../../src/attribution/attributePair.js';
import { Contributions } from '../../../src/attribution/contributions.js';
import { Derivatives } from '../../../src/attribution/derivatives.js';
import type { Plan } from '../../../src/attribution/plan.js';
import type { Encoder } from '../../../src/encoder/encoder.js';
import { fixtureEncoder, pathOf, quiet } from '../../support/encoders.js';
import { goldenEncoder } from '../../support/golden.js';

const golden = goldenEncoder('bert');
const plans: readonly Plan[] = ['forward both', 'reverse a', 'reverse b'];
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

/** What is shown on the way to an explanation has to be as true as the explanation. */
describe.each(plans)('results on the way, %s', (plan) => {
  let encoder: Encoder;
  let found: PairAttribution[];
  beforeAll(async () => {
    encoder = await fixtureEncoder('bert/dynamo', 'mean');
    const derivatives = new Derivatives(encoder);
    const a = await pathOf(encoder, golden.ids.a, golden.reference.a);
    const b = await pathOf(encoder, golden.ids.b, golden.reference.b);
    found = [];
    const hooks = { ...quiet, found: (result: PairAttribution) => void found.push(result) };
    const kept = new Contributions();
    found.push(await attributePair(derivatives, kept, 0, a, b, { tolerance: 1e-5 }, hooks, plan));
    await derivatives.release();
  });
  afterAll(() => encoder.release());

  test('begin with marginals alone, then have pairs, and end once', () => {
    expect(found[0]).toMatchObject({ stage: 'marginals', matrix: null });
    expect(found.at(-1)?.stage).toBe('done');
    const hasPairs = found.map(({ matrix }) => matrix !== null);
    expect(hasPairs).toEqual(hasPairs.toSorted((x, y) => Number(x) - Number(y)));
  });

  test('have ledgers that add up to the score, and that err by no more than they say', () => {
    for (const { ledger, score, error } of found) {
      expect(Math.abs(sum(Object.values(ledger)) - score)).toBeLessThan(1e-12);
      // Embeddings and products in float32.
      expect(Math.abs(ledger.residual)).toBeLessThan(error + 1e-6);
    }
  });

  test('have marginals that add up to the pairs and what their text adds alone', () => {
    for (const { ledger, marginalA, marginalB, error } of found) {
      const own = ledger.pairs + ledger.residual;
      expect(Math.abs(sum(marginalA) - own - ledger.onlyA)).toBeLessThan(error + 1e-6);
      expect(Math.abs(sum(marginalB) - own - ledger.onlyB)).toBeLessThan(error + 1e-6);
    }
  });

  test('hold still once they were told', () => {
    const matrices = found.flatMap(({ matrix }) => (matrix ? [matrix] : []));
    expect(new Set(matrices).size).toBe(matrices.length);
    for (const { matrix, ledger } of found) {
      if (matrix) expect(Math.abs(sum(matrix) - ledger.pairs)).toBeLessThan(1e-12);
    }
  });
});
