import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTokenizer } from '../../../src/text/createTokenizer.js';
import { MergeQueue } from '../../../src/text/mergeQueue.js';
import { TrackedText } from '../../../src/text/trackedText.js';

function piecesOf(model: object, text: string): string[] {
  return createTokenizer({ model }, null)
    .encode(text, 1000)
    .tokens.map((t) => t.text);
}

function ids(tokens: readonly string[]): Record<string, number> {
  return Object.fromEntries(tokens.map((token, id) => [token, id]));
}

// All expected pieces are those of the original library.
describe('BPE', () => {
  const model = {
    type: 'BPE',
    vocab: ids(['a', 'b', 'c', 'd', 'bc', 'ab', 'bcd', 'abc', '<u>']),
    merges: ['b c', 'a b', 'bc d', 'a bc'],
    unk_token: '<u>',
  };

  it('makes merges in the order they were learned, though pairs change on the way', () => {
    expect(piecesOf(model, 'abcd')).toEqual(['a', 'bcd']);
    expect(piecesOf(model, 'abc')).toEqual(['abc']);
  });

  it('makes the leftmost of equal merges', () => {
    const leftmost = { type: 'BPE', vocab: ids(['a', 'aa']), merges: [['a', 'a']] };
    expect(piecesOf(leftmost, 'aaa')).toEqual(['aa', 'a']);
  });

  it('fuses unknown characters only when told to', () => {
    expect(piecesOf(model, 'xxab')).toEqual(['<u>', '<u>', 'ab']);
    expect(piecesOf({ ...model, fuse_unk: true }, 'xxab')).toEqual(['<u>', 'ab']);
  });
});

describe('Unigram', () => {
  const vocab = [
    ['<u>', 0],
    ['a', -1],
    ['b', -1],
    ['ab', -2],
    ['c', -1],
    ['bc', -2],
  ];

  it('prefers the cut of highest score, and of equal ones the longest last token', () => {
    expect(piecesOf({ type: 'Unigram', unk_id: 0, vocab }, 'ab')).toEqual(['ab']);
    expect(piecesOf({ type: 'Unigram', unk_id: 0, vocab }, 'abc')).toEqual(['a', 'bc']);
    const worse = vocab.map(([token, score]) => [token, token === 'bc' ? -2.5 : score]);
    expect(piecesOf({ type: 'Unigram', unk_id: 0, vocab: worse }, 'abc')).toEqual(['ab', 'c']);
  });
});

describe('WordPiece', () => {
  it('counts characters, not UTF-16 units, when it refuses long words', () => {
    const model = {
      type: 'WordPiece',
      vocab: ids(['[UNK]', '😀', '##😀']),
      max_input_chars_per_word: 3,
    };
    expect(piecesOf(model, '😀😀😀')).toEqual(['😀', '##😀', '##😀']);
    expect(piecesOf(model, '😀😀😀😀')).toEqual(['[UNK]']);
  });
});

describe('MergeQueue', () => {
  it('gives the lowest rank first and the leftmost of equal ranks', () => {
    const items = fc.array(fc.record({ rank: fc.nat(20), position: fc.nat(1_000_000) }));
    fc.assert(
      fc.property(items, (pushed) => {
        const queue = new MergeQueue();
        for (const { rank, position } of pushed) queue.push(rank, position);
        const popped: { rank: number; position: number }[] = [];
        for (let top = queue.pop(); top !== null; top = queue.pop()) popped.push(top);
        expect(popped).toEqual(
          [...pushed].sort((a, b) => a.rank - b.rank || a.position - b.position),
        );
      }),
    );
  });
});

describe('TrackedText', () => {
  it('gives both halves of a surrogate pair the span of the whole', () => {
    const tracked = TrackedText.of('a😀b');
    expect([tracked.span(1, 2), tracked.span(2, 3)]).toEqual([
      { start: 1, end: 3 },
      { start: 1, end: 3 },
    ]);
  });
});
