import type { Derivatives } from '../../attribution/derivatives.js';
import type { Hooks } from '../../attribution/hooks.js';
import { reverseProducts } from '../../attribution/pathProducts.js';
import { dot } from '../../attribution/vectors.js';
import type { Encoder } from '../../encoder/encoder.js';

/**
 * Gradient × input at the embeddings (Shrikumar et al. 2016, https://arxiv.org/abs/1605.01713): for
 * each token the inner product of its embedding with the gradient of the cosine. [S]
 * @param other e(y) of the text that stays
 * Throws RunError, UnsupportedNode. Cost: one encoding and one vector-Jacobian product.
 */
export async function gradientTimesInput(
  encoder: Encoder,
  derivatives: Derivatives,
  ids: readonly number[],
  other: Float32Array,
  hooks: Pick<Hooks, 'cancelled'>,
): Promise<number[]> {
  const text = await encoder.encode(ids);
  const nothing = text.hidden.map((state) => ({
    ...state,
    data: new Float32Array(state.data.length),
  }));
  const x = text.embedding;
  const [sizeX, sizeY] = [Math.sqrt(dot(x, x)), Math.sqrt(dot(other, other))];
  const cosine = dot(x, other) / (sizeX * sizeY);
  // Gradient of the cosine with respect to the embedding.
  const cotangent = x.map(
    (value, d) => (other[d] ?? 0) / (sizeX * sizeY) - (cosine * value) / sizeX ** 2,
  );
  // A path from zero, taken at its end: the direction is the embedding itself.
  const path = {
    ...{ ids, referenceIds: ids, text },
    reference: { embedding: x.map(() => 0), network: x.map(() => 0), hidden: nothing },
    parts: ids.map((_, i) => [i]),
  };
  const products = await reverseProducts(derivatives, 0, path, [cotangent]);
  return [...(await products.at(1, { progress: () => undefined, ...hooks }))];
}
