import type { Explanation, Ledger } from '../../src/protocol.js';

export type Term = keyof Ledger;

/** In the order in which they are added up. */
export const terms: readonly Term[] = ['constant', 'onlyA', 'onlyB', 'pairs', 'residual'];

export interface Bar {
  term: Term;
  value: number;
  /** Both ends on the axis as parts of its length, from ≤ to. */
  from: number;
  to: number;
}

export interface Waterfall {
  bars: Bar[];
  /** Places of zero and of the score on the axis, in [0, 1]. */
  zero: number;
  score: number;
}

/** Every term as a bar that starts where the sum of those before it ended. */
export function waterfall(ledger: Ledger, score: number): Waterfall {
  let sum = 0;
  const steps = terms.map((term) => {
    const before = sum;
    sum += ledger[term];
    return { term, value: ledger[term], before, after: sum };
  });
  const ends = [0, score, ...steps.map((step) => step.after)];
  const low = Math.min(...ends);
  const length = Math.max(...ends) - low || 1;
  const place = (value: number) => (value - low) / length;
  return {
    bars: steps.map(({ term, value, before, after }) => ({
      term,
      value,
      from: place(Math.min(before, after)),
      to: place(Math.max(before, after)),
    })),
    zero: place(0),
    score: place(score),
  };
}

/** Where no bound was asked for, a residual is worth a word from here on. */
export const DEFAULT_TOLERANCE = 1e-3;
/** A gap from here on makes the pairs a poor account of the score (its scale is 1). */
export const GAP_LIMIT = 0.1;

/** What constant, onlyA and onlyB leave unexplained by pairs; never mixed with the residual. */
export const referenceGap = ({ constant, onlyA, onlyB }: Ledger): number =>
  constant + onlyA + onlyB;

export interface LedgerWarnings {
  residual: boolean;
  /** The sum is exact enough, but a row or column is not. */
  row: boolean;
  gap: boolean;
}

/** An error that meets a bound may exceed it by what dividing by the norms rounds. */
const ROUNDING = 1e-9;

/** What the reader has to be warned of before trusting the pairs. */
export function ledgerWarnings({
  ledger,
  error,
  tolerance,
  method,
}: Pick<Explanation, 'ledger' | 'error' | 'tolerance' | 'method'>): LedgerWarnings {
  const bound = (tolerance ?? DEFAULT_TOLERANCE) * (1 + ROUNDING);
  const residual = Math.abs(ledger.residual) > bound;
  return {
    residual,
    // What a method shares out, or its samples scatter, is told with its name.
    row: !residual && method.error === 'completeness' && error > bound,
    gap: Math.abs(referenceGap(ledger)) > GAP_LIMIT,
  };
}
