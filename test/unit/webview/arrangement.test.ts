import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrange, type MatrixChoice } from '../../../webview/model/arrangement.js';
import { filterPairs, noFilter, type PairFilter } from '../../../webview/model/pairFilter.js';
import { pairsOf, strongestPairs } from '../../../src/reading/pairs.js';
import {
  blockBetween,
  isSelected,
  sameSelection,
  selectionTotals,
} from '../../../webview/model/selection.js';
import { goldenView, marginalsOf, sizedView } from '../../webview/support/samples.js';

const all: MatrixChoice = {
  withSpecial: true,
  order: 'text',
  filter: noFilter,
  focus: { a: null, b: null },
};
/** As good as any other rule. */
const isSame = (a: number, b: number) => (a + b) % 2 === 0;
const filters: fc.Arbitrary<PairFilter> = fc.record({
  top: fc.option(fc.integer({ min: 1, max: 40 })),
  least: fc.double({ min: 0, max: 1, noNaN: true }),
  sign: fc.constantFrom('all', 'for', 'against'),
  kind: fc.constantFrom('all', 'same', 'meaning'),
});
const matrices = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
  .chain(([rows, columns]) => {
    // Few values, so that there are equals and zeros.
    const values = fc.array(fc.integer({ min: -3, max: 3 }), {
      minLength: rows * columns,
      maxLength: rows * columns,
    });
    return values.map((cells) => {
      const view = sizedView(Math.max(2, rows), Math.max(2, columns));
      const { tokensA, tokensB } = view.explanation;
      return {
        ...view.explanation,
        tokensA: tokensA.slice(0, rows),
        tokensB: tokensB.slice(0, columns),
        matrix: Float64Array.from(cells),
      };
    });
  });

describe('a filter', () => {
  it('keeps the strongest of those with the sign and the size, and tells what they make', () => {
    fc.assert(
      fc.property(matrices, filters, (explanation, filter) => {
        const { rows, columns } = pairsOf(explanation, true);
        const { kept, count, of, sum, size } = filterPairs(
          explanation,
          rows,
          columns,
          filter,
          isSame,
        );
        const values = [...explanation.matrix];
        const width = columns.length;
        const largest = Math.max(...values.map(Math.abs));
        const passing = values.filter(
          (value, k) =>
            value !== 0 &&
            Math.abs(value) >= filter.least * largest &&
            (filter.sign === 'all' || value > 0 === (filter.sign === 'for')) &&
            (filter.kind === 'all' ||
              isSame(Math.floor(k / width), k % width) === (filter.kind === 'same')),
        );
        const expected = passing
          .map(Math.abs)
          .sort((x, y) => y - x)
          .slice(0, filter.top ?? Infinity);
        const found = values.filter((_, k) => kept[k] === 1);
        expect(found.map(Math.abs).sort((x, y) => y - x)).toEqual(expected);
        expect(found.every((value) => passing.includes(value))).toBe(true);
        expect([count, of]).toEqual([found.length, values.length]);
        expect(sum).toBeCloseTo(
          found.reduce((x, y) => x + y, 0),
          9,
        );
        expect(size).toBeCloseTo(
          expected.reduce((x, y) => x + y, 0),
          9,
        );
      }),
    );
  });
});

describe('an arrangement', () => {
  it('is the texts as written unless something else is chosen', () => {
    const { explanation } = goldenView(0);
    expect(arrange(explanation, all, isSame)).toEqual({
      rows: [...explanation.tokensA.keys()],
      columns: [...explanation.tokensB.keys()],
      filtered: null,
    });
    expect(arrange(explanation, { ...all, withSpecial: false }, isSame).rows).toEqual([
      1, 2, 3, 4, 5, 6,
    ]);
    const focus = { a: new Set([4]), b: null };
    expect(arrange(explanation, { ...all, focus }, isSame).rows).toEqual([4]);
  });

  it('puts the strongest first, special tokens last', () => {
    const { explanation } = goldenView(0);
    const { rows } = arrange(explanation, { ...all, order: 'strength' }, isSame);
    expect(rows[0]).toBe(4);
    expect(rows.slice(-2).sort()).toEqual([0, 7]);
    const sizes = rows.slice(0, -2).map((row) => Math.abs(explanation.marginalA[row] ?? 0));
    expect(sizes).toEqual(sizes.toSorted((x, y) => y - x));
  });

  it('leaves out rows and columns in which a filter leaves nothing', () => {
    const { explanation } = goldenView(0);
    const choice: MatrixChoice = { ...all, filter: { ...noFilter, top: 2 } };
    const { rows, columns, filtered } = arrange(explanation, choice, isSame);
    expect([rows, columns]).toEqual([
      [2, 4],
      [2, 4],
    ]);
    expect(filtered?.count).toBe(2);
    expect(filtered?.sum).toBeCloseTo(0.261 + 0.168, 2);
  });

  it('filters nothing as long as pairs are not known', () => {
    const { explanation } = marginalsOf(goldenView(0));
    const choice: MatrixChoice = { ...all, filter: { ...noFilter, top: 2 } };
    expect(arrange(explanation, choice, isSame).filtered).toBe(null);
    expect(arrange(explanation, choice, isSame).rows).toHaveLength(8);
  });
});

describe('the strongest pairs', () => {
  it('are looked for only where asked', () => {
    const { explanation } = goldenView(0);
    const [first] = strongestPairs(explanation, 1, { rows: [5], columns: [4, 8] });
    expect([first?.a, first?.b]).toEqual([5, 4]);
    const kept = new Uint8Array(explanation.matrix.length);
    kept[5 * 11 + 8] = 1;
    const [only] = strongestPairs(explanation, 3, { rows: [5], columns: [4, 8], kept });
    expect([only?.a, only?.b]).toEqual([5, 8]);
  });
});

describe('a selection', () => {
  it('adds up to what its cells are, seen from either text', () => {
    const { explanation } = goldenView(0);
    const { a, b, sum, size, rows, columns } = selectionTotals(explanation, { a: [4], b: null });
    expect([rows, columns]).toEqual([1, 11]);
    expect(a[4]).toBeCloseTo(sum, 12);
    expect(b.reduce((x, y) => x + y, 0)).toBeCloseTo(sum, 12);
    expect(b[4]).toBe(explanation.matrix[4 * 11 + 4]);
    expect(size).toBeGreaterThanOrEqual(Math.abs(sum));
  });

  it('goes from one corner to the other in the order on screen', () => {
    const order = { a: [3, 1, 2, 0], b: [0, 1, 2] };
    expect(blockBetween(order, { a: 1, b: 2 }, { a: 0, b: 1 })).toEqual({
      a: [0, 1, 2],
      b: [1, 2],
    });
    expect(blockBetween(order, { a: 2, b: 0 }, { a: 2, b: 0 })).toEqual({ a: [2], b: [0] });
  });

  it('of a row has all tokens of the other text in it', () => {
    expect(isSelected({ a: [1], b: null }, 'b', 7)).toBe(true);
    expect(isSelected({ a: [1], b: null }, 'a', 7)).toBe(false);
    expect(sameSelection({ a: [1], b: null }, { a: [1], b: null })).toBe(true);
    expect(sameSelection({ a: [1], b: null }, null)).toBe(false);
  });
});
