import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Level, idsOf, partsAt } from '../../../src/attribution/aggregate.js';
import { TOKENIZERS, tokenizerOf } from '../text/fixtureTokenizers.js';
import { anyText } from '../text/texts.js';

const LEVELS: readonly Level[] = ['token', 'word', 'line', 'sentence'];

describe.each(TOKENIZERS)('parts of any text, %s', (name) => {
  const tokenizer = tokenizerOf(name);
  const longer = fc.array(anyText, { maxLength: 4 }).map((texts) => texts.join('.\r\n'));
  const partsOf = (text: string, level: Level) => {
    const { tokens } = tokenizer.encode(text, 1_000_000);
    return { tokens, parts: partsAt(level, text, tokens) };
  };

  test.each(LEVELS)('%s: a partition of the positions, in order of their first', (level) => {
    fc.assert(
      fc.property(longer, (text) => {
        const { tokens, parts } = partsOf(text, level);
        const first = parts.map(({ positions }) => positions[0] ?? NaN);
        expect(first).toEqual(first.toSorted((x, y) => x - y));
        const all = parts.flatMap(({ positions }) => positions);
        expect(all.toSorted((x, y) => x - y)).toEqual(tokens.map((_, i) => i));
        expect(idsOf(parts)).toEqual(tokens.map(({ id }) => id));
      }),
    );
  });

  test.each(LEVELS.slice(1))('%s: no token of the text is taken for a special one', (level) => {
    fc.assert(
      fc.property(longer, (text) => {
        const { tokens, parts } = partsOf(text, level);
        for (const { special, positions } of parts) {
          for (const position of positions) expect(tokens[position]?.special).toBe(special);
        }
        expect(parts.filter(({ special }) => special).length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

test('special tokens are one part above token level, named for all of them', () => {
  const { tokens } = tokenizerOf('minilm').encode('one two', 99);
  expect(partsAt('line', 'one two', tokens)).toMatchObject([
    { text: '[CLS] [SEP]', special: true, start: null, end: null, id: 101, ids: [101, 102] },
    { text: 'one two', special: false, start: 0, end: 7, positions: [1, 2] },
  ]);
  expect(partsAt('token', 'one two', tokens).filter(({ special }) => special)).toHaveLength(2);
});
