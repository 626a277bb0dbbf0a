import { describe, expect, it } from 'vitest';
import { Ladder } from '../../../src/reading/Ladder.js';
import { Matches } from '../../../src/reading/matches.js';
import { code, goldenView, marginalsOf, syntheticView } from '../../webview/support/samples.js';

function matchesOf(view: ReturnType<typeof syntheticView>, kind: 'code' | 'prose' = 'prose') {
  const { explanation, textA, textB } = view;
  const { tokensA, tokensB } = explanation;
  const ladder = new Ladder({
    a: { text: textA, reading: { kind: 'prose' }, tokens: tokensA },
    b: { text: textB, reading: { kind }, tokens: tokensB },
  });
  const matches = new Matches(explanation, ladder);
  const index = (side: 'a' | 'b', text: string) =>
    (side === 'a' ? tokensA : tokensB).findIndex((token) => token.text === text);
  return { matches, ladder, index, explanation };
}

describe('pairs of the same word', () => {
  it('are those of equal words, whatever their case and width, and no special tokens', () => {
    const { matches, index } = matchesOf(
      syntheticView('Retry the ｆｅｔｃｈ !', 'retry a Fetch !'),
    );
    expect(matches.isSameToken(index('a', 'retry'), index('b', 'retry'))).toBe(true);
    expect(matches.isSameToken(index('a', 'ｆｅｔｃｈ'), index('b', 'fetch'))).toBe(true);
    expect(matches.isSameToken(index('a', 'the'), index('b', 'a'))).toBe(false);
    expect(matches.isSameToken(index('a', '!'), index('b', '!'))).toBe(false);
    expect(matches.isSameToken(0, 0)).toBe(false);
    expect(matches.isSameToken(0, 1000)).toBe(false);
  });

  it('are pieces of the same word too, but not equal pieces of other words', () => {
    const text = (word: string) => `${word.slice(0, 4)}${word.slice(4)}`;
    const split = (word: string) => [
      { text: word.slice(0, 4), id: 1, start: 0, end: 4, special: false },
      { text: `##${word.slice(4)}`, id: 2, start: 4, end: word.length, special: false },
    ];
    const { matches } = matchesOf(
      syntheticView(text('backoff'), text('backoff'), {
        tokensA: split('backoff'),
        tokensB: split('backoff'),
      }),
    );
    expect(matches.isSameToken(0, 1)).toBe(true);
    const other = matchesOf(
      syntheticView('backoff', 'backlog', { tokensA: split('backoff'), tokensB: split('backlog') }),
    );
    expect(other.matches.isSameToken(0, 0)).toBe(false);
  });

  it('are parts of names in code', () => {
    const [, , retry] = ['fetch', 'with', 'retry'];
    const tokensB = ['fetch', 'with', 'retry'].map((text, i) => ({
      ...{ text, id: i, special: false },
      start: [0, 5, 9][i] ?? 0,
      end: [5, 9, 14][i] ?? 0,
    }));
    const { matches, index } = matchesOf(
      syntheticView('retry it', 'fetchWithRetry(x)', { tokensB }),
      'code',
    );
    expect(matches.isSameToken(index('a', 'retry'), index('b', retry ?? ''))).toBe(true);
    expect(matches.isSameToken(index('a', 'it'), index('b', 'with'))).toBe(false);
  });

  it('and the others add up to all pairs', () => {
    const { matches, explanation } = matchesOf(
      syntheticView('retry a failed request', code),
      'code',
    );
    const sums = matches.sums();
    const all = explanation.matrix.reduce((x, y) => x + y, 0);
    expect((sums?.same ?? 0) + (sums?.meaning ?? 0)).toBeCloseTo(all, 12);
    expect(sums?.same).toBeGreaterThan(0);
  });

  it('make a pair of coarser units one of the same words when they are most of it', () => {
    const { matches, ladder } = matchesOf(goldenView(0));
    const { a, b } = ladder.unitsAt('line');
    const [own, other] = [a.find((x) => !x.token.special), b.find((x) => !x.token.special)];
    if (!own || !other) throw new Error('no sentence');
    // eating, man, a, is: 0.51 of 0.85.
    expect(matches.isSame(own, other)).toBe(true);
    const [special] = a.filter((x) => x.token.special);
    expect(special && matches.isSame(special, other)).toBe(false);
  });

  it('are told by their words as long as their values are not known', () => {
    const view = marginalsOf(goldenView(0)) as ReturnType<typeof goldenView>;
    const { matches, ladder } = matchesOf(view);
    expect(matches.sums()).toBe(null);
    const { a, b } = ladder.unitsAt('token');
    expect(a[4] && b[4] && matches.isSame(a[4], b[4])).toBe(true);
  });
});
