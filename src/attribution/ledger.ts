/**
 * The ledger: because both embeddings decompose exactly, so does the score,
 * f(a,b) = constant + onlyA + onlyB + pairs + residual, for any encoder (DESIGN section 1). The
 * published approximation drops constant, onlyA and onlyB; here they are always shown.
 */
import { dot } from './vectors.js';

export interface Ledger {
  readonly constant: number;
  readonly onlyA: number;
  readonly onlyB: number;
  readonly pairs: number;
  /** Quadrature error, and nothing else. */
  readonly residual: number;
}

/** Embeddings of a text and of its reference: what a ledger needs of a TextPath. */
export interface Ends {
  readonly text: { readonly embedding: ArrayLike<number> };
  readonly reference: { readonly embedding: ArrayLike<number> };
}

/**
 * Cosine and ledger, in double. Invariant: the five entries add up to the score.
 * @param pairs what the pairs add up to, divided by the norms
 */
export function settle(
  a: Ends,
  b: Ends,
  pairs: number,
  norms: number,
): { readonly score: number; readonly ledger: Ledger } {
  const score = dot(a.text.embedding, b.text.embedding) / norms;
  const constant = dot(a.reference.embedding, b.reference.embedding) / norms;
  const onlyA = dot(a.text.embedding, b.reference.embedding) / norms - constant;
  const onlyB = dot(a.reference.embedding, b.text.embedding) / norms - constant;
  const residual = score - (constant + onlyA + onlyB + pairs);
  return { score, ledger: { constant, onlyA, onlyB, pairs, residual } };
}
