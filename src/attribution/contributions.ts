/**
 * Contributions u_i = ∫₀¹ J(α)[:, i] (x − r)_i dα ∈ R^D of the parts of a text to its embedding,
 * refined step by step. Σ u_i = e(x) − e(r) in the limit (completeness), so the true error of every
 * step is known for free.
 */
import type { Encoding } from '../encoder/encoder.js';
import type { Directions } from './directions.js';
import type { QuadratureRule } from './quadrature.js';

/** A text on its way from its reference. */
export interface TextPath {
  /** Ids of the text (for masks and the like), S of them. */
  readonly ids: readonly number[];
  readonly text: Encoding;
  readonly reference: Encoding;
  /** Positions moved together; each part gets one contribution. A partition of 0..S−1. */
  readonly parts: readonly (readonly number[])[];
}

export class Contributions {
  /** [parts × D], row-major. */
  vectors: Float64Array;
  /** e(x) − e(r) − Σ u_i, [D]: what the quadrature missed. */
  missed: Float64Array;
  #next = 0;

  /** @param rules of growing cost; all of them may be used up. */
  constructor(
    private readonly path: TextPath,
    private readonly directions: Directions,
    private readonly rules: readonly QuadratureRule[],
  ) {
    this.missed = displacement(path);
    this.vectors = new Float64Array(path.parts.length * this.missed.length);
  }

  /** Distinct quadrature nodes evaluated so far. */
  get evaluations(): number {
    return this.directions.evaluations;
  }

  /** Applies the next rule; false when there is none. Throws RunError, Cancelled. */
  async refine(): Promise<boolean> {
    const rule = this.rules[this.#next];
    if (!rule) return false;
    this.vectors = await this.directions.integral(rule);
    this.missed = displacement(this.path);
    const size = this.missed.length;
    this.vectors.forEach((value, i) => {
      this.missed[i % size] = (this.missed[i % size] ?? 0) - value;
    });
    this.#next += 1;
    return true;
  }
}

/** e(x) − e(r), [D]. */
export function displacement({ text, reference }: TextPath): Float64Array {
  return Float64Array.from(text.embedding, (value, d) => value - (reference.embedding[d] ?? 0));
}
