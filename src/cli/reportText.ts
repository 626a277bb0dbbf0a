/** A report for a terminal: findings, tables, and what they mean. */
import {
  type Cell,
  type Column,
  type Report,
  type Table,
  commonSize,
  intervalText,
  numberText,
  spreadText,
} from '../protocol.js';
import { printable, shortened } from './terminalText.js';

const ROWS = 25;
const LONGEST = 32;

export function reportText(report: Report, columns: number): string {
  const { title, question, models, sample, settings } = report;
  return [
    `${title} · ${models.map(printable).join(' and ')}`,
    question,
    '',
    `${sample.pairs} pairs of ${sample.available} (${printable(sample.source)}), ` +
      `${settings.map(({ name, text }) => `${name} ${printable(text)}`).join(', ')}, seed ${report.seed}`,
    ...sample.notes.map((note) => `Note: ${printable(note)}`),
    '',
    ...report.findings.flatMap((finding) => wrapped(`• ${printable(finding)}`, columns)),
    ...report.caveats.flatMap((caveat) => wrapped(`! ${printable(caveat)}`, columns)),
    '',
    ...report.tables.flatMap((table) => tableLines(table, columns)),
    'Definitions',
    ...report.definitions.flatMap(({ name, text }) =>
      wrapped(`${name}: ${printable(text)}`, columns),
    ),
    '',
  ].join('\n');
}

function tableLines(table: Table, width: number): string[] {
  const { id, title, caption, columns, rows } = table;
  // Every pair by itself is for the files.
  if (id.startsWith('pairs')) {
    return [`${title}: ${rows.length} rows; see --json, --csv or --html.`, ''];
  }
  const shown = rows.slice(0, ROWS);
  const sizes = columns.map((_, i) => commonSize(table, i));
  const body = shown.map(({ cells }) =>
    cells.map((cell, i) => cellText(cell, columns[i], sizes[i] === null)),
  );
  const heads = columns.map((column, i) =>
    sizes[i] === null ? column.title : `${column.title} (n=${sizes[i]})`,
  );
  const widths = heads.map((head, i) =>
    Math.max(head.length, ...body.map((cells) => cells[i]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((text, i) =>
        columns[i]?.kind === 'text' ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const more = rows.length - shown.length;
  return [
    title,
    ...wrapped(caption, width),
    `  ${line(heads)}`,
    ...body.map((cells) => `  ${line(cells)}`),
    ...(more > 0 ? [`  … and ${more} more; see --json, --csv or --html.`] : []),
    '',
  ];
}

/** "0.123 ±0.045 [0.100, 0.150] n=40": sd, 95 % interval and, on demand, sample size of a figure. */
export function cellText(cell: Cell, column: Column | undefined, withSize: boolean): string {
  const kind = column?.kind ?? 'text';
  if (cell === null) return '–';
  if (typeof cell === 'string') return printable(shortened(cell, LONGEST));
  if (typeof cell === 'number') return numberText(cell, kind);
  const spread = withSize ? spreadText(cell, kind) : intervalText(cell, kind);
  return [numberText(cell.value, kind), ...spread].join(' ');
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `  ${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
