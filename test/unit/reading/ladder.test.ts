import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Token } from '../../../src/protocol.js';
import { Ladder } from '../../../src/reading/Ladder.js';
import { readingLevels, type TextKind } from '../../../src/reading/levels.js';
import { goldenView, sizedView, syntheticView } from '../../webview/support/samples.js';

describe('the ladder', () => {
  const texts = fc.record({
    text: fc.string({
      unit: fc.constantFrom(
        ...[
          'fetch',
          'Retry',
          '_',
          ' ',
          '\n',
          '\r\n',
          '. ',
          ', ',
          ';',
          '{',
          '}',
          '(',
          '9',
          '中',
          '👩🏾‍🚀',
          '\u0000',
          '\t',
        ],
      ),
      maxLength: 60,
    }),
    kind: fc.constantFrom<TextKind>('code', 'prose'),
    cuts: fc.array(fc.nat(200), { maxLength: 40 }),
    special: fc.boolean(),
  });

  /** Tokens over a text, cut anywhere, some without a place. */
  const sides = texts.map(({ text, kind, cuts, special }) => {
    const places = [...new Set([0, text.length, ...cuts.map((cut) => cut % (text.length + 1))])];
    places.sort((x, y) => x - y);
    const tokens: Token[] = places.slice(1).map((end, i) => ({
      ...{ text: '?', id: i, special: false },
      ...(i % 7 === 6 ? { start: null, end: null } : { start: places[i] ?? 0, end }),
    }));
    const mark = (name: string): Token => ({
      text: name,
      id: 0,
      start: null,
      end: null,
      special: true,
    });
    return {
      text,
      reading: { kind },
      tokens: special ? [mark('[CLS]'), ...tokens, mark('[SEP]')] : tokens,
    };
  });

  it('partitions the tokens at every level, each level out of units of the one before', () => {
    fc.assert(
      fc.property(sides, sides, (a, b) => {
        const ladder = new Ladder({ a, b });
        let before: string | null = null;
        for (const level of readingLevels) {
          const found = ladder.unitsAt(level).a;
          const members = found.flatMap((unit) => unit.members).sort((x, y) => x - y);
          expect(members).toEqual([...a.tokens.keys()]);
          if (before !== null && level !== 'word') {
            const finer = JSON.parse(before) as number[][];
            for (const group of finer) {
              const owners = found.filter((unit) => group.some((i) => unit.members.includes(i)));
              expect(owners).toHaveLength(1);
            }
          }
          for (const { token } of found) {
            if (token.start === null || token.end === null) continue;
            expect(token.start).toBeLessThanOrEqual(token.end);
            expect(
              token.text === a.text.slice(token.start, token.end) ||
                level === 'token' ||
                token.text === '?',
            ).toBe(true);
          }
          before = JSON.stringify(found.map((unit) => unit.members));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('keeps every sum', () => {
    const { explanation, textA, textB } = goldenView(1);
    const { tokensA, tokensB } = explanation;
    const ladder = new Ladder({
      a: { text: textA, reading: { kind: 'prose' }, tokens: tokensA },
      b: { text: textB, reading: { kind: 'prose' }, tokens: tokensB },
    });
    const total = (values: Float64Array) => values.reduce((x, y) => x + y, 0);
    for (const level of readingLevels) {
      const coarse = ladder.explanationAt(explanation, level);
      const { matrix } = coarse;
      if (!matrix) throw new Error('no pairs');
      expect(matrix).toHaveLength(coarse.tokensA.length * coarse.tokensB.length);
      expect(total(matrix)).toBeCloseTo(total(explanation.matrix), 12);
      expect(total(coarse.marginalA)).toBeCloseTo(total(explanation.marginalA), 12);
      expect(total(coarse.marginalB)).toBeCloseTo(total(explanation.marginalB), 12);
      expect(coarse.ledger).toBe(explanation.ledger);
    }
    expect(ladder.explanationAt(explanation, 'token')).toBe(explanation);
  });

  it('adds up the blocks that it says', () => {
    const { explanation, textA, textB } = sizedView(12, 20);
    const { tokensA, tokensB, matrix } = explanation;
    const ladder = new Ladder({
      a: { text: textA, reading: { kind: 'prose' }, tokens: tokensA },
      b: { text: textB, reading: { kind: 'prose' }, tokens: tokensB },
    });
    const { a, b } = ladder.unitsAt('statement');
    const coarse = ladder.explanationAt(explanation, 'statement').matrix;
    a.forEach(({ members: rows }, i) => {
      b.forEach(({ members: columns }, j) => {
        const sum = rows.reduce(
          (outer, row) =>
            columns.reduce((inner, column) => inner + (matrix[row * 20 + column] ?? 0), outer),
          0,
        );
        expect(coarse?.[i * b.length + j]).toBeCloseTo(sum, 12);
      });
    });
  });

  it('never reads a text as a single unit where there is more to it', () => {
    const [a, b] = ['retry the failed request', 'One sentence. Another one. And a third.'];
    const { tokensA, tokensB } = syntheticView(a, b).explanation;
    const ladder = new Ladder({
      a: { text: a, reading: { kind: 'prose' }, tokens: tokensA },
      b: { text: b, reading: { kind: 'prose' }, tokens: tokensB },
    });
    expect(ladder.sideLevels('line')).toEqual({ a: 'identifier', b: 'line' });
    const own = ladder.unitsAt('symbol').a.filter(({ token }) => !token.special);
    expect(own.map(({ token }) => token.text)).toEqual(['retry', 'the', 'failed', 'request']);
  });

  it('offers only levels that differ, and opens a long text where it fits', () => {
    const short = syntheticView('retry', 'backoff').explanation;
    const of = (a: string, b: string, e = syntheticView(a, b).explanation) =>
      new Ladder({
        a: { text: a, reading: { kind: 'prose' }, tokens: e.tokensA },
        b: { text: b, reading: { kind: 'prose' }, tokens: e.tokensB },
      });
    expect(of('retry', 'backoff', short).levels).toEqual(['token']);
    const paragraph = 'It waits for a while. Then it tries the request again. '.repeat(20);
    const long = `${paragraph}\n\n${paragraph}`;
    const ladder = of('retry it', long);
    expect(ladder.levels).toEqual(['token', 'line', 'symbol']);
    expect(ladder.fitting(120)).toBe('line');
    expect(ladder.fitting(2)).toBe('symbol');
    // Words in pieces are read as words.
    const pieces = [...'كيف أعيد'].flatMap((text, i) =>
      text === ' ' ? [] : [{ text, id: i, start: i, end: i + 1, special: false }],
    );
    const arabic = { text: 'كيف أعيد', reading: { kind: 'prose' as const }, tokens: pieces };
    expect(new Ladder({ a: arabic, b: arabic }).fitting(120)).toBe('identifier');
    const [re, tries, it] = ['re', 'try', 'it'].map((text, id) => ({ text, id, special: false }));
    const halves = [
      { ...re, start: 0, end: 2 },
      { ...tries, start: 2, end: 5 },
      { ...it, start: 6, end: 8 },
    ] as Token[];
    const retry = { text: 'retry it', reading: { kind: 'prose' as const }, tokens: halves };
    const opened = new Ladder({ a: retry, b: retry });
    expect(opened.levels).toContain('token');
    expect(opened.fitting(120)).toBe('identifier');
    // Its clauses are its sentences, its words its tokens.
    expect(ladder.nameOf('statement')).toBe('line');
    expect(ladder.nameOf('identifier')).toBe('token');
  });
});
