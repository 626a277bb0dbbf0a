/** Rows of a file with one JSON value a line: objects by name, arrays by position. */
import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { InputError } from '../../attribution/inputError.js';
import { type Cell, type Row, quoted } from './row.js';

/** Throws InputError naming line and column of what is no JSON or no row. */
export function jsonRows(text: string): Row[] {
  return text.split(/\r\n|\n|\r/).flatMap((line, i) => {
    return line.trim() === '' ? [] : [rowOf(line, i + 1)];
  });
}

function rowOf(text: string, line: number): Row {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (first || !tree) {
    const at = (first?.offset ?? 0) + 1;
    const what = first ? printParseErrorCode(first.error) : 'nothing';
    throw new InputError(`Pairs: expected JSON at line ${line}, column ${at}, got ${what}`);
  }
  if (tree.type === 'array') {
    return { line, cells: (tree.children ?? []).map((node) => cell(node, line)) };
  }
  if (tree.type === 'object') {
    const cells = (tree.children ?? []).flatMap(({ children: [name, value] = [] }) =>
      name && value ? [{ ...cell(value, line), name: String(name.value) }] : [],
    );
    return { line, cells };
  }
  throw new InputError(
    `Pairs: expected an object or a list at line ${line}, column ${tree.offset + 1}, got ${quoted(tree.value)}`,
  );
}

function cell(node: Node, line: number): Cell {
  const column = node.offset + 1;
  const value: unknown = node.value;
  if (node.type === 'null') return { value: null, column };
  if (typeof value === 'string' || typeof value === 'number') return { value, column };
  if (typeof value === 'boolean') return { value: Number(value), column };
  throw new InputError(
    `Pairs: expected a text or a number at line ${line}, column ${column}, got ${node.type}`,
  );
}
