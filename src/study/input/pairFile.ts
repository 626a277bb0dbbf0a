/** Pairs of texts from TSV, CSV or JSON lines: text, text, optional label, further columns by name. */
import { InputError } from '../../attribution/inputError.js';
import { decodeText } from './decodeText.js';
import { type Delimiter, delimitedRows } from './delimitedRows.js';
import { jsonRows } from './jsonRows.js';
import {
  type PairColumns,
  delimitedColumns,
  isNumber,
  namedColumns,
  plainName,
} from './pairColumns.js';
import { type Cell, type Row, place, quoted } from './row.js';

export interface Pair {
  readonly a: string;
  readonly b: string;
  /** A number where the file's labels are numbers; null where there is none. */
  readonly label: number | string | null;
  /** Where it stands in its file, counted from 1. */
  readonly line: number;
  /** Further columns by their plain name: lower case, letters and digits only. */
  readonly more: Readonly<Record<string, string>>;
}

export interface PairFile {
  /** For people: a file's name, or "bundled". */
  readonly name: string;
  readonly pairs: readonly Pair[];
}

/**
 * @param name of the file; its ending tells the format, else its content does
 * Throws InputError in one sentence that names line and column.
 */
export function readPairFile(name: string, bytes: Uint8Array): PairFile {
  const text = decodeText('Pairs', name, bytes);
  if (/\.conllu?$/i.test(name)) {
    throw new InputError(
      `Pairs: expected .tsv, .csv or .jsonl, got ${name}; CoNLL-U is given for each side, with --conllu-a and --conllu-b`,
    );
  }
  const format = formatOf(name, text);
  const rows = format === 'json' ? jsonRows(text) : delimitedRows(text, format);
  if (rows.length === 0) {
    throw new InputError(`Pairs: expected pairs of texts, got none in ${name}`);
  }
  if (format === 'json') return { name, pairs: labelled(rows.map(jsonPair)) };
  const columns = delimitedColumns(rows);
  const body = columns.header ? rows.slice(1) : rows;
  if (body.length === 0) {
    throw new InputError(`Pairs: expected rows below the header at line 1, got none in ${name}`);
  }
  return { name, pairs: labelled(body.map((row) => pairOf(row, columns))) };
}

function formatOf(name: string, text: string): Delimiter | 'json' {
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase();
  const [first = ''] = text.trimStart().split(/\r\n|\n|\r/, 1);
  if (ending === 'jsonl' || ending === 'ndjson' || ending === 'json') return 'json';
  if (ending === 'tsv' || ending === 'tab') return '\t';
  if (ending !== 'csv' && /^[{[]/.test(first)) return 'json';
  const count = (character: string) => first.split(character).length - 1;
  if (count('\t') > 0) return '\t';
  return count(';') > count(',') ? ';' : ',';
}

/** A pair whose label's kind is not known before all are read. */
interface Unsettled extends Omit<Pair, 'label'> {
  readonly row: Row;
  readonly label: Cell | undefined;
}

function jsonPair(row: Row): Unsettled {
  const names = row.cells.map(({ name }) => name ?? '');
  const columns = names.some((name) => name !== '')
    ? namedColumns(names, false)
    : { a: 0, b: 1, label: row.cells.length > 2 ? 2 : null, names: [], header: false };
  if (columns) return pairOf(row, columns);
  throw new InputError(
    `Pairs: expected text1 and text2 (or a and b, sentence1 and sentence2, query and passage) at ${place(row, 1)}, ` +
      `got ${names.map((name) => quoted(name)).join(', ') || 'no keys'}`,
  );
}

function pairOf(row: Row, columns: PairColumns): Unsettled {
  const { a, b, label, names } = columns;
  const more = names.flatMap((name, i) => {
    const value = row.cells[i]?.value;
    return i === a || i === b || value === undefined || value === null || String(value) === ''
      ? []
      : [[plainName(name), String(value)] as const];
  });
  return {
    a: textAt(row, a, 'first'),
    b: textAt(row, b, 'second'),
    label: label === null ? undefined : row.cells[label],
    line: row.line,
    more: Object.fromEntries(more),
    row,
  };
}

function textAt(row: Row, position: number, which: 'first' | 'second'): string {
  const cell = row.cells[position];
  if (!cell) {
    throw new InputError(
      `Pairs: expected the ${which} text at ${place(row, position + 1)}, got only ${row.cells.length} column${row.cells.length === 1 ? '' : 's'}`,
    );
  }
  const text = String(cell.value ?? '');
  if (text.trim() !== '') return text;
  throw new InputError(
    `Pairs: expected words in the ${which} text at ${place(row, cell.column)}, got a blank one`,
  );
}

/** Labels are numbers, all of them, or names. */
function labelled(rows: readonly Unsettled[]): Pair[] {
  const textOf = (cell: Cell | undefined) => String(cell?.value ?? '').trim();
  const numeric = rows.some(({ label }) => isNumber(textOf(label)));
  return rows.map(({ row, label, ...pair }) => {
    const text = textOf(label);
    if (text === '') return { ...pair, label: null };
    if (!numeric) return { ...pair, label: text };
    if (isNumber(text)) return { ...pair, label: Number(text) };
    throw new InputError(
      `Pairs: expected a number as label at ${place(row, label?.column ?? 1)}, got ${quoted(text)}`,
    );
  });
}
