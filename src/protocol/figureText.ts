import type { Cell, Column, Figure } from './report.js';

/** A number of a report as people read it: "12.3 %", "0.123", "1.2e-5". */
export function numberText(value: number, kind: Column['kind']): string {
  if (kind === 'share') return `${(100 * value).toFixed(1)} %`;
  if (kind === 'count') return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return value.toExponential(1);
  return value.toFixed(3);
}

/** "±0.045", "[0.100, 0.150]", "n=40": what goes with a figure's value. */
export function spreadText({ n, sd, low, high }: Figure, kind: Column['kind']): string[] {
  const text = (value: number) => numberText(value, kind);
  return [
    ...(sd === null ? [] : [`±${text(sd)}`]),
    ...(low === null || high === null ? [] : [`[${text(low)}, ${text(high)}]`]),
    `n=${n}`,
  ];
}

/** What a cell is sorted by; null: nothing. */
export const cellValue = (cell: Cell): string | number | null =>
  typeof cell === 'object' && cell !== null ? cell.value : cell;
