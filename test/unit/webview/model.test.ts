import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Token } from '../../../src/protocol.js';
import { createFormat as createHostFormat } from '../../../src/host/format.js';
import { gradeStep } from '../../../src/host/grading.js';
import { createFormat, supportedLocale } from '../../../webview/model/format.js';
import { grade, marginalScale } from '../../../webview/model/grade.js';
import {
  pairsOf,
  strongestPairs,
  strongestPartners,
  totalSize,
} from '../../../src/reading/pairs.js';
import { mainReason } from '../../../webview/model/reason.js';
import { strongestTokens } from '../../../webview/model/strongestTokens.js';
import { segmentText, tokenName, tokensApart } from '../../../webview/model/segments.js';
import { visiblePieces, visibleText } from '../../../webview/model/visibleText.js';
import { ledgerWarnings, referenceGap, waterfall } from '../../../webview/model/waterfall.js';
import { goldenView, marginalsOf, syntheticView } from '../../webview/support/samples.js';

const finite = fc.double({ min: -5, max: 5, noNaN: true });

describe('grade', () => {
  it('is fifths of the scale, rounded up, signed', () => {
    const values = [0.019, 0.02, 0.2, 0.2001, 0.6, 0.61, 1, 7];
    expect(values.map((value) => grade(value, 1))).toEqual([0, 1, 1, 2, 3, 4, 5, 5]);
    expect(values.map((value) => grade(-value, 1) + 0)).toEqual([0, -1, -1, -2, -3, -4, -5, -5]);
  });

  it('colours nothing where there is nothing', () => {
    expect(grade(0, 0)).toBe(0);
  });

  it('is the rule of the highlights in the editors', () => {
    fc.assert(
      fc.property(finite, fc.double({ min: 0, max: 5, noNaN: true }), (value, scale) => {
        expect(grade(value, scale)).toBe(gradeStep(value, scale));
      }),
    );
  });

  it('leaves special tokens out of the scale unless there are no others', () => {
    const token = (special: boolean): Token => ({ text: 'x', id: 1, start: 0, end: 1, special });
    expect(marginalScale([0.9, -0.2, 0.1], [token(true), token(false), token(false)])).toBe(0.2);
    expect(marginalScale([0.9], [token(true)])).toBe(0.9);
  });
});

describe('format', () => {
  const format = createFormat('en');
  it('always signs a contribution and never shows it as zero', () => {
    expect([0.0312, -1.7335, 7.4e-7, -4e-4, 0].map(format.signed)).toEqual([
      '+0.031',
      '−1.734',
      '+7·10⁻⁷',
      '−4·10⁻⁴',
      '0',
    ]);
  });

  it('keeps a digit more for small shares', () => {
    expect([0.42, 0.0994, 0.004, 0.0002, 0].map(format.percent)).toEqual([
      '42%',
      '9.9%',
      '0.4%',
      '<0.1%',
      '0%',
    ]);
  });

  it('never shows an error as smaller than it is, as the editors do', () => {
    const host = createHostFormat('en');
    expect([0.004, 0.00401, 0.0999, 1e-9].map(format.error)).toEqual([
      ...['0.004', '0.005', '0.1', '0.0001'],
    ]);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 2, noNaN: true }), (error) => {
        expect(format.error(error)).toBe(host.bound(error));
      }),
    );
  });

  it('follows the locale, and English where it is unknown', () => {
    expect(createFormat('de').plain(0.757)).toBe('0,757');
    expect(supportedLocale('not a locale')).toBe('en');
  });

  it('shows durations in the unit that fits', () => {
    expect([183.4, 2480, 61_000].map(format.duration)).toEqual(['183 ms', '2.5 s', '61 s']);
  });
});

describe('visible text', () => {
  it('gives every character without a shape one, and says which it is', () => {
    expect(visibleText('a\u202eb\u200b\u0000\t\r\n\ud800')).toBe('a⟨RLO⟩b⟨ZWSP⟩⟨NUL⟩→↵⟨U+D800⟩');
    expect(visiblePieces('\r\n')).toEqual([{ text: '↵', name: 'CRLF' }]);
  });

  it.each(['👨‍👩‍👧', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '👩🏾‍🚀', '❤️‍🔥', 'Crème brûlée', 'حلّله'])('leaves %s whole', (text) => {
    expect(visibleText(text)).toBe(text);
  });

  it('shows a joiner that joins nothing', () => {
    expect(visibleText('zero\u200dwidth')).toBe('zero⟨ZWJ⟩width');
  });

  it('shows any text without directional or zero-width marks, in the order it has', () => {
    const characters = fc.string({
      unit: fc.constantFrom(...'ab \n\t\u202e\u2066\u200b\ufeff\u0007'),
    });
    fc.assert(
      fc.property(characters, (text) => {
        const pieces = visiblePieces(text);
        expect(visibleText(text)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        const own = pieces.filter(({ name }) => name === null).map((piece) => piece.text);
        expect(own.join('')).toBe(text.replaceAll(/[^ab ]/g, ''));
      }),
    );
  });
});

describe('segments', () => {
  const spans = fc
    .tuple(fc.string({ unit: 'binary', maxLength: 40 }), fc.array(fc.tuple(fc.nat(45), fc.nat(6))))
    .map(([text, places]) => ({
      text,
      tokens: places.map(([start, length]): Token => ({
        text: 't',
        id: 0,
        start: Math.min(start, text.length),
        end: Math.min(start + length, text.length),
        special: false,
      })),
    }));

  it('join to the text again, whatever the spans, and have every token once', () => {
    fc.assert(
      fc.property(spans, fc.option(fc.nat(45)), ({ text, tokens }, from) => {
        const unread = from === null ? null : { from, tokens: 1 };
        const segments = segmentText(text, tokens, unread);
        expect(segments.map((segment) => segment.text).join('')).toBe(text);
        const shown = segments.flatMap((x) => (x.kind === 'token' ? [x.token] : []));
        expect(shown.sort((x, y) => x - y)).toEqual(tokens.map((_, i) => i));
      }),
    );
  });

  it('keep what was not read apart', () => {
    const token: Token = { text: 'one', id: 0, start: 0, end: 3, special: false };
    expect(segmentText('one two', [token], { from: 4, tokens: 1 })).toEqual([
      { kind: 'token', token: 0, text: 'one' },
      { kind: 'gap', text: ' ' },
      { kind: 'unread', text: 'two' },
    ]);
  });

  it('have no place for special tokens, which go by their vocabulary form', () => {
    const { explanation, textA } = goldenView(0);
    expect(tokensApart(explanation.tokensA)).toEqual([0, 7]);
    const names = explanation.tokensA.map((token) => tokenName(textA, token));
    expect(names).toEqual(['[CLS]', 'A', 'man', 'is', 'eating', 'food', '.', '[SEP]']);
  });
});

describe('pairs', () => {
  it('come strongest first, with shares that add up to one', () => {
    fc.assert(
      fc.property(fc.array(finite, { minLength: 12, maxLength: 12 }), (values) => {
        const view = syntheticView('one two', 'three', { matrix: Float64Array.from(values) });
        const pairs = strongestPairs(view.explanation, 12, pairsOf(view.explanation, true));
        const sizes = values.map(Math.abs).filter((size) => size > 0);
        expect(pairs.map(({ value }) => Math.abs(value))).toEqual(sizes.sort((x, y) => y - x));
        const shares = pairs.reduce((sum, { share }) => sum + share, 0);
        if (sizes.length > 0) expect(shares).toBeCloseTo(1, 9);
        expect(strongestPairs(view.explanation, 3, pairsOf(view.explanation, true))).toEqual(
          pairs.slice(0, 3),
        );
      }),
    );
  });

  it('can leave special tokens out while shares stay those of the whole', () => {
    const { explanation } = goldenView(0);
    const own = strongestPairs(explanation, 100, pairsOf(explanation, false));
    expect(own.some(({ a }) => explanation.tokensA[a]?.special)).toBe(false);
    expect(own[0]?.share).toBeCloseTo(0.2613 / totalSize(explanation.matrix), 3);
  });

  it('name the partners of a token on either side', () => {
    const { explanation } = goldenView(0);
    expect(strongestPartners(explanation, 'a', 5, 2).map(({ b }) => b)).toEqual([4, 8]);
    expect(strongestPartners(explanation, 'b', 8, 2).map(({ a }) => a)).toEqual([5, 2]);
  });

  it('make the reason: the strongest of the text itself, for and against', () => {
    const reason = mainReason(goldenView(0).explanation);
    expect(reason).toMatchObject({ kind: 'pairs', main: { a: 4, b: 4 }, next: { a: 2, b: 2 } });
    const flat = syntheticView('a', 'b', { matrix: new Float64Array(9) });
    // What makes a score lower is led by what lowers it.
    const lower = mainReason(goldenView(0).explanation, -1);
    if (lower.kind !== 'pairs') throw new Error('expected pairs');
    expect(lower.main.value).toBeLessThan(0);
    expect(lower.against?.value ?? 1).toBeGreaterThan(0);
    expect(mainReason(flat.explanation)).toEqual({ kind: 'flat' });
    const even = syntheticView('a b', 'c d', { matrix: new Float64Array(16).fill(0.01) });
    expect(mainReason(even.explanation)).toEqual({ kind: 'none' });
  });
});

describe('strongest tokens', () => {
  it('are the largest totals of either text, special tokens left out', () => {
    const view = marginalsOf(goldenView(0));
    const found = strongestTokens(view);
    expect(found.map(({ side, token }) => [side, token])).toEqual([
      ['a', 4],
      ['b', 4],
    ]);
    const { marginalA, tokensA } = view.explanation;
    const sizes = tokensA.map(({ special }, i) => (special ? 0 : Math.abs(marginalA[i] ?? 0)));
    expect(Math.abs(found[0]?.value ?? 0)).toBe(Math.max(...sizes));
    expect(strongestTokens(marginalsOf(syntheticView('', '')))).toEqual([]);
  });
});

describe('the waterfall', () => {
  const ledgers = fc.record({
    constant: finite,
    onlyA: finite,
    onlyB: finite,
    pairs: finite,
    residual: finite,
  });

  it('keeps every bar on the axis, each starting where the last ended, up to the score', () => {
    fc.assert(
      fc.property(ledgers, (ledger) => {
        const score = Object.values(ledger).reduce((x, y) => x + y, 0);
        const { bars, zero, score: end } = waterfall(ledger, score);
        let at = zero;
        for (const { value, from, to } of bars) {
          expect(from).toBeGreaterThanOrEqual(-1e-9);
          expect(to).toBeLessThanOrEqual(1 + 1e-9);
          expect(value < 0 ? to : from).toBeCloseTo(at, 9);
          at = value < 0 ? from : to;
        }
        expect(at).toBeCloseTo(end, 9);
      }),
    );
  });

  it('tells a large gap from a large residual', () => {
    const { explanation } = goldenView(0, '[PAD]');
    expect(referenceGap(explanation.ledger)).toBeCloseTo(-1.6605, 4);
    const none = { residual: false, row: false, gap: false };
    expect(ledgerWarnings(explanation)).toEqual({ ...none, gap: true });
    const good = goldenView(0).explanation;
    const coarse = { ...good, ledger: { ...good.ledger, residual: -0.002 }, error: 0.002 };
    expect(ledgerWarnings(coarse)).toEqual({ ...none, residual: true });
    expect(ledgerWarnings({ ...coarse, tolerance: 1e-2 })).toEqual(none);
    expect(ledgerWarnings({ ...coarse, tolerance: null }).residual).toBe(true);
    // Errors of rows can cancel in the sum.
    expect(ledgerWarnings({ ...good, error: 0.002 })).toEqual({ ...none, row: true });
    expect(ledgerWarnings({ ...good, error: 1e-3 * (1 + 1e-15) })).toEqual(none);
  });
});
