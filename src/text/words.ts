import type { TextToken } from './tokenizer.js';

/** A word of the text: one or more pieces of the tokenizer. */
export interface Word {
  /** The text's own characters; the vocabulary form for tokens that stand for none. */
  readonly text: string;
  readonly start: number | null;
  readonly end: number | null;
  readonly special: boolean;
  /** Indices of its tokens, in order. */
  readonly tokens: readonly number[];
}

/**
 * Groups tokens into words, as Unicode segments text (UAX #29): `don't` and `snake_case` are one,
 * punctuation stays its own, CJK follows the platform's dictionary. Special tokens and tokens without
 * a span stay alone. Invariant: a partition of the token indices, in order. Cost: linear.
 */
export function groupWords(text: string, tokens: readonly TextToken[]): Word[] {
  const segments = [...new Intl.Segmenter('en', { granularity: 'word' }).segment(text)];
  const groups: { tokens: number[]; segment: number }[] = [];
  let segment = 0;
  tokens.forEach((token, index) => {
    if (token.special || token.start === null || token.end === null) {
      groups.push({ tokens: [index], segment: -1 });
      return;
    }
    while ((segments[segment + 1]?.index ?? Infinity) <= token.start) segment += 1;
    const last = groups.at(-1);
    // Pieces that share a character (bytes of one emoji) belong together whatever the segments say.
    const before = tokens[index - 1]?.end ?? 0;
    if (last && last.segment >= 0 && (last.segment === segment || token.start < before)) {
      last.tokens.push(index);
    } else {
      groups.push({ tokens: [index], segment });
    }
  });
  return groups.map((group) => wordOf(text, tokens, group.tokens));
}

function wordOf(text: string, tokens: readonly TextToken[], indices: readonly number[]): Word {
  const members = indices.flatMap((index) => tokens[index] ?? []);
  const start = members[0]?.start ?? null;
  const end = members.reduce<number | null>(
    (most, { end: own }) => (own === null ? most : Math.max(most ?? own, own)),
    null,
  );
  const form = members.map((member) => member.text).join('');
  return {
    text: start === null || end === null ? form : text.slice(start, end),
    start,
    end,
    special: members.some((member) => member.special),
    tokens: indices,
  };
}
