import type { Boundaries } from './Boundaries.js';
import type { Line } from './lines.js';

const COMMENT = /^(?:\/\/|#|\/\*)/;
/** What after a closing brace belongs to it. */
const GOES_ON = /^(?:[;,)\]}]|\/\/|#|\/\*|(?:else|catch|finally|while)\b)/;
const QUOTES = new Set(['"', "'", '`']);

/**
 * Marks where statements begin within a line: after a semicolon or a brace that is in no parentheses,
 * string or comment. A rough reading of C-like languages; in others a line is one statement.
 */
export function addStatements(bounds: Boundaries, { start, text }: Line): void {
  let depth = 0;
  let quote: string | null = null;
  for (let i = 0; i < text.length; i++) {
    const character = text[i] ?? '';
    if (quote !== null) {
      if (character === '\\') i++;
      else if (character === quote) quote = null;
      continue;
    }
    if (text.startsWith('//', i)) return;
    if (QUOTES.has(character) && closes(text, i, character)) quote = character;
    else if ('(['.includes(character)) depth++;
    else if (')]'.includes(character)) depth = Math.max(0, depth - 1);
    else if (depth === 0 && (character === ';' || character === '{' || character === '}')) {
      const rest = text.slice(i + 1);
      const next = rest.search(/\S/u);
      const after = rest.slice(Math.max(0, next));
      const goesOn = character === '}' ? GOES_ON : COMMENT;
      if (next >= 0 && !goesOn.test(after)) bounds.add(start + i + 1 + next, 'statement');
    }
  }
}

/** An apostrophe of prose, or of a lifetime or a character class, has no partner on its line. */
function closes(text: string, at: number, quote: string): boolean {
  return text.indexOf(quote, at + 1) > 0;
}
