import fc from 'fast-check';

/** Fragments in which offsets go wrong when they go wrong anywhere. */
const fragments = fc.constantFrom(
  ...[
    'a',
    'the',
    'Café',
    'e\u0301',
    '\u0301',
    '\u0323',
    'ﬁ',
    'İ',
    'ΟΔΟΣ',
    'ß',
    'Å',
    '½',
    'ｶﾞ',
    'か\u3099',
  ],
  ...['日本', '𠮷', '한국', '\u1112\u1161\u11ab', '👍🏽', '👨‍👩‍👧', '🇦🇩', 'שלום', 'مرحبا', '\u202e'],
  ...[
    ' ',
    '  ',
    '\t',
    '\n',
    '\r\n',
    '\r',
    '\u00a0',
    '\u3000',
    '\u2028',
    '\u200b',
    '\u200d',
    '\ufeff',
    '\u00ad',
  ],
  ...[
    '\0',
    '\x01',
    '\x7f',
    '\x85',
    '\ufffd',
    '.',
    '...',
    '_',
    "don't",
    '—',
    '(',
    '[SEP]',
    '[MASK]',
    '<mask>',
  ],
  ...[
    '</s>',
    '[UNK]',
    '▁',
    '##ing',
    'x'.repeat(101),
    'LIGHT',
    'hit',
    '<r>',
    '<l>',
    '|||IP|||',
    '12',
    '१',
  ],
);

const mixture = fc.array(fragments, { maxLength: 24 }).map((parts) => parts.join(''));

/** Well-formed text of every kind: any code points, graphemes, and mixtures of hard cases. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: mixture, weight: 3 },
  { arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }), weight: 1 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 40 }), weight: 1 },
);
