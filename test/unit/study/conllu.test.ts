import { describe, expect, it } from 'vitest';
import { readConllu } from '../../../src/study/input/conllu.js';
import { placeWords, textOfSentence } from '../../../src/study/input/placeWords.js';
import { syntaxProbes } from '../../../src/study/probes/syntaxProbes.js';
import { syntaxItems } from '../../../src/study/syntaxItems.js';

const word = (
  id: string,
  form: string,
  head: string,
  relation: string,
  misc = '_',
  upos = 'NOUN',
) => [id, form, form.toLowerCase(), upos, '_', '_', head, relation, '_', misc].join('\t');

const SENTENCE = [
  "# text = I don't care.",
  word('1', 'I', '4', 'nsubj'),
  ['2-3', "don't", ...Array<string>(8).fill('_')].join('\t'),
  word('2', 'do', '4', 'aux'),
  word('3', "n't", '4', 'advmod'),
  word('4', 'care', '0', 'root', 'SpaceAfter=No'),
  ['4.1', 'much', ...Array<string>(8).fill('_')].join('\t'),
  word('5', '.', '4', 'punct'),
].join('\n');

const message = (text: string): string => {
  try {
    readConllu('x.conllu', text);
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
};

describe('CoNLL-U', () => {
  it('gives words, multiword tokens and the text, without empty nodes', () => {
    const [sentence] = readConllu('x.conllu', `${SENTENCE}\n\n`);
    expect(sentence?.text).toBe("I don't care.");
    expect(sentence?.surfaces.map(({ form }) => form)).toEqual(['I', "don't", 'care', '.']);
    expect(sentence?.surfaces[1]?.words.map(({ form }) => form)).toEqual(['do', "n't"]);
    expect(sentence?.surfaces[1]?.words[1]).toMatchObject({ relation: 'advmod', line: 5 });
  });

  it('spells a sentence without a text from its words', () => {
    const [sentence] = readConllu('x', SENTENCE.split('\n').slice(1).join('\n'));
    expect(sentence && textOfSentence(sentence)).toBe("I don't care.");
  });

  it('finds words in their text; those of a multiword token share it', () => {
    const sentences = readConllu('x', SENTENCE);
    const { words, next } = placeWords('x', sentences, 0, "  I don't\ncare .", 'a text');
    expect(next).toBe(1);
    expect(words.map(({ form, start, end }) => [form, start, end])).toEqual([
      ['I', 2, 3],
      ['do', 4, 6],
      ["n't", 6, 9],
      ['care', 10, 14],
      ['.', 15, 16],
    ]);
  });

  it('gives all of a multiword token to its first word where the words do not spell it', () => {
    const text = [
      ['1-2', 'du', ...Array<string>(8).fill('_')].join('\t'),
      word('1', 'de', '3', 'case'),
      word('2', 'le', '3', 'det'),
      word('3', 'pain', '0', 'root'),
    ].join('\n');
    const { words } = placeWords('x', readConllu('x', text), 0, 'du pain', 'a text');
    expect(words.map(({ form, start, end }) => [form, start, end])).toEqual([
      ['de', 0, 2],
      ['pain', 3, 7],
    ]);
  });

  it.each([
    ['1\tI\ti', 'expected 10 columns parted by tabs at line 1 of x.conllu, got 3 (column 4)'],
    [word('2', 'I', '0', 'root'), 'expected 1 at line 1, column 1 (ID) of x.conllu, got "2"'],
    [
      word('1', 'I', '2', 'root'),
      'expected the number of a word from 0 to 1 at line 1, column 7 (HEAD)',
    ],
    [word('1', 'I', '0', '_'), 'expected a relation such as nsubj at line 1, column 8 (DEPREL)'],
    [word('1', 'I', '0', 'root', '_', 'noun'), 'at line 1, column 4 (UPOS)'],
    [word('1', '', '0', 'root'), 'expected a value or _ at line 1, column 2 (FORM)'],
    [
      word('x', 'I', '0', 'root'),
      'expected a number, a range or a decimal at line 1, column 1 (ID)',
    ],
    ['# text = nothing', 'expected sentences in x.conllu, got none'],
  ])('refuses %j: %s', (text, expected) => {
    expect(message(text)).toContain(expected);
  });
});

describe('pairs of parsed texts', () => {
  const file = (name: string, text: string) => ({ name, text });
  const pair = (a: string, b: string) => ({ a, b, label: null, line: 7, more: {} });

  it('take as many sentences as a text holds', () => {
    const one = file('a.conllu', `${SENTENCE}\n\n${SENTENCE}\n`);
    const other = file('b.conllu', SENTENCE);
    const [item] = syntaxItems(one, other, [pair("I don't care. I don't care.", "I don't care.")]);
    expect(item?.wordsA).toHaveLength(10);
    expect(item?.wordsB).toHaveLength(5);
  });

  it('that do not match are refused with the first word that is off', () => {
    const one = file('a.conllu', SENTENCE);
    expect(() => syntaxItems(one, one, [pair("I don't know.", "I don't care.")])).toThrow(
      'CoNLL-U: expected "care" (line 6, column 2 of a.conllu) at character 9 of the first text of pair 7, got "know."',
    );
    expect(() => syntaxItems(one, one, [pair("I don't care. No", "I don't care.")])).toThrow(
      'expected words for "No" of the first text of pair 7, got the end of a.conllu',
    );
    const two = file('two.conllu', `${SENTENCE}\n\n${SENTENCE}\n`);
    expect(() => syntaxItems(one, two, null)).toThrow(
      'as many sentences in a.conllu as in two.conllu, got 1 and 2',
    );
    expect(() => syntaxItems(two, one, [pair("I don't care.", "I don't care.")])).toThrow(
      'expected sentences for 1 pairs in two.conllu, got more: line 11',
    );
  });

  it('of the bundled sample are 100, each with one root', () => {
    const { a, b } = syntaxProbes();
    const items = syntaxItems(a, b, null);
    expect(items).toHaveLength(100);
    for (const { wordsA, wordsB } of items) {
      for (const words of [wordsA, wordsB]) {
        expect(words.filter(({ relation }) => relation === 'root')).toHaveLength(1);
      }
    }
  });
});
