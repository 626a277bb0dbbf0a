/** Sentences from CoNLL-U (https://universaldependencies.org/format.html). */
import { InputError } from '../../attribution/inputError.js';
import { quoted } from './row.js';

export interface Word {
  readonly form: string;
  readonly lemma: string;
  readonly upos: string;
  /** With its subtype: "nsubj:pass". */
  readonly relation: string;
  readonly line: number;
}

/** What stands in the text: a word, or a multiword token for several. */
export interface Surface {
  readonly form: string;
  readonly words: readonly Word[];
  /** Whether white space may follow. */
  readonly spaceAfter: boolean;
  readonly line: number;
}

export interface Sentence {
  /** Line of its first word. */
  readonly line: number;
  /** From "# text = …"; null: not given. */
  readonly text: string | null;
  readonly surfaces: readonly Surface[];
}

interface Line {
  readonly number: number;
  readonly fields: readonly string[];
}

const COLUMNS = [
  ...['ID', 'FORM', 'LEMMA', 'UPOS', 'XPOS', 'FEATS', 'HEAD', 'DEPREL', 'DEPS', 'MISC'],
];

/**
 * @param name of the file, for messages
 * Throws InputError naming line and column.
 */
export function readConllu(name: string, text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let lines: Line[] = [];
  let written: string | null = null;
  const finish = () => {
    if (lines.length > 0) sentences.push(sentenceOf(name, lines, written));
    [lines, written] = [[], null];
  };
  text.split(/\r\n|\n/).forEach((line, i) => {
    if (line.trim() === '') finish();
    else if (line.startsWith('#')) {
      written = /^#\s*text\s*=\s*(.*)$/.exec(line)?.[1]?.trim() ?? written;
    } else lines.push({ number: i + 1, fields: fieldsOf(name, line, i + 1) });
  });
  finish();
  if (sentences.length === 0) {
    throw new InputError(`CoNLL-U: expected sentences in ${name}, got none`);
  }
  return sentences;
}

function fieldsOf(name: string, line: string, number: number): string[] {
  const fields = line.split('\t');
  if (fields.length !== COLUMNS.length) {
    throw new InputError(
      `CoNLL-U: expected ${COLUMNS.length} columns parted by tabs at line ${number} of ${name}, ` +
        `got ${fields.length} (column ${Math.min(fields.length, COLUMNS.length) + (fields.length < COLUMNS.length ? 1 : 0)})`,
    );
  }
  const empty = fields.findIndex((field) => field === '');
  if (empty < 0) return fields;
  throw wrong(name, number, empty, 'a value or _', '');
}

function wrong(name: string, line: number, column: number, expected: string, got: string) {
  return new InputError(
    `CoNLL-U: expected ${expected} at line ${line}, column ${column + 1} (${COLUMNS[column]}) of ${name}, got ${quoted(got)}`,
  );
}

function sentenceOf(name: string, lines: readonly Line[], text: string | null): Sentence {
  const words = lines.filter(({ fields: [id = ''] }) => /^\d+$/.test(id));
  const surfaces: Surface[] = [];
  let [next, covered] = [1, 0];
  for (const { number, fields } of lines) {
    const [id = '', form = ''] = fields;
    const spaceAfter = !(fields[9] ?? '').split('|').includes('SpaceAfter=No');
    const range = /^(\d+)-(\d+)$/.exec(id);
    if (range) {
      const [from, to] = [Number(range[1]), Number(range[2])];
      if (from !== next || to <= from || to > words.length) {
        throw wrong(name, number, 0, `a range from ${next} within ${words.length} words`, id);
      }
      covered = to;
      const inside = words.slice(from - 1, to).map((line) => wordOf(name, line, words.length));
      surfaces.push({ form, words: inside, spaceAfter, line: number });
    } else if (/^\d+$/.test(id)) {
      if (Number(id) !== next) throw wrong(name, number, 0, String(next), id);
      const word = wordOf(name, { number, fields }, words.length);
      if (next > covered) surfaces.push({ form, words: [word], spaceAfter, line: number });
      next += 1;
    } else if (!/^\d+\.\d+$/.test(id)) {
      throw wrong(name, number, 0, 'a number, a range or a decimal', id);
    }
  }
  const line = lines[0]?.number ?? 1;
  if (surfaces.length > 0) return { line, text, surfaces };
  throw new InputError(
    `CoNLL-U: expected words in the sentence at line ${line} of ${name}, got none`,
  );
}

function wordOf(name: string, { number, fields }: Line, count: number): Word {
  const [, form = '', lemma = '', upos = '', , , head = '', relation = ''] = fields;
  if (!/^\d+$/.test(head) || Number(head) > count) {
    throw wrong(name, number, 6, `the number of a word from 0 to ${count}`, head);
  }
  if (!/^[A-Z]+$/.test(upos)) throw wrong(name, number, 3, 'a part of speech such as NOUN', upos);
  if (!/^[a-z]+(:[a-z_]+)*$/i.test(relation)) {
    throw wrong(name, number, 7, 'a relation such as nsubj', relation);
  }
  return { form, lemma, upos, relation, line: number };
}
