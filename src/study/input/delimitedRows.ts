/** Rows of a CSV or TSV file, with the line that each begins on. */
import { CsvError, parse } from 'csv-parse/sync';
import { InputError } from '../../attribution/inputError.js';
import type { Row } from './row.js';

export type Delimiter = ',' | ';' | '\t';

/**
 * Rows in order, blank lines left out. Fields may be quoted, with line breaks in them (RFC 4180).
 * Tab-separated files are often written without any quoting: where quotes do not pair up, all of
 * them are taken as characters of the texts.
 * Throws InputError naming line and column.
 */
export function delimitedRows(text: string, delimiter: Delimiter): Row[] {
  try {
    const rows = read(text, delimiter, true);
    return delimiter === '\t' && rows.some(isSwallowed) ? read(text, delimiter, false) : rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    if (delimiter === '\t') return read(text, delimiter, false);
    throw readable(error, text);
  }
}

/** Whether a quote that opened nothing took other fields along. */
const isSwallowed = ({ cells }: Row) =>
  cells.some(({ value }) => typeof value === 'string' && /^"[^]*[\t\n]/.test(value));

/** What `info: true` gives; the library's types do not follow the option. */
interface InfoRecord {
  readonly record: readonly string[];
  readonly info: { readonly bytes: number };
}

function read(text: string, delimiter: Delimiter, quotes: boolean): Row[] {
  const records = parse(text, {
    delimiter,
    quote: quotes ? '"' : null,
    // Unquoted fields of tab-separated files may hold quotes.
    relax_quotes: delimiter === '\t',
    relax_column_count: true,
    skip_empty_lines: true,
    info: true,
  }) as unknown as readonly InfoRecord[];
  const lineOf = lineCounter(text);
  let from = 0;
  return records.map(({ record, info }) => {
    const line = lineOf(from);
    from = info.bytes;
    return { line, cells: record.map((value, i) => ({ value, column: i + 1 })) };
  });
}

/** Line of the first character at or after a byte that is no line end; offsets must not fall. */
function lineCounter(text: string): (byte: number) => number {
  const bytes = Buffer.from(text);
  let [at, line] = [0, 1];
  return (byte) => {
    while (at < bytes.length && (at < byte || bytes[at] === 10 || bytes[at] === 13)) {
      if (bytes[at++] === 10) line += 1;
    }
    return line;
  };
}

function readable(error: CsvError, text: string): InputError {
  const { bytes_records: start, index } = error as unknown as {
    readonly bytes_records: number;
    readonly index: number;
  };
  const at = `line ${lineCounter(text)(start)}, column ${index + 1}`;
  const message = MESSAGES.get(error.code);
  return new InputError(
    message
      ? `Pairs: expected ${message[0]} at ${at}, got ${message[1]}`
      : `Pairs: expected a readable row at ${at}, got: ${error.message}`,
  );
}

/** What was expected, and what was found instead. */
const MESSAGES: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['CSV_QUOTE_NOT_CLOSED', ['a field with a closing quote', 'the end of the file']],
  [
    'CSV_INVALID_CLOSING_QUOTE',
    ['a field that ends with its closing quote (double the quotes inside)', 'more text'],
  ],
  [
    'INVALID_OPENING_QUOTE',
    ['a field quoted from its beginning (double the quotes inside)', 'a quote in the middle'],
  ],
]);
