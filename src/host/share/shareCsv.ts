import type { Side } from '../../protocol.js';
import { type Shared, tokensOn } from './shared.js';

const HEAD = [
  'a_index',
  'a_token',
  'a_start',
  'a_end',
  'b_index',
  'b_token',
  'b_start',
  'b_end',
  'value',
];

/**
 * One line a pair, with all digits (RFC 4180, UTF-8). Tokens stand as their texts have them; one that a
 * spreadsheet would take for a formula has an apostrophe in front.
 */
export function shareCsv(shared: Shared): string {
  const { matrix } = shared.explanation;
  const [rows, columns] = [cells(shared, 'a'), cells(shared, 'b')];
  const lines = rows.flatMap((row, i) =>
    columns.map((column, j) => [...row, ...column, String(matrix?.[i * columns.length + j] ?? '')]),
  );
  return [HEAD, ...lines].map((line) => `${line.join(',')}\r\n`).join('');
}

function cells(shared: Shared, side: Side): string[][] {
  return tokensOn(shared, side).map(({ text, start, end }, index) => {
    const own = start === null ? text : shared[side].text.slice(start, end ?? start);
    return [String(index), field(own), String(start ?? ''), String(end ?? '')];
  });
}

function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
