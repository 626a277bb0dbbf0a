import { describe, expect, it } from 'vitest';
import { adjectiveItems } from '../../../src/study/adjectiveItems.js';
import { guessLanguage, languageNamed } from '../../../src/study/code/languages.js';
import { ROLES, roleAt, roleSpans } from '../../../src/study/code/roles.js';
import { negationItems } from '../../../src/study/negationItems.js';
import { negatorsIn, withoutNegator } from '../../../src/study/negators.js';
import { adjectiveProbes } from '../../../src/study/probes/adjectiveProbes.js';
import { codeProbes } from '../../../src/study/probes/codeProbes.js';
import { lexicalProbes } from '../../../src/study/probes/lexicalProbes.js';
import { negationProbes } from '../../../src/study/probes/negationProbes.js';
import { samplePairs } from '../../../src/study/probes/samplePairs.js';
import { wordMatrix } from '../../../src/study/wordMatrix.js';
import { firstCharacter, tokensIn } from '../../../src/study/words.js';

const pair = (
  a: string,
  b: string,
  more: Record<string, string> = {},
  label: string | null = null,
) => {
  return { a, b, label, line: 4, more };
};

describe('negators', () => {
  it.each([
    ['It is not late.', 'It is late.'],
    ["She can't swim.", 'She can swim.'],
    ['They won’t come.', 'They will come.'],
    ["He didn't know.", 'He did know.'],
    ['Nobody came.', 'Somebody came.'],
    ['No smoking here', 'Smoking here'],
    ['It works without power.', 'It works with power.'],
    ['She cannot see nothing.', 'She can see nothing.'],
    ['A notable knot', 'A notable knot'],
  ])('%j without its first negator is %j', (text, expected) => {
    expect(withoutNegator(text)).toBe(expected);
  });

  it('are found where they stand; of a contraction it is the n’t', () => {
    const text = "We don't know, and never did.";
    expect(negatorsIn(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      "n't",
      'never',
    ]);
  });

  it('make items of pairs with one in just one text, or with a column', () => {
    const [item] = negationItems([pair('It is not late.', 'It is early.')]);
    expect(item).toMatchObject({
      a: 'It is early.',
      plain: 'It is late.',
      negated: 'It is not late.',
      first: true,
    });
    expect(negationItems([pair('Not late', 'not early'), pair('late', 'early')])).toEqual([]);
    const [given] = negationItems([pair('a', 'b is', { negated: 'b is not', control: 'b is so' })]);
    expect(given).toMatchObject({ plain: 'b is', negated: 'b is not', control: 'b is so' });
    expect(() => negationItems([pair('a', 'b', { negated: 'c' })])).toThrow(
      'column negated at line 4, got none',
    );
  });
});

describe('adjective pairs', () => {
  it('are the words of the columns, or the one word that differs', () => {
    const [given] = adjectiveItems([
      pair('The big house', 'A large house', { adjective1: 'Big', adjective2: 'large' }, 'synonym'),
    ]);
    expect(given).toMatchObject({
      relation: 'synonym',
      first: { word: 'big', start: 4 },
      second: { word: 'large' },
    });
    const [found] = adjectiveItems([pair('It is hot.', 'It is cold.', {}, 'Antonym')]);
    expect(found).toMatchObject({
      relation: 'opposite',
      second: { word: 'cold', start: 6, end: 10 },
    });
  });

  it('need a relation and words that stand in their texts', () => {
    expect(() => adjectiveItems([pair('It is hot.', 'It is cold.')])).toThrow(
      'expected synonym or opposite as the label of line 4, got none',
    );
    expect(() => adjectiveItems([pair('It was hot.', 'It is cold.', {}, 'opposite')])).toThrow(
      'differ in one word, at line 4, got texts that differ in 2',
    );
    const more = { adjective1: 'warm', adjective2: 'cold' };
    expect(() => adjectiveItems([pair('It is hot.', 'It is cold.', more, 'opposite')])).toThrow(
      'expected the word "warm"',
    );
  });
});

describe('roles in code', () => {
  const CODE: [string, string, Record<string, string>][] = [
    [
      'python',
      '# add\ndef add(x):\n    return x + "a"',
      {
        '# add': 'comment',
        def: 'keyword',
        'x)': 'identifier',
        '"a"': 'literal',
        '+': 'punctuation',
      },
    ],
    [
      'typescript',
      'const total: number = f(1); // sum',
      {
        const: 'keyword',
        total: 'identifier',
        '1': 'literal',
        ';': 'punctuation',
        '// sum': 'comment',
      },
    ],
    [
      'java',
      'class A { int f() { return null; } }',
      { class: 'keyword', A: 'identifier', int: 'keyword', null: 'literal', '{': 'punctuation' },
    ],
    [
      'go',
      'func f(n int) string { return "x" /* y */ }',
      {
        func: 'keyword',
        'f(': 'identifier',
        '"x"': 'literal',
        '/* y': 'comment',
        '(': 'punctuation',
      },
    ],
    [
      'rust',
      'fn f(n: u32) -> bool { n > 1 } // ok',
      { fn: 'keyword', 'n:': 'identifier', '1': 'literal', '>': 'punctuation', '// ok': 'comment' },
    ],
    [
      'cpp',
      'int f(int n) { return n <= 2; } // ok',
      {
        return: 'keyword',
        'n <': 'identifier',
        '2': 'literal',
        '<': 'punctuation',
        '// ok': 'comment',
      },
    ],
    [
      'php',
      'function f($n) { return "x"; } // ok',
      {
        function: 'keyword',
        $n: 'identifier',
        '"x"': 'literal',
        ';': 'punctuation',
        '// ok': 'comment',
      },
    ],
  ];

  it.each(CODE)('of %s', (language, text, expected) => {
    const spans = roleSpans(text, languageNamed(language, ''));
    for (const [part, role] of Object.entries(expected)) {
      expect([part, roleAt(text, spans, text.indexOf(part))]).toEqual([part, role]);
    }
    expect(roleAt(text, spans, text.indexOf(' '))).not.toBe('keyword');
  });

  it('are found where the language is guessed', () => {
    expect(guessLanguage('def f(x):\n    return [y for y in x]')).toBe('python');
    expect(guessLanguage('fn f(x: &str) -> Vec<u8> { let y = x; y.into() }')).toBe('rust');
    expect(guessLanguage('How do I retry a request (with backoff)?')).toBeNull();
    expect(guessLanguage('a plain sentence')).toBeNull();
  });

  it('name the languages there are', () => {
    expect(languageNamed(' C++ ', '')).toBe('cpp');
    expect(() => languageNamed('cobol', 'at line 3')).toThrow('at line 3, got "cobol"');
  });
});

describe('words', () => {
  const token = (start: number, end: number, special = false) => {
    return { text: '', id: 0, start, end, special };
  };

  it('own the tokens that begin in them, a leading space aside', () => {
    const text = "I don't care";
    const tokens = [token(0, 1), token(1, 5), token(5, 7), token(7, 12)];
    expect(tokensIn({ start: 2, end: 7 }, text, tokens)).toEqual([1, 2]);
    expect(firstCharacter(text, token(7, 12))).toBe(8);
    expect(firstCharacter(text, token(0, 1, true))).toBeNull();
  });

  it('make matrices that models with other tokens have, too', () => {
    const text = 'unhappy cat';
    const whole = { tokensA: [token(0, 7), token(7, 11)], tokensB: [token(0, 3)] };
    const pieces = { tokensA: [token(0, 2), token(2, 7), token(8, 11)], tokensB: [token(0, 3)] };
    const rest = {
      ...{ score: 0, layer: 0, unread: 0, reference: { token: '', id: 0 } },
      ...{ marginalA: [], marginalB: [] },
    };
    const ledger = { constant: 0, onlyA: 0, onlyB: 0, pairs: 0, residual: 0 };
    const a = wordMatrix({ a: text, b: 'dog' }, { ...rest, ledger, ...whole, matrix: [[3], [4]] });
    const b = wordMatrix(
      { a: text, b: 'dog' },
      { ...rest, ledger, ...pieces, matrix: [[1], [2], [4]] },
    );
    expect(a.words).toBe(b.words);
    expect(a.entries).toEqual([3, 4]);
    expect(b.entries).toEqual([3, 4]);
  });
});

describe('bundled samples', () => {
  it.each([
    ['sample', samplePairs()],
    ['negation', negationProbes()],
    ['adjectives', adjectiveProbes()],
    ['code', codeProbes()],
    ['lexical', lexicalProbes()],
  ])('%s: about a hundred different pairs with words', (_, pairs) => {
    expect(pairs.length).toBeGreaterThan(85);
    expect(pairs.length).toBeLessThan(115);
    expect(new Set(pairs.map(({ a, b, more }) => JSON.stringify([a, b, more]))).size).toBe(
      pairs.length,
    );
    for (const { a, b } of pairs) {
      expect(a.trim()).not.toBe('');
      expect(b.trim()).not.toBe('');
    }
  });

  it('negation: the negated text is the plain one with a negator', () => {
    for (const item of negationItems(negationProbes())) {
      expect(withoutNegator(item.negated)).toBe(item.plain);
      expect(item.control).not.toBeNull();
    }
  });

  it('adjectives: as many synonyms as opposites, each in its text', () => {
    const items = adjectiveItems(adjectiveProbes());
    expect(items.filter(({ relation }) => relation === 'synonym')).toHaveLength(items.length / 2);
  });

  it('code: five languages, each with all roles but literals', () => {
    for (const { b, more } of codeProbes()) {
      const roles = new Set(
        roleSpans(b, languageNamed(more.language ?? '', '')).map(({ role }) => role),
      );
      const expected = ROLES.filter((role) => role !== 'literal');
      expect([b, expected.filter((role) => !roles.has(role))]).toEqual([b, []]);
    }
    expect(new Set(codeProbes().map(({ more }) => more.language)).size).toBe(5);
  });
});
