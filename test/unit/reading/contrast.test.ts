import { describe, expect, it } from 'vitest';
import type { Explanation } from '../../../src/protocol.js';
import { contrast } from '../../../src/reading/contrast.js';
import { foldPairs } from '../../../src/reading/foldPairs.js';
import { goldenView, marginalsOf, syntheticView } from '../../webview/support/samples.js';

const total = (values: Iterable<number>) => [...values].reduce((x, y) => x + y, 0);
const terms = ({ ledger }: Explanation) => total(Object.values(ledger));
const divider = (label: string) => `\n— ${label} —\n`;

describe('the folded matrix', () => {
  it.each([
    ['>', 3],
    ['[PAD]', 3],
  ])('adds up to the score, with reference %s', (reference, layer) => {
    const { explanation } = goldenView(0, reference, layer);
    const folded = foldPairs(explanation);
    if (!folded.matrix) throw new Error('no pairs');
    expect(total(folded.matrix)).toBeCloseTo(explanation.score, 12);
    expect(total(folded.marginalA)).toBeCloseTo(explanation.score, 12);
    expect(total(folded.marginalB)).toBeCloseTo(explanation.score, 12);
    const width = folded.tokensB.length;
    folded.tokensA.forEach((_, i) => {
      const row = folded.matrix?.subarray(i * width, (i + 1) * width) ?? [];
      expect(total(row)).toBeCloseTo(folded.marginalA[i] ?? NaN, 6);
    });
    expect(folded.ledger).toEqual(explanation.ledger);
  });

  it('gives special tokens no share of the reference', () => {
    const { explanation } = goldenView(0);
    const folded = foldPairs(explanation);
    const last = explanation.matrix.length - 1;
    expect(folded.matrix?.[0]).toBe(explanation.matrix[0]);
    expect(folded.matrix?.[last]).toBe(explanation.matrix[last]);
    expect(folded.matrix?.[12]).not.toBe(explanation.matrix[12]);
  });

  it('needs pairs', () => {
    const { explanation } = marginalsOf(goldenView(0));
    expect(foldPairs(explanation)).toBe(explanation);
  });
});

describe('the contrast of two explanations', () => {
  it('of the same pair is cell by cell', () => {
    const [one, other] = [goldenView(0, '>', 3), goldenView(0, '[PAD]', 3)];
    const found = contrast(one, other, divider);
    expect(found?.kind).toBe('pair');
    const e = found?.view.explanation;
    if (!e?.matrix) throw new Error('no contrast');
    expect(e.score).toBe(0);
    expect(terms(e)).toBeCloseTo(0, 5);
    expect(e.matrix[15]).toBe(
      (one.explanation.matrix[15] ?? 0) - (other.explanation.matrix[15] ?? 0),
    );
    expect(found?.own).toEqual({ a: 8, b: 11 });
  });

  it('of two hits for one query has both side by side, and adds up to the difference', () => {
    const query = 'retry a failed request';
    const [one, other] = [
      syntheticView(query, 'it retries each failed request'),
      syntheticView(query, 'nothing to see, but a request'),
    ];
    const found = contrast(one, other, divider);
    const view = found?.view;
    const e = view?.explanation;
    if (!view || !e?.matrix) throw new Error('no contrast');
    expect(found.kind).toBe('query');
    expect(e.tokensB).toHaveLength(
      one.explanation.tokensB.length + other.explanation.tokensB.length,
    );
    expect(e.score).toBeCloseTo(one.explanation.score - other.explanation.score, 12);
    expect(terms(e)).toBeCloseTo(e.score, 12);
    expect(total(e.matrix)).toBeCloseTo(e.ledger.pairs, 12);
    // Tokens still name their characters.
    for (const { start, end, text, special } of e.tokensB) {
      if (special || start === null || end === null) continue;
      expect(view.textB.slice(start, end).toLowerCase()).toBe(text);
    }
    const width = e.tokensB.length;
    const [own, others] = [one.explanation.tokensB.length, other.explanation.tokensB.length];
    expect(e.matrix[2 * width + 1]).toBe(one.explanation.matrix[2 * own + 1]);
    expect(e.matrix[2 * width + own + 1]).toBe(-(other.explanation.matrix[2 * others + 1] ?? 0));
    expect(e.marginalA[2]).toBeCloseTo(
      (one.explanation.marginalA[2] ?? 0) - (other.explanation.marginalA[2] ?? 0),
      12,
    );
  });

  it('of two queries for one hit has rows of both', () => {
    const [one, other] = [syntheticView('retry it', 'a hit'), syntheticView('wait', 'a hit')];
    const found = contrast(one, other, divider);
    const e = found?.view.explanation;
    if (!e?.matrix) throw new Error('no contrast');
    expect(found?.kind).toBe('hit');
    expect(e.matrix).toHaveLength(e.tokensA.length * e.tokensB.length);
    expect(total(e.matrix)).toBeCloseTo(e.ledger.pairs, 12);
    expect(e.marginalA).toHaveLength(e.tokensA.length);
  });

  it('needs a text in common, and pairs', () => {
    expect(contrast(goldenView(0), goldenView(1), divider)).toBe(null);
    expect(contrast(goldenView(0), marginalsOf(goldenView(0)), divider)).toBe(null);
  });
});
