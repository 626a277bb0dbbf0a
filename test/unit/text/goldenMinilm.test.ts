import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bundledTokenizer } from './bundledTokenizer.js';

interface Pair {
  a: string;
  b: string;
  idsA: number[];
  idsB: number[];
  offsetsA: [number, number][];
  offsetsB: [number, number][];
}

const golden = JSON.parse(
  readFileSync(new URL('../../fixtures/golden/minilm.json', import.meta.url), 'utf8'),
) as { pairs: Pair[] };

/** The golden file counts code points, and gives template tokens [0, 0]. */
function inUtf16(text: string, [from, to]: [number, number]): [number, number] | null {
  const points = [...text];
  const units = (count: number): number => points.slice(0, count).join('').length;
  return from === to ? null : [units(from), units(to)];
}

describe('the bundled model’s tokenizer agrees with its reference', () => {
  const tokenizer = bundledTokenizer();
  const texts = golden.pairs.flatMap((p) => [
    { text: p.a, ids: p.idsA, offsets: p.offsetsA },
    { text: p.b, ids: p.idsB, offsets: p.offsetsB },
  ]);

  it.each(texts)('on ids and spans of $text', ({ text, ids, offsets }) => {
    const { tokens, unread } = tokenizer.encode(text, 256);
    expect(tokens.map((t) => t.id)).toEqual(ids);
    expect(
      tokens.map((t) => (t.start === null || t.end === null ? null : [t.start, t.end])),
    ).toEqual(offsets.map((o) => inUtf16(text, o)));
    expect(unread).toBeNull();
  });
});
