/** What is shared of an explanation: nothing that says where on a machine its texts are. */
import type { Explanation, Ledger, Side, Token } from '../../protocol.js';
import { totalSize } from '../../reading/pairs.js';
import type { Format } from '../format.js';
import { visibleText } from '../visibleText.js';

export interface SharedText {
  /** Short name, never a path. */
  readonly label: string;
  readonly text: string;
}

export interface Shared {
  readonly explanation: Explanation;
  readonly a: SharedText;
  readonly b: SharedText;
}

/** Terms of the ledger in the order in which they add up. */
export const ledgerTerms = ['constant', 'onlyA', 'onlyB', 'pairs', 'residual'] as const;

/** Words for them; given by the caller, who knows the reader's language. */
export type ShareWords = Readonly<
  Record<keyof Ledger | 'score' | 'pair' | 'value' | 'share', string>
>;

export const tokensOn = ({ explanation }: Shared, side: Side): readonly Token[] =>
  side === 'a' ? explanation.tokensA : explanation.tokensB;

/** A token as its text has it, or as the vocabulary names it, in one line without invisible characters. */
export function tokenName(shared: Shared, side: Side, index: number): string {
  const token = tokensOn(shared, side)[index];
  if (!token) return '';
  const own = token.start === null ? '' : shared[side].text.slice(token.start, token.end ?? 0);
  return visibleText(own.trim() === '' ? token.text : own);
}

export interface StrongPair {
  readonly a: number;
  readonly b: number;
  readonly value: number;
  /** Of the sizes of all pairs added up, as the panel has it. */
  readonly share: number;
}

/** The pairs of largest size, special tokens left out, largest first; [] where pairs are not known. */
export function strongestPairs({ explanation }: Shared, most: number): readonly StrongPair[] {
  const { matrix, tokensA, tokensB } = explanation;
  if (matrix === null) return [];
  const pairs: StrongPair[] = [];
  const total = totalSize(matrix);
  tokensA.forEach((tokenA, a) => {
    tokensB.forEach((tokenB, b) => {
      const value = matrix[a * tokensB.length + b] ?? 0;
      if (tokenA.special || tokenB.special || value === 0) return;
      pairs.push({ a, b, value, share: Math.abs(value) / total });
    });
  });
  return pairs.sort((x, y) => Math.abs(y.value) - Math.abs(x.value)).slice(0, most);
}

/** What model, layer, reference and tolerance the numbers are of, in one line. */
export function aboutLine({ explanation }: Shared, format: Format): string {
  const { model, layer, layerCount, reference, error, stage } = explanation;
  return [
    model,
    `layer ${layer} of ${layerCount}`,
    `reference ${visibleText(reference.token)}`,
    `error ≤ ${format.bound(error)}`,
    ...(stage === 'done' ? [] : [stage]),
  ].join(' · ');
}
