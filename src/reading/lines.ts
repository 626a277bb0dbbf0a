/** A line with its end; offsets into the text, half-open. */
export interface Line {
  readonly start: number;
  readonly end: number;
  /** Without its end. */
  readonly text: string;
}

/** Line terminators of ECMAScript, CR LF as one. */
const LINE_END = /\r\n|[\n\r\u2028\u2029]/g;

/** The lines of a text, at least one. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const { index, 0: mark } of text.matchAll(LINE_END)) {
    const end = index + mark.length;
    lines.push({ start, end, text: text.slice(start, index) });
    start = end;
  }
  if (start < text.length || lines.length === 0) {
    lines.push({ start, end: text.length, text: text.slice(start) });
  }
  return lines;
}

export const isBlank = ({ text }: Line): boolean => !/\S/u.test(text);

/** Columns that a line is indented by; a tab goes to the next multiple of four. */
export function indentOf({ text }: Line): number {
  let column = 0;
  for (const character of text) {
    if (character === '\t') column += 4 - (column % 4);
    else if (/\s/u.test(character)) column++;
    else break;
  }
  return column;
}
