/**
 * A linear head W that gives an exact encoder the original's cosines back: cos(W e'(a), W e'(b)) ≈
 * cos(e(a), e(b)). It needs texts, and nobody's judgement of them (distillation, Hinton et al. 2015,
 * https://arxiv.org/abs/1503.02531).
 *
 * First the linear map with the smallest squared error from e'/|e| to e/|e|, held near the identity as
 * strongly as suits texts that it has not seen; then steps down the gradient of the cosines' error (Adam,
 * Kingma & Ba 2015, https://arxiv.org/abs/1412.6980), as long as they help on those. On the models tried
 * the first does nearly all of it (docs/reference.md).
 */
import { type Random, randomFrom } from '../study/statistics/random.js';
import { cosineError, cosineGradient, directions, gram } from './cosineMatch.js';
import { type Rows, normalEquations, ridgeToIdentity, rowCount } from './ridge.js';

/** Embeddings of the same texts, row by row. */
export interface EmbeddedTexts {
  /** e'(x): [N, D]. */
  readonly shifted: Rows;
  /** e(x): [N, D]. */
  readonly original: Rows;
}

export interface TrainingHooks {
  /** Called between steps, with the share that is done; may throw to end the training. */
  readonly between: (done: number) => void;
}

export interface Head {
  /** [D, D], row-major: y = W x. */
  readonly weights: Float64Array;
  /** Root mean square error of the cosines of unseen texts, with no head and with this one. */
  readonly error: { readonly without: number; readonly with: number };
  /** Strength of the pull to the identity, and gradient steps, that were best on unseen texts. */
  readonly strength: number;
  readonly steps: number;
}

const STRENGTHS = [0.01, 0.03, 0.1, 0.3, 1, 3] as const;

const STEPS = 60;
const BATCH = 160;
const RATE = 1e-4;
/** Steps between two looks at unseen texts, and how many looks without progress end the training. */
const LOOK = 10;
const PATIENCE = 2;

/**
 * @param unseen decides how strongly to regularise and when to stop; not trained on
 * The same seed gives the same head. Throws what `hooks.between` throws.
 * Cost: 2·N·D² + 8 D³ operations, then at most 60 steps of 160 texts.
 */
export async function trainHead(
  { shifted, original }: EmbeddedTexts,
  unseen: EmbeddedTexts,
  seed: number,
  hooks: TrainingHooks,
): Promise<Head> {
  const { width } = shifted;
  const wanted = gram(directions(unseen.original));
  const error = (weights: Float64Array) => cosineError(weights, unseen.shifted, wanted);
  const tell = async (done: number) => {
    await new Promise(setImmediate);
    hooks.between(done);
  };
  await tell(0);
  const { lengths } = directions(original);
  const weights = lengths.map((length) => 1 / length ** 2);
  const normal = normalEquations(shifted, original, weights);
  let best = { weights: identity(width), error: error(identity(width)), strength: Infinity };
  const without = best.error;
  for (const [index, strength] of STRENGTHS.entries()) {
    await tell(0.1 + (0.4 * index) / STRENGTHS.length);
    const candidate = ridgeToIdentity(normal, strength);
    const found = error(candidate);
    if (found < best.error) best = { weights: candidate, error: found, strength };
  }
  const refined = await descend(best, { shifted, original }, error, randomFrom(seed), (done) =>
    tell(0.5 + done / 2),
  );
  return {
    weights: refined.weights,
    error: { without, with: refined.error },
    strength: best.strength,
    steps: refined.steps,
  };
}

interface Found {
  readonly weights: Float64Array;
  readonly error: number;
}

/** The best weights on the way down, the start among them. */
async function descend(
  start: Found,
  texts: EmbeddedTexts,
  error: (weights: Float64Array) => number,
  random: Random,
  tell: (done: number) => Promise<void>,
): Promise<Found & { readonly steps: number }> {
  let best = { ...start, steps: 0 };
  const weights = Float64Array.from(start.weights);
  const [mean, square] = [new Float64Array(weights.length), new Float64Array(weights.length)];
  const all = Array.from({ length: rowCount(texts.shifted) }, (_, n) => n);
  let worse = 0;
  for (let step = 1; step <= STEPS && worse < PATIENCE; step++) {
    await tell(step / STEPS);
    const batch = random.sample(all, BATCH);
    const wanted = gram(directions(rowsAt(texts.original, batch)));
    const gradient = cosineGradient(weights, rowsAt(texts.shifted, batch), wanted);
    for (let k = 0; k < weights.length; k++) {
      const g = gradient[k] ?? 0;
      const m = (mean[k] = 0.9 * (mean[k] ?? 0) + 0.1 * g);
      const v = (square[k] = 0.999 * (square[k] ?? 0) + 0.001 * g * g);
      const [first, second] = [m / (1 - 0.9 ** step), v / (1 - 0.999 ** step)];
      weights[k] = (weights[k] ?? 0) - (RATE * first) / (Math.sqrt(second) + 1e-12);
    }
    if (step % LOOK > 0) continue;
    const found = error(weights);
    worse = found < best.error ? 0 : worse + 1;
    if (found < best.error) {
      best = { weights: Float64Array.from(weights), error: found, steps: step };
    }
  }
  return best;
}

export function identity(width: number): Float64Array {
  const matrix = new Float64Array(width * width);
  for (let i = 0; i < width; i++) matrix[i * width + i] = 1;
  return matrix;
}

function rowsAt({ data, width }: Rows, indices: readonly number[]): Rows {
  const chosen = new Float64Array(indices.length * width);
  indices.forEach((index, row) => {
    chosen.set(data.subarray(index * width, (index + 1) * width), row * width);
  });
  return { data: chosen, width };
}
