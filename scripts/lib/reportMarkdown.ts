/** A study's report as a section of a document: findings and tables, without every pair. */
import {
  type Cell,
  type Column,
  type Report,
  type Table,
  commonSize,
  intervalText,
  numberText,
  spreadText,
} from '../../src/protocol.js';
import { markdownTable } from '../bench/table.js';

const ROWS = 15;

export function reportMarkdown(report: Report): string {
  const { sample, settings, findings, caveats, tables, seed } = report;
  const how = settings.map(({ name, text }) => `${name} ${text}`).join(', ');
  return [
    `${sample.pairs} of ${sample.available} pairs (${sample.source}); ${how}; seed ${seed}. ` +
      'Figures: mean ± standard deviation [95 % interval].',
    findings.map((finding) => `- ${escaped(finding)}`).join('\n'),
    caveats.map((caveat) => `> ${escaped(caveat)}`).join('\n>\n'),
    ...tables.filter(({ id }) => !id.startsWith('pairs')).map(tableMarkdown),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function tableMarkdown(table: Table): string {
  const { title, caption, columns, rows } = table;
  const shown = rows.slice(0, ROWS);
  const sizes = columns.map((_, i) => commonSize(table, i));
  const body = shown.map(({ cells }) =>
    cells.map((cell, i) => cellText(cell, columns[i], sizes[i] === null)),
  );
  const heads = columns.map((column, i) => {
    const head = escaped(column.title);
    return sizes[i] === null ? head : `${head} (n = ${sizes[i]})`;
  });
  const left = rows.length - shown.length;
  return [
    `**${escaped(title)}.** ${escaped(caption)}`,
    markdownTable([heads, ...body]),
    ...(left > 0 ? [`… and ${left} more.`] : []),
  ].join('\n\n');
}

function cellText(cell: Cell, column: Column | undefined, withSize: boolean): string {
  const kind = column?.kind ?? 'text';
  if (cell === null) return '–';
  if (typeof cell === 'string') return escaped(cell);
  if (typeof cell === 'number') return numberText(cell, kind);
  const spread = withSize ? spreadText(cell, kind) : intervalText(cell, kind);
  return [numberText(cell.value, kind), ...spread].join(' ');
}

/** What Markdown would take for markup, and HTML for a tag. */
const escaped = (text: string) => text.replace(/[\\`*_{}[\]<>|#]/g, '\\$&');
