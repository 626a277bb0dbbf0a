import type { Explanation } from '../../src/protocol.js';
import type { Ids } from './attribution.js';

/** Two texts as the encoder reads them, explained at a layer. */
export interface Texts {
  readonly layer: number;
  readonly a: Ids;
  readonly b: Ids;
}

/** What the engine made of the texts, for those who compute with ids. */
export function textsOf(layer: number, { tokensA, tokensB, reference }: Explanation): Texts {
  const side = (tokens: Explanation['tokensA']) => ({
    ids: tokens.map(({ id }) => id),
    reference: tokens.map(({ id, special }) => (special ? id : reference.id)),
  });
  return { layer, a: side(tokensA), b: side(tokensB) };
}
