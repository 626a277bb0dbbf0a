import type { Pair } from '../input/pairFile.js';

/**
 * Pairs from lines of fields that bars part: text, text, label, then further columns by their names.
 * Labels are numbers where they read as numbers.
 */
export function pairsOf(lines: string, more: readonly string[] = []): Pair[] {
  return lines
    .trim()
    .split('\n')
    .map((line, i) => {
      const [a = '', b = '', label = '', ...rest] = line.split('|').map((field) => field.trim());
      return {
        ...{ a, b, line: i + 1 },
        label: label === '' ? null : Number.isNaN(Number(label)) ? label : Number(label),
        more: Object.fromEntries(more.flatMap((name, k) => (rest[k] ? [[name, rest[k]]] : []))),
      };
    });
}
