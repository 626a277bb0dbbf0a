/**
 * A small computation that is done twice, on the processor and on another execution provider, before
 * that one's numbers are used: what an explanation is made of, an encoding and both kinds of
 * derivative at the middle layer.
 */
import type { Encoder } from '../encoder/encoder.js';
import { Derivatives } from './derivatives.js';
import { forwardProducts, reverseProducts } from './pathProducts.js';
import type { TextPath } from './textPath.js';
import { largest } from './vectors.js';

/**
 * How far a result may be off, as a share of its largest entry. Measured on the bundled model: the same
 * graphs unoptimised, which is float32 in another order, are 7e-7 off; with the inputs of products
 * rounded to 10 bits, as TF32 and float16 do, 9e-4. The bound leaves float32 a hundredfold for other
 * hardware's order and its exp and erf, refuses less than float32, and stays below an explanation's own
 * tolerance (1e-3).
 */
export const CANARY_BOUND = 1e-4;

/** What the two compute. */
export interface CanaryResults {
  readonly embedding: Float32Array;
  /** [S, H] that enters the layer. */
  readonly hiddenState: Float32Array;
  /** [S, D]: the Jacobian times each token's displacement. */
  readonly forward: Float32Array;
  /** [S]: the embedding times that. */
  readonly reverse: Float32Array;
}

/** Tokens of the text: few, and yet every operator has rows to mix. */
const TOKENS = 12;
const ALPHA = 0.5;

/**
 * Throws RunError where a run fails or gives NaN or infinity, UnsupportedNode as the derivatives do.
 * Cost: 2 encodings, one graph of each mode and one run of it.
 * @param cotangent the encoder's own embedding unless given
 */
export async function runCanary(
  encoder: Encoder,
  cotangent?: Float32Array,
): Promise<CanaryResults> {
  const layer = Math.floor(encoder.layers.length / 2);
  const ids = spreadIds(encoder.vocabulary);
  const referenceIds = ids.map(() => ids[0] ?? 0);
  const [text, reference] = [await encoder.encode(ids), await encoder.encode(referenceIds)];
  const parts = ids.map((_, position) => [position]);
  const path: TextPath = { ids, referenceIds, text, reference, parts };
  const { embedding } = text;
  const derivatives = new Derivatives(encoder);
  const hooks = { progress: () => undefined, cancelled: () => false };
  try {
    const forward = await forwardProducts(derivatives, layer, path);
    const reverse = await reverseProducts(derivatives, layer, path, [cotangent ?? embedding]);
    return {
      embedding,
      hiddenState: text.hidden[layer]?.data ?? new Float32Array(0),
      forward: await forward.at(ALPHA, hooks),
      reverse: await reverse.at(ALPHA, hooks),
    };
  } finally {
    await derivatives.release();
  }
}

/** Ids from all over the vocabulary: any encoder has them, with or without a tokenizer. */
const spreadIds = (vocabulary: number) =>
  Array.from({ length: TOKENS }, (_, i) => Math.floor(((i + 0.5) / TOKENS) * vocabulary));

const NAMES = {
  embedding: 'embedding',
  hiddenState: 'hidden state',
  forward: 'forward derivative',
  reverse: 'reverse derivative',
} as const satisfies Record<keyof CanaryResults, string>;

/** The result that is furthest off, as a share of its largest entry; Infinity where it has no number. */
export function worstDeviation(
  expected: CanaryResults,
  found: CanaryResults,
): { readonly of: string; readonly share: number } {
  const all = (Object.keys(NAMES) as (keyof CanaryResults)[]).map((key) => ({
    of: NAMES[key],
    share: deviation(expected[key], found[key]),
  }));
  return all.reduce((worst, one) => (one.share > worst.share ? one : worst));
}

function deviation(expected: Float32Array, found: Float32Array): number {
  if (expected.length !== found.length) return Infinity;
  const difference = largest(expected.map((value, i) => value - (found[i] ?? NaN)));
  if (difference === 0) return 0;
  return Number.isNaN(difference) ? Infinity : difference / largest(expected);
}
