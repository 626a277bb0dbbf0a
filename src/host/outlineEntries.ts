import type * as vscode from 'vscode';
import type { OutlineEntry } from '../protocol.js';
import type { Span } from './spans.js';

/** Kinds of `vscode.SymbolKind` that are read by their members where they have any. */
const containers = new Set([0, 1, 2, 3, 4, 10, 18, 22]);
/** Functions, methods and constructors; other symbols count when they have several lines. */
const callables = new Set([5, 8, 11]);

type Symbol = Pick<vscode.DocumentSymbol, 'name' | 'kind' | 'range' | 'children'>;

/**
 * The symbols that a text is read by, in offsets into it: functions and methods, classes without any,
 * and whatever else has a name and several lines. Those outside the text are left out.
 */
export function outlineEntries(
  symbols: readonly Symbol[],
  offsetAt: (position: vscode.Position) => number,
  { start, end }: Span,
): OutlineEntry[] {
  return symbols.flatMap((symbol): OutlineEntry[] => {
    const { kind, children, range, name } = symbol;
    const inner = containers.has(kind) ? outlineEntries(children, offsetAt, { start, end }) : [];
    if (inner.length > 0) return inner;
    const isLong = range.end.line > range.start.line;
    if (!isLong && !callables.has(kind)) return [];
    const from = Math.max(start, offsetAt(range.start));
    const to = Math.min(end, offsetAt(range.end));
    return from < to ? [{ name, start: from - start, end: to - start }] : [];
  });
}
