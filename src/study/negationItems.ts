/** What the negation study compares: a text with and without a negator, against the same other text. */
import { InputError } from '../attribution/inputError.js';
import type { Pair } from './input/pairFile.js';
import { negatorsIn, withoutNegator } from './negators.js';

export interface NegationItem {
  /** The text that stays. */
  readonly a: string;
  readonly plain: string;
  readonly negated: string;
  /** The plain text with an added word that does not negate; null: none is given. */
  readonly control: string | null;
  /** Whether the negated text is the first of the pair in the file. */
  readonly first: boolean;
  readonly line: number;
}

/**
 * Of a pair with a column `negated` (and perhaps `control`): second text against that. Of any other:
 * the text that has a negator, if just one of them has, against itself without its first negator.
 * Throws InputError where a column `negated` holds no negator.
 */
export function negationItems(pairs: readonly Pair[]): NegationItem[] {
  return pairs.flatMap(({ a, b, line, more }): NegationItem[] => {
    const { negated, control = null } = more;
    if (negated !== undefined) {
      if (negatorsIn(negated).length > 0) {
        return [{ a, plain: b, negated, control, first: false, line }];
      }
      throw new InputError(
        `Pairs: expected a negator such as not, never or n't in the column negated at line ${line}, got none`,
      );
    }
    const [inA, inB] = [negatorsIn(a).length > 0, negatorsIn(b).length > 0];
    if (inA === inB) return [];
    const [other, text] = inA ? [b, a] : [a, b];
    const plain = withoutNegator(text);
    return plain.trim() === ''
      ? []
      : [{ a: other, plain, negated: text, control: null, first: inA, line }];
  });
}
