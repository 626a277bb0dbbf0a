import type { Cell, Column, Figure, Table } from './report.js';

/** A number of a report as people read it: "12.3 %", "0.123", "1.2e-5". */
export function numberText(value: number, kind: Column['kind']): string {
  if (kind === 'share') return `${(100 * value).toFixed(1)} %`;
  if (kind === 'count') return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return value.toExponential(1);
  return value.toFixed(3);
}

/** "±0.045", "[0.100, 0.150]": what goes with a figure's value, beside its sample size. */
export function intervalText({ sd, low, high }: Figure, kind: Column['kind']): string[] {
  const text = (value: number) => numberText(value, kind);
  return [
    ...(sd === null ? [] : [`±${text(sd)}`]),
    ...(low === null || high === null ? [] : [`[${text(low)}, ${text(high)}]`]),
  ];
}

/** The same and "n=40". */
export const spreadText = (figure: Figure, kind: Column['kind']): string[] => [
  ...intervalText(figure, kind),
  `n=${figure.n}`,
];

/** The size of the samples that a column's figures stand for, where it is the same for all; else null. */
export function commonSize({ rows }: Table, column: number): number | null {
  const sizes = rows.flatMap(({ cells }) => {
    const cell = cells[column];
    return typeof cell === 'object' && cell !== null ? [cell.n] : [];
  });
  const [first] = sizes;
  return first !== undefined && sizes.every((size) => size === first) ? first : null;
}

/** What a cell is sorted by; null: nothing. */
export const cellValue = (cell: Cell): string | number | null =>
  typeof cell === 'object' && cell !== null ? cell.value : cell;
