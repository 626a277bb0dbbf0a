import type { TextKind } from './levels.js';

/** VS Code's language ids of texts that people write in sentences. */
const proseLanguages = new Set([
  'plaintext',
  'markdown',
  'mdx',
  'latex',
  'tex',
  'restructuredtext',
  'asciidoc',
  'org',
  'git-commit',
  'search-result',
]);

/** Characters that code is full of and prose hardly has. */
const CODE_MARKS = /[{}[\]();=<>_$|&*\\]/g;
/** From this part of the visible characters on. */
const CODE_FROM = 0.06;
/** Line ends and words that only code has. */
const CODE_SHAPES =
  /[;{}]\s*$|=>|->|::|^\s*(?:def|class|function|func|fn|import|from|const|let|var|return|public|private|#include)\b/m;

/**
 * Whether a text is code or prose: by its language, and where there is none (typed text, plain text)
 * by its characters.
 */
export function textKind(text: string, language: string | null): TextKind {
  if (language !== null && language !== 'plaintext') {
    return proseLanguages.has(language) ? 'prose' : 'code';
  }
  const visible = text.replace(/\s+/g, '').length;
  const marks = text.match(CODE_MARKS)?.length ?? 0;
  return CODE_SHAPES.test(text) && marks >= visible * CODE_FROM ? 'code' : 'prose';
}
