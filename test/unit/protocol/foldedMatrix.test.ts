import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Foldable, type Token, foldedMatrix } from '../../../src/protocol.js';

const unit = (special: boolean, count?: number): Token => ({
  ...{ text: 'x', id: 1, start: null, end: null, special },
  ...(count === undefined ? {} : { count }),
});

const dot = (x: readonly number[], y: readonly number[]) =>
  x.reduce((total, value, d) => total + value * (y[d] ?? 0), 0);
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
const added = (vectors: readonly (readonly number[])[], width: number) =>
  Array.from({ length: width }, (_, d) => sum(vectors.map((vector) => vector[d] ?? 0)));

const WIDTH = 3;
const vector = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), {
  minLength: WIDTH,
  maxLength: WIDTH,
});
const side = fc.record({
  contributions: fc.array(vector, { minLength: 1, maxLength: 6 }),
  /** Every contribution's kind, and how many tokens it stands for. */
  special: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
  counts: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 6, maxLength: 6 }),
  reference: vector,
});
type Side = typeof side extends fc.Arbitrary<infer T> ? T : never;

/** What an explanation tells of contributions that add up to the embedding. */
function explained(a: Side, b: Side): Foldable {
  const whole = ({ contributions, reference }: Side) => added([...contributions, reference], WIDTH);
  const units = ({ contributions, special, counts }: Side) =>
    contributions.map((_, i) => unit(special[i] ?? false, counts[i]));
  return {
    score: dot(whole(a), whole(b)),
    matrix: Float64Array.from(
      a.contributions.flatMap((u) => b.contributions.map((v) => dot(u, v))),
    ),
    marginalA: Float64Array.from(a.contributions, (u) => dot(u, whole(b))),
    marginalB: Float64Array.from(b.contributions, (v) => dot(v, whole(a))),
    tokensA: units(a),
    tokensB: units(b),
  };
}

test('adds up to the score, whatever the contributions', () => {
  fc.assert(
    fc.property(side, side, (a, b) => {
      const pair = explained(a, b);
      expect(Math.abs(sum(foldedMatrix(pair)) - pair.score)).toBeLessThan(1e-10);
    }),
  );
});

test('adds up to the score also where the integration missed something', () => {
  fc.assert(
    fc.property(side, side, fc.double({ min: -1, max: 1, noNaN: true }), (a, b, missed) => {
      const pair = explained(a, b);
      const matrix = pair.matrix.map((value, at) => (at === 0 ? value + missed : value));
      expect(Math.abs(sum(foldedMatrix({ ...pair, matrix })) - pair.score)).toBeLessThan(1e-10);
    }),
  );
});

test('is the product of contributions with equal shares of the reference', () => {
  fc.assert(
    fc.property(side, side, (a, b) => {
      const shared = ({ contributions, special, counts, reference }: Side) => {
        const own = contributions.map((_, i) => (special[i] === true ? 0 : (counts[i] ?? 0)));
        const all = sum(own);
        return contributions.map((u, i) =>
          u.map((value, d) => value + ((own[i] ?? 0) / all) * (reference[d] ?? 0)),
        );
      };
      fc.pre([a, b].every((x) => x.contributions.some((_, i) => x.special[i] === false)));
      const expected = shared(a).flatMap((u) => shared(b).map((v) => dot(u, v)));
      foldedMatrix(explained(a, b)).forEach((value, at) => {
        expect(Math.abs(value - (expected[at] ?? NaN))).toBeLessThan(1e-10);
      });
    }),
  );
});

test('a word has the sum of its tokens', () => {
  const tokens: Side = {
    contributions: [
      [1, 2, 0],
      [0, 1, 1],
      [2, 0, 1],
      [0.5, 0, 0],
    ],
    special: [true, false, false, false],
    counts: [1, 1, 1, 1],
    reference: [1, 1, 3],
  };
  const other: Side = { ...tokens, reference: [0, 2, 1] };
  const [special = [], first = [], second = [], last = []] = tokens.contributions;
  const words = {
    ...tokens,
    contributions: [special, added([first, second], WIDTH), last],
    special: [true, false, false],
    counts: [1, 2, 1],
  };
  const fine = foldedMatrix(explained(tokens, other));
  const coarse = foldedMatrix(explained(words, other));
  for (let j = 0; j < 4; j++) {
    expect(coarse[4 + j]).toBeCloseTo((fine[4 + j] ?? 0) + (fine[8 + j] ?? 0), 10);
  }
});

test('ids without any text of their own share the reference all the same', () => {
  const pair: Foldable = {
    ...{ score: 0.5, matrix: new Float64Array(4) },
    ...{ marginalA: new Float64Array(2), marginalB: new Float64Array(2) },
    tokensA: [unit(true), unit(true)],
    tokensB: [unit(true), unit(true)],
  };
  expect([...foldedMatrix(pair)]).toEqual([0.125, 0.125, 0.125, 0.125]);
});
