import { hasPairs, type Explanation, type Side } from '../protocol.js';
import type { ReadingUnit } from './groupTokens.js';
import type { Ladder, ReadText } from './Ladder.js';

/** How much of the pairs is between the same words, and how much is not. */
export interface MatchSums {
  /** Σ of the values of pairs of the same word. */
  readonly same: number;
  /** Σ of all others: what the encoder matched by meaning. */
  readonly meaning: number;
}

/**
 * Tells pairs of the same word from matches of meaning. Two tokens are of the same word when the words
 * they are pieces of (of names in code, their parts) have the same characters, case and width aside. A
 * pair of coarser units is one of the same words when those make more than half of the sizes in it.
 */
export class Matches {
  private readonly words: Record<Side, readonly (string | null)[]>;

  /** `ladder` of the explanation; cost: linear in its texts. */
  constructor(
    private readonly explanation: Explanation,
    ladder: Ladder,
  ) {
    const { a, b } = ladder.wordUnits();
    const { texts } = ladder;
    this.words = { a: wordsOf(texts.a, a), b: wordsOf(texts.b, b) };
  }

  /** Of two tokens of the explanation. */
  isSameToken(a: number, b: number): boolean {
    const word = this.words.a[a] ?? null;
    return word !== null && word === this.words.b[b];
  }

  /** Of two units. Cost: the product of their tokens. Without pairs only the words decide. */
  isSame({ members: rows }: ReadingUnit, { members: columns }: ReadingUnit): boolean {
    const { explanation } = this;
    if (!hasPairs(explanation)) {
      return rows.some((a) => columns.some((b) => this.isSameToken(a, b)));
    }
    const width = explanation.tokensB.length;
    let [same, all] = [0, 0];
    for (const a of rows) {
      for (const b of columns) {
        const size = Math.abs(explanation.matrix[a * width + b] ?? 0);
        all += size;
        if (this.isSameToken(a, b)) same += size;
      }
    }
    return same > all / 2;
  }

  /** null while pairs are not known. Cost: one pass over the matrix. */
  sums(): MatchSums | null {
    const { explanation } = this;
    if (!hasPairs(explanation)) return null;
    const { matrix, tokensA, tokensB } = explanation;
    let [same, meaning] = [0, 0];
    tokensA.forEach((_, a) => {
      tokensB.forEach((_other, b) => {
        const value = matrix[a * tokensB.length + b] ?? 0;
        if (this.isSameToken(a, b)) same += value;
        else meaning += value;
      });
    });
    return { same, meaning };
  }
}

/** The word of each token, folded; null where it has no letter or digit, or none of the text. */
function wordsOf({ text, tokens }: ReadText, units: readonly ReadingUnit[]): (string | null)[] {
  const words = new Array<string | null>(tokens.length).fill(null);
  for (const { token, members } of units) {
    if (token.special || token.start === null || token.end === null) continue;
    const word = text.slice(token.start, token.end).normalize('NFKC').toLowerCase().trim();
    if (!/[\p{L}\p{N}]/u.test(word)) continue;
    for (const member of members) words[member] = word;
  }
  return words;
}
