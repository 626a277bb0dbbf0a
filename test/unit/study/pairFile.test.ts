import { describe, expect, it } from 'vitest';
import { readPairFile } from '../../../src/study/input/pairFile.js';

const read = (name: string, text: string) =>
  readPairFile(name, new TextEncoder().encode(text)).pairs;
const message = (name: string, text: string): string => {
  try {
    read(name, text);
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
};

describe('files of pairs', () => {
  it('are read by position where no header names the columns', () => {
    expect(read('x.tsv', 'one text\tanother\t3.5\nthird\tfourth\t0\n')).toEqual([
      { a: 'one text', b: 'another', label: 3.5, line: 1, more: {} },
      { a: 'third', b: 'fourth', label: 0, line: 2, more: {} },
    ]);
    expect(read('x.csv', 'one;another\nthird;fourth')).toHaveLength(2);
    expect(read('pairs', 'one\tanother\n')[0]).toMatchObject({
      a: 'one',
      b: 'another',
      label: null,
    });
  });

  it('are read by name where a header names them, in any order, behind a byte order mark', () => {
    const [pair] = read(
      'x.csv',
      '\ufeffgenre,Score,Sentence_2,sentence 1\r\nnews,4.2,b text,a text\r\n',
    );
    expect(pair).toEqual({
      a: 'a text',
      b: 'b text',
      label: 4.2,
      line: 2,
      more: { genre: 'news', score: '4.2' },
    });
  });

  it('skip a header of unknown names above numbers', () => {
    expect(read('x.csv', 'first one,other one,value\na b,c d,1\n').map(({ line }) => line)).toEqual(
      [2],
    );
  });

  it('keep quotes, delimiters and line breaks of quoted fields', () => {
    const [first, second] = read('x.csv', 'a,b\n"x, ""y""\r\nz",w\n\n\nlast,one\n');
    expect(first).toMatchObject({ a: 'x, "y"\r\nz', b: 'w', line: 2 });
    expect(second).toMatchObject({ a: 'last', line: 6 });
  });

  it('take quotes of tab-separated files that do not pair up as characters', () => {
    const [first, second] = read('x.tsv', '"He said so\tand left\t3\n5" disks\told\t4\n');
    expect(first?.a).toBe('"He said so');
    expect(second?.a).toBe('5" disks');
  });

  it('may be JSON lines of objects or of lists', () => {
    const pairs = read(
      'x.jsonl',
      '{"query":"q","passage":"p","label":1,"language":"go"}\n\n["x","y"]\n',
    );
    expect(pairs).toEqual([
      { a: 'q', b: 'p', label: 1, line: 1, more: { label: '1', language: 'go' } },
      { a: 'x', b: 'y', label: null, line: 3, more: {} },
    ]);
  });

  it('keep names as labels where no label is a number', () => {
    const labels = read('x.csv', 'text1,text2,relation\na,b,synonym\nc,d,opposite\ne,f,\n');
    expect(labels.map(({ label }) => label)).toEqual(['synonym', 'opposite', null]);
  });
});

describe('malformed files of pairs', () => {
  it.each([
    ['x.csv', 'a,b\nx,y\n\nz\n', 'expected the second text at line 4, column 2, got only 1 column'],
    [
      'x.csv',
      'a,b\nx,\n',
      'expected words in the second text at line 2, column 2, got a blank one',
    ],
    [
      'x.csv',
      'a,b,score\nx,y,3\nz,w,three\n',
      'expected a number as label at line 3, column 3, got "three"',
    ],
    ['x.csv', 'a,b\nx,y\n"open,z\n', 'closing quote at line 3, column 1, got the end of the file'],
    ['x.csv', 'a,b\nx,"y" z\n', 'at line 2, column 2, got more text'],
    ['x.csv', 'a,b\nx y,z "w"\n', 'at line 2, column 2, got a quote in the middle'],
    ['x.jsonl', '{"a":"x","b":"y"}\n{"a":"x" "b":"y"}\n', 'expected JSON at line 2, column 10'],
    [
      'x.jsonl',
      '{"a":"x","b":{}}\n',
      'expected a text or a number at line 1, column 14, got object',
    ],
    ['x.jsonl', '{"one":"x","two":"y"}\n', 'expected text1 and text2'],
    ['x.jsonl', '17\n', 'expected an object or a list at line 1, column 1, got 17'],
    ['x.csv', '', 'expected pairs of texts, got none in x.csv'],
    ['x.csv', 'text1,text2\n', 'expected rows below the header at line 1, got none'],
    ['x.conllu', '1\ta', 'CoNLL-U is given for each side'],
  ])('%s %j: %s', (name, text, expected) => {
    expect(message(name, text)).toContain(expected);
  });

  it('that are no UTF-8 text are refused', () => {
    expect(() => readPairFile('x.csv', Uint8Array.of(0xff, 0xfe, 0x41, 0))).toThrow(
      'expected a UTF-8',
    );
    expect(() => readPairFile('x.csv', Uint8Array.of(0xc3, 0x28))).toThrow('expected UTF-8');
  });
});
