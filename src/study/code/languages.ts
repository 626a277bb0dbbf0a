/** Programming languages whose tokens can be told apart, with Lezer's grammars. */
import type { Parser, Tree } from '@lezer/common';
import { parser as cpp } from '@lezer/cpp';
import { parser as go } from '@lezer/go';
import { parser as java } from '@lezer/java';
import { parser as javascript } from '@lezer/javascript';
import { parser as php } from '@lezer/php';
import { parser as python } from '@lezer/python';
import { parser as rust } from '@lezer/rust';
import { InputError } from '../../attribution/inputError.js';

export type Language = (typeof LANGUAGES)[number];
export const LANGUAGES = [
  'python',
  'javascript',
  'typescript',
  'java',
  'go',
  'rust',
  'cpp',
  'php',
] as const;

const PARSERS: Readonly<Record<Language, Parser>> = {
  python,
  javascript: javascript.configure({ dialect: 'jsx' }),
  typescript: javascript.configure({ dialect: 'ts' }),
  java,
  go,
  rust,
  cpp,
  php,
};
/** Snippets rarely begin with <?php. */
const PHP_SNIPPET = php.configure({ top: 'Program' });

const ALIASES: ReadonlyMap<string, Language> = new Map([
  ['py', 'python'],
  ['js', 'javascript'],
  ['jsx', 'javascript'],
  ['ts', 'typescript'],
  ['tsx', 'typescript'],
  ['golang', 'go'],
  ['rs', 'rust'],
  ['c', 'cpp'],
  ['c++', 'cpp'],
]);

export function parseCode(text: string, language: Language): Tree {
  const snippet = language === 'php' && !text.includes('<?');
  return (snippet ? PHP_SNIPPET : PARSERS[language]).parse(text);
}

/** @param where for the message, such as "at line 3". Throws InputError. */
export function languageNamed(text: string, where: string): Language {
  const plain = text.trim().toLowerCase();
  const found = LANGUAGES.find((one) => one === plain) ?? ALIASES.get(plain);
  if (found) return found;
  throw new InputError(
    `Language: expected ${LANGUAGES.join(', ')} ${where}, got ${JSON.stringify(text)}`,
  );
}

/** What parses as code has at least one of these. */
const CODE_SIGNS = /[(){}[\];=]/;
/** More grammar errors a character than this: no code of that language. */
const MOST_ERRORS = 0.02;

/**
 * The language in which a text has the fewest grammar errors, the first of them in the order of
 * LANGUAGES; null for what looks like no code at all.
 */
export function guessLanguage(text: string): Language | null {
  if (!CODE_SIGNS.test(text)) return null;
  let best: { readonly language: Language; readonly errors: number } | null = null;
  for (const language of LANGUAGES) {
    const errors = grammarErrors(text, language) / text.length;
    if (errors <= MOST_ERRORS && (best === null || errors < best.errors)) {
      best = { language, errors };
    }
  }
  return best?.language ?? null;
}

/** Places where a text is not of a language, with what had to be skipped. */
function grammarErrors(text: string, language: Language): number {
  let errors = 0;
  parseCode(text, language).iterate({
    enter({ type, from, to }) {
      if (type.isError) errors += 1 + (to - from);
    },
  });
  return errors;
}
