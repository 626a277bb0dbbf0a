/** One value of a row, and where it stands. */
export interface Cell {
  readonly value: string | number | null;
  /** Counted from 1: the field in a delimited file, the character in a line of JSON. */
  readonly column: number;
  /** Its key, in a line of JSON. */
  readonly name?: string;
}

/** A row of a file of pairs, whatever its format. */
export interface Row {
  /** Counted from 1; of several lines the first. */
  readonly line: number;
  readonly cells: readonly Cell[];
}

/** "line 12, column 3". */
export const place = (row: Row, column: number) => `line ${row.line}, column ${column}`;

/** A value as a message may quote it: one line, not too long. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
