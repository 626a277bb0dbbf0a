/** Pairs of parsed texts, from CoNLL-U of both sides. */
import { InputError } from '../attribution/inputError.js';
import { type Sentence, readConllu } from './input/conllu.js';
import type { Pair } from './input/pairFile.js';
import { type PlacedWord, placeWords, textOfSentence } from './input/placeWords.js';
import type { TextFile } from './study.js';

export interface SyntaxItem {
  readonly pair: Pair;
  readonly wordsA: readonly PlacedWord[];
  readonly wordsB: readonly PlacedWord[];
}

/**
 * @param pairs whose texts the sentences make up, in order; null: the n-th sentences are a pair
 * Throws InputError, naming line and column, where a file is malformed or does not match.
 */
export function syntaxItems(a: TextFile, b: TextFile, pairs: readonly Pair[] | null): SyntaxItem[] {
  const [first, second] = [readConllu(a.name, a.text), readConllu(b.name, b.text)];
  const wanted = pairs ?? pairsOf(a, first, b, second);
  let [nextA, nextB] = [0, 0];
  const items = wanted.map((pair) => {
    const whose = (side: string) => `the ${side} text of pair ${pair.line}`;
    const placedA = placeWords(a.name, first, nextA, pair.a, whose('first'));
    const placedB = placeWords(b.name, second, nextB, pair.b, whose('second'));
    [nextA, nextB] = [placedA.next, placedB.next];
    return { pair, wordsA: placedA.words, wordsB: placedB.words };
  });
  refuseRest(a, first, nextA, wanted.length);
  refuseRest(b, second, nextB, wanted.length);
  return items;
}

function pairsOf(
  a: TextFile,
  first: readonly Sentence[],
  b: TextFile,
  second: readonly Sentence[],
): Pair[] {
  if (first.length !== second.length) {
    throw new InputError(
      `CoNLL-U: expected as many sentences in ${a.name} as in ${b.name}, got ${first.length} and ${second.length}`,
    );
  }
  return first.flatMap((sentence, i) => {
    const other = second[i];
    return other
      ? [
          {
            ...{ a: textOfSentence(sentence), b: textOfSentence(other) },
            ...{ label: null, line: i + 1, more: {} },
          },
        ]
      : [];
  });
}

function refuseRest(
  { name }: TextFile,
  sentences: readonly Sentence[],
  next: number,
  pairs: number,
) {
  const rest = sentences[next];
  if (!rest) return;
  throw new InputError(
    `CoNLL-U: expected sentences for ${pairs} pairs in ${name}, got more: line ${rest.line}`,
  );
}
