/**
 * The ledger: because both embeddings decompose exactly, so does the score,
 * f(a,b) = constant + onlyA + onlyB + pairs + residual, for any encoder (DESIGN section 1). The
 * published approximation drops constant, onlyA and onlyB; here they are always shown.
 */
import { dot } from './pairMatrix.js';

export interface Ledger {
  readonly constant: number;
  readonly onlyA: number;
  readonly onlyB: number;
  readonly pairs: number;
  /** Quadrature error, and nothing else. */
  readonly residual: number;
}

export interface Embeddings {
  readonly text: Float32Array;
  readonly reference: Float32Array;
}

/** Cosine and ledger, in double. Invariant: the five entries add up to the score. */
export function settle(
  a: Embeddings,
  b: Embeddings,
  matrix: Float64Array,
  norms: number,
): { readonly score: number; readonly ledger: Ledger } {
  const score = dot(a.text, b.text) / norms;
  const constant = dot(a.reference, b.reference) / norms;
  const onlyA = dot(a.text, b.reference) / norms - constant;
  const onlyB = dot(a.reference, b.text) / norms - constant;
  const pairs = matrix.reduce((total, entry) => total + entry, 0);
  const residual = score - (constant + onlyA + onlyB + pairs);
  return { score, ledger: { constant, onlyA, onlyB, pairs, residual } };
}
