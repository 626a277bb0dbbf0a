/** A text on its way from its reference. */
import type { Encoding } from '../encoder/encoder.js';

export interface TextPath {
  /** Ids of the text (for masks and the like), S of them. */
  readonly ids: readonly number[];
  /** Ids of the reference, as many. */
  readonly referenceIds: readonly number[];
  readonly text: Encoding;
  readonly reference: Encoding;
  /** Positions moved together; each part gets one contribution. A partition of 0..S−1. */
  readonly parts: readonly (readonly number[])[];
}

/** e(x) − e(r), [D]. */
export function displacement({ text, reference }: TextPath): Float64Array {
  return Float64Array.from(text.embedding, (value, d) => value - (reference.embedding[d] ?? 0));
}
