/** English negators: where they stand, and the text without the first of them. */
import { type Span, wordsOf } from './words.js';

export interface Negator extends Span {
  /** As written: "not", "n't", "never". */
  readonly word: string;
}

/** What remains of a negator when the negation goes; null: nothing. */
const WITHOUT: ReadonlyMap<string, string | null> = new Map([
  ['not', null],
  ['never', null],
  ['no', null],
  ['cannot', 'can'],
  ['nobody', 'somebody'],
  ['nothing', 'something'],
  ['nowhere', 'somewhere'],
  ['none', 'some'],
  ['neither', 'either'],
  ['nor', 'or'],
  ['without', 'with'],
]);

const CONTRACTED: ReadonlyMap<string, string> = new Map([
  ["can't", 'can'],
  ["won't", 'will'],
  ["shan't", 'shall'],
  ["ain't", 'is'],
]);

/** Negators of a text in order. Of a contraction it is the "n't" alone. */
export function negatorsIn(text: string): Negator[] {
  return wordsOf(text).flatMap(({ word, start, end }): Negator[] => {
    const plain = word.toLowerCase().replace('’', "'");
    if (WITHOUT.has(plain)) return [{ word, start, end }];
    return plain.endsWith("n't") ? [{ word: word.slice(-3), start: end - 3, end }] : [];
  });
}

/** The text without its first negator: "is not late" → "is late", "can't" → "can", "nobody" → "somebody". */
export function withoutNegator(text: string): string {
  const [first] = negatorsIn(text);
  if (!first) return text;
  if (first.word.length === 3 && /['’]/.test(first.word)) {
    const whole = wordsOf(text).find(({ end }) => end === first.end) ?? first;
    const word = text.slice(whole.start, whole.end);
    const stem = CONTRACTED.get(word.toLowerCase().replace('’', "'")) ?? word.slice(0, -3);
    return text.slice(0, whole.start) + inCaseOf(word, stem) + text.slice(whole.end);
  }
  const rest = WITHOUT.get(first.word.toLowerCase()) ?? null;
  if (rest !== null) {
    return text.slice(0, first.start) + inCaseOf(first.word, rest) + text.slice(first.end);
  }
  const [before, after] = [text.slice(0, first.start), text.slice(first.end)];
  const joined = before + after.replace(/^\s+/, '');
  // What follows a negator that began the text begins it now.
  return before.trim() === '' ? inCaseOf(first.word, joined) : joined;
}

const inCaseOf = (pattern: string, text: string) =>
  /^\p{Lu}/u.test(pattern) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
