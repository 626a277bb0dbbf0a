/** Attributions of pairs of parsed words. */
import type { Explained } from './explainPair.js';
import type { PlacedWord } from './input/placeWords.js';
import type { SyntaxItem } from './syntaxItems.js';
import { firstCharacter } from './words.js';

export interface WordPair {
  /** Position of the pair of texts. */
  readonly text: number;
  readonly forms: readonly [string, string];
  readonly roles: readonly [string, string];
  /** Sum of A over the tokens of both. */
  readonly value: number;
  /** The two roles in alphabetical order, parted by a space. */
  readonly relations: string;
  /** The two parts of speech, likewise. */
  readonly tags: string;
  readonly sameRelation: boolean;
  readonly sameLemma: boolean;
  /** Whether both are nouns, verbs, adjectives, adverbs or numerals; both nouns or pronouns. */
  readonly content: boolean;
  readonly nominal: boolean;
}

const CONTENT: ReadonlySet<string> = new Set(['NOUN', 'PROPN', 'VERB', 'ADJ', 'ADV', 'NUM']);
const NOMINAL: ReadonlySet<string> = new Set(['NOUN', 'PROPN', 'PRON']);

/** Words without a token of their own (their characters belong to another's token, or were not read) are left out. */
export function wordPairs(
  { pair, wordsA, wordsB }: SyntaxItem,
  { tokensA, tokensB, matrix }: Explained,
  text: number,
): WordPair[] {
  const [first, second] = [
    withTokens(wordsA, pair.a, tokensA),
    withTokens(wordsB, pair.b, tokensB),
  ];
  return first.flatMap(({ word: x, positions: rows }) =>
    second.map(({ word: y, positions: columns }): WordPair => {
      let value = 0;
      for (const i of rows) for (const j of columns) value += matrix[i]?.[j] ?? 0;
      const [roleX, roleY] = [roleOf(x), roleOf(y)];
      return {
        ...{ text, value, forms: [x.form, y.form], roles: [roleX, roleY] },
        relations: [roleX, roleY].sort().join(' '),
        tags: [x.upos, y.upos].sort().join(' '),
        sameRelation: roleX === roleY,
        sameLemma: lemmaOf(x) === lemmaOf(y),
        content: CONTENT.has(x.upos) && CONTENT.has(y.upos),
        nominal: NOMINAL.has(x.upos) && NOMINAL.has(y.upos),
      };
    }),
  );
}

function withTokens(words: readonly PlacedWord[], text: string, tokens: Explained['tokensA']) {
  const positions = words.map((): number[] => []);
  tokens.forEach((token, i) => {
    const first = firstCharacter(text, token);
    if (first === null) return;
    positions[words.findIndex(({ start, end }) => first >= start && first < end)]?.push(i);
  });
  return words.flatMap((word, k) => {
    const own = positions[k] ?? [];
    return own.length > 0 ? [{ word, positions: own }] : [];
  });
}

const roleOf = ({ relation }: PlacedWord) => relation.split(':')[0] ?? relation;
const lemmaOf = ({ lemma, form }: PlacedWord) => (lemma === '_' ? form : lemma).toLowerCase();
