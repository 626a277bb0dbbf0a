/** Pairs of texts that differ in an adjective, and where the two adjectives stand. */
import { InputError } from '../attribution/inputError.js';
import type { Pair } from './input/pairFile.js';
import { type Span, wordsOf } from './words.js';

export type Relation = 'synonym' | 'opposite';

export interface AdjectiveItem {
  readonly pair: Pair;
  readonly relation: Relation;
  readonly first: Span & { readonly word: string };
  readonly second: Span & { readonly word: string };
}

const RELATIONS: ReadonlyMap<string, Relation> = new Map([
  ...['synonym', 'synonyms', 'syn', 'same'].map((text) => [text, 'synonym'] as const),
  ...['opposite', 'opposites', 'antonym', 'antonyms', 'ant'].map(
    (text) => [text, 'opposite'] as const,
  ),
]);

/**
 * The relation is the label; the adjectives are those of the columns adjective1 and adjective2, else
 * the one word in which the texts differ. Throws InputError naming the line.
 */
export function adjectiveItems(pairs: readonly Pair[]): AdjectiveItem[] {
  return pairs.map((pair) => {
    const relation = RELATIONS.get(String(pair.label ?? '').toLowerCase());
    if (!relation) {
      throw new InputError(
        `Pairs: expected synonym or opposite as the label of line ${pair.line}, got ${pair.label ?? 'none'}`,
      );
    }
    const { adjective1, adjective2 } = pair.more;
    if (adjective1 !== undefined && adjective2 !== undefined) {
      const first = find(pair.a, adjective1, pair.line);
      return { pair, relation, first, second: find(pair.b, adjective2, pair.line) };
    }
    return { pair, relation, ...onlyDifference(pair) };
  });
}

const plain = (word: string) => word.toLowerCase();

function find(text: string, adjective: string, line: number) {
  const found = wordsOf(text).find(({ word }) => plain(word) === plain(adjective.trim()));
  if (found) return found;
  throw new InputError(
    `Pairs: expected the word ${JSON.stringify(adjective)} in its text at line ${line}, got ${JSON.stringify(text.slice(0, 60))}`,
  );
}

function onlyDifference({ a, b, line }: Pair) {
  const [x, y] = [wordsOf(a), wordsOf(b)];
  const different = x.flatMap((word, i) => {
    const other = y[i];
    return other && plain(word.word) !== plain(other.word) ? [{ first: word, second: other }] : [];
  });
  const [only] = different;
  if (only && different.length === 1 && x.length === y.length) return only;
  throw new InputError(
    `Pairs: expected columns adjective1 and adjective2, or texts that differ in one word, at line ${line}, got texts that differ in ${x.length === y.length ? different.length : 'their number of words'}`,
  );
}
