/** The role that each character of a piece of code has. */
import { highlightTree, tagHighlighter, tags } from '@lezer/highlight';
import { type Language, parseCode } from './languages.js';

export const ROLES = ['identifier', 'keyword', 'literal', 'comment', 'punctuation'] as const;
export type Role = (typeof ROLES)[number];

const highlighter = tagHighlighter([
  { tag: [tags.name, tags.annotation], class: 'identifier' },
  // Primitive types of C++ and Java are reserved words.
  { tag: tags.standard(tags.typeName), class: 'keyword' },
  { tag: [tags.keyword, tags.processingInstruction, tags.meta], class: 'keyword' },
  { tag: [tags.literal, tags.null, tags.atom], class: 'literal' },
  { tag: tags.comment, class: 'comment' },
  { tag: [tags.operator, tags.punctuation, tags.bracket], class: 'punctuation' },
]);

/** Part of a text with its role. */
export interface RoleSpan {
  readonly from: number;
  readonly to: number;
  readonly role: Role;
}

/** In order; what the grammar gives no role is left out. Cost: one parse, linear in the text. */
export function roleSpans(text: string, language: Language): RoleSpan[] {
  const spans: RoleSpan[] = [];
  highlightTree(parseCode(text, language), highlighter, (from, to, classes) => {
    const role = ROLES.find((one) => classes.split(' ').includes(one));
    if (role) spans.push({ from, to, role });
  });
  return spans;
}

/**
 * The role of the character at an offset; where the grammar gives none, signs are punctuation. null:
 * white space, or letters that are none of the language's.
 */
export function roleAt(text: string, spans: readonly RoleSpan[], offset: number): Role | null {
  const found = spans.find(({ from, to }) => offset >= from && offset < to);
  if (found) return found.role;
  return /^[^\p{L}\p{N}\s]$/u.test(text.charAt(offset)) ? 'punctuation' : null;
}
