import type { OutlineEntry } from './levels.js';
import { indentOf, isBlank, linesOf, type Line } from './lines.js';

/** Comments, decorators and attributes above a definition belong to it. */
const PREAMBLE = /^\s*(?:\/\/|\/\*|\*|#(?!include|define|if|endif)|--|@|"""|'''|\[\w)/;
/** Lines that close what is above them. */
const CLOSING = /^\s*[)}\]]|^\s*end\b/;
const OPENING = /^\s*\{\s*$/;
const MODIFIER =
  /^(?:export|default|public|private|protected|internal|static|final|abstract|async|unsafe|extern|inline|virtual|override|pub(?:\([\w:]+\))?)\s+/;
const KEYWORD =
  /^(?:def|class|function|func|fn|interface|struct|enum|trait|impl|type|module|namespace|package|record|object|void|int|const|let|var|sub|proc)\b\*?\s*/;
/** `func (s *Server) Serve(`: the receiver is not the name. */
const RECEIVER = /^\([^)]*\)\s*/;

/**
 * The definitions of a text by its indentation alone: a line at the outer level whose next lines are
 * indented, with what follows until the next one. When all of a text is one definition (a class), its
 * members. For languages that no symbol provider knows. Empty where nothing is indented.
 */
export function outlineByIndentation(text: string): OutlineEntry[] {
  const lines = linesOf(text).filter((line) => !isBlank(line));
  const outer = definitionsOf(lines);
  const [only] = outer;
  if (outer.length !== 1 || only === undefined) return outer.map(toEntry);
  const own = indentOf(only.head);
  const members = definitionsOf(only.lines.filter((line) => indentOf(line) > own));
  return members.length > 1 ? members.map(toEntry) : [toEntry(only)];
}

interface Definition {
  readonly head: Line;
  readonly start: number;
  readonly end: number;
  readonly lines: readonly Line[];
}

function definitionsOf(lines: readonly Line[]): Definition[] {
  const outermost = lines.reduce((least, line) => Math.min(least, indentOf(line)), Infinity);
  const found: Definition[] = [];
  for (let i = 0; i < lines.length; i++) {
    const head = lines[i];
    // A brace may stand on a line of its own.
    const brace = OPENING.test(lines[i + 1]?.text ?? '') ? 1 : 0;
    const body = lines[i + 1 + brace];
    if (!head || !body || indentOf(head) !== outermost || indentOf(body) <= outermost) continue;
    if ([CLOSING, PREAMBLE, OPENING].some((shape) => shape.test(head.text))) continue;
    let last = i + 1 + brace;
    while (last + 1 < lines.length) {
      const line = lines[last + 1];
      if (!line || (indentOf(line) <= outermost && !CLOSING.test(line.text))) break;
      last++;
    }
    let first = i;
    while (first > 0 && isPreamble(lines[first - 1], outermost)) first--;
    found.push({
      head,
      start: lines[first]?.start ?? head.start,
      end: lines[last]?.end ?? head.end,
      lines: lines.slice(i, last + 1),
    });
    i = last;
  }
  return found;
}

const isPreamble = (line: Line | undefined, indent: number): boolean =>
  line !== undefined && PREAMBLE.test(line.text) && indentOf(line) >= indent;

function toEntry({ head, start, end }: Definition): OutlineEntry {
  return { name: nameOf(head.text), start, end };
}

/** The name that a definition's first line introduces; else that line. */
function nameOf(head: string): string {
  let rest = head.trim();
  for (let before = ''; before !== rest;) {
    before = rest;
    rest = rest.replace(MODIFIER, '');
  }
  rest = rest.replace(KEYWORD, '').replace(RECEIVER, '');
  // `static void name(`: what stands before the parenthesis.
  const called = /([\p{L}_$][\p{L}\p{N}_$]*)\s*(?:<[^>]*>)?\s*\(/u.exec(rest)?.[1];
  const named = /^[\p{L}_$][\p{L}\p{N}_$.:-]*/u.exec(rest)?.[0];
  return called ?? named ?? head.trim();
}
