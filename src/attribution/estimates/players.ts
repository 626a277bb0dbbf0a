import type { TextPath } from '../textPath.js';

/** Parts of a text that differ from their reference: the others, special tokens, contribute nothing. */
export function playersOf({ ids, referenceIds, parts }: TextPath): readonly number[] {
  const moves = (position: number) => ids[position] !== referenceIds[position];
  return parts.flatMap((part, i) => (part.some(moves) ? [i] : []));
}
