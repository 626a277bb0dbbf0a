import type { Cell, Report, Table } from './report.js';

/**
 * A table as CSV (RFC 4180): a figure takes five columns (value, n, sd, and the bounds of its
 * interval), and the texts behind a row follow where there is one pair.
 */
export function tableCsv({ columns, rows }: Table, texts: Report['texts']): string {
  const isFigure = columns.map((_, i) => rows.some(({ cells }) => isObject(cells[i] ?? null)));
  const alone = rows.length > 0 && rows.every((row) => row.texts.length === 1);
  const head = columns.flatMap(({ title }, i) =>
    isFigure[i]
      ? [title, ...['n', 'sd', 'low', 'high'].map((part) => `${title} ${part}`)]
      : [title],
  );
  const body = rows.map(({ cells, texts: behind }) => {
    const pair = alone ? texts[behind[0] ?? 0] : undefined;
    const values = cells.flatMap((cell, i) => (isFigure[i] ? figureFields(cell) : [plain(cell)]));
    return [...values, ...(pair ? [pair.a, pair.b, String(pair.label ?? '')] : [])];
  });
  const all = [[...head, ...(alone ? ['text1', 'text2', 'label'] : [])], ...body];
  return all.map((fields) => `${fields.map(field).join(',')}\r\n`).join('');
}

const isObject = (cell: Cell) => typeof cell === 'object' && cell !== null;

function figureFields(cell: Cell): string[] {
  if (typeof cell !== 'object' || cell === null) return [plain(cell), '', '', '', ''];
  const { value, n, sd, low, high } = cell;
  return [value, n, sd, low, high].map((number) => (number === null ? '' : String(number)));
}

const plain = (cell: Cell) =>
  cell === null ? '' : typeof cell === 'object' ? String(cell.value) : String(cell);

/** Quoted where it must be; a spreadsheet must not take a text for a formula. */
function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
