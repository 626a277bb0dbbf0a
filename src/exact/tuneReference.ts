/**
 * Tunes a neutral token's embedding until the reference made of it nearly vanishes: of e'(x) = e(x) − e(r_x)
 * the less is subtracted, the better it keeps the order of the original's cosines.
 *
 * Soft tokens are those of Lester, Al-Rfou & Constant 2021 (https://arxiv.org/abs/2104.08691); departure: the
 * loss is |e(r)|², whose least squares Gauss and Newton's step solves, and the embedding is pulled to where it
 * started, so that it stays nearer to its token than any other token is. Hidden states that were free at every
 * position would bring e(r) to zero, and all attribution to the special tokens.
 */
import { solvePositive } from './ridge.js';

/** e of the reference of each length for each embedding: [embeddings][lengths × D]. */
export type EmbedReferences = (
  rows: readonly Float32Array[],
  progress: (done: number) => void,
) => Promise<readonly Float64Array[]>;

/** Length of a difference, in that of the embedding: far above rounding, far below what bends. */
const STEP = 1e-2;

/** Later ones bring next to nothing. */
const ITERATIONS = 3;

/** Of the pull, in the mean of the diagonal of JᵀJ. */
const STRENGTH = 0.4;

/**
 * The tuned embedding, [H]; never one whose reference is longer than where it started.
 * @param start the token's own, [H]
 * @param embed weighted so that the sum of squares is what shall be small
 * Throws what `embed` throws. Cost: 3 × (H + 1) encodings of every length, and 3 × H³/6.
 */
export async function tuneReference(
  start: Float32Array,
  embed: EmbedReferences,
  progress: (done: number) => void,
): Promise<Float32Array> {
  const width = start.length;
  const size = Math.sqrt(squares(start)) || 1;
  let best = { row: start, loss: Infinity };
  let row = start;
  for (let iteration = 0; iteration <= ITERATIONS; iteration++) {
    const [base = new Float64Array(0)] = await embed([row], () => undefined);
    const loss = squares(base);
    if (!(loss < best.loss)) break;
    best = { row, loss };
    if (iteration === ITERATIONS) break;
    const here = row;
    const moved = Array.from({ length: width }, (_, h) =>
      here.with(h, (here[h] ?? 0) + STEP * size),
    );
    const found = await embed(moved, (done) => progress((iteration + done) / ITERATIONS));
    // Jᵀ: [H][lengths × D].
    const slopes = found.map((one) =>
      one.map((value, d) => (value - (base[d] ?? 0)) / (STEP * size)),
    );
    row = pulledStep(here, start, base, slopes);
  }
  return best.row;
}

/** The minimum of |base + J (x − here)|² + λ |x − start|². */
function pulledStep(
  here: Float32Array,
  start: Float32Array,
  base: Float64Array,
  slopes: readonly Float64Array[],
): Float32Array {
  const width = here.length;
  const left = new Float64Array(width * width);
  let trace = 0;
  for (let i = 0; i < width; i++) {
    for (let j = 0; j <= i; j++) {
      const entry = product(slopes[i], slopes[j]);
      left[i * width + j] = entry;
      left[j * width + i] = entry;
    }
    trace += left[i * width + i] ?? 0;
  }
  const lambda = (STRENGTH * trace) / width || 1;
  const right = Float64Array.from(slopes, (slope, i) => {
    left[i * width + i] = (left[i * width + i] ?? 0) + lambda;
    return -product(slope, base) - lambda * ((here[i] ?? 0) - (start[i] ?? 0));
  });
  solvePositive(left, right, width);
  return here.map((value, i) => value + (right[i] ?? 0));
}

function product(x: ArrayLike<number> = [], y: ArrayLike<number> = []): number {
  let total = 0;
  for (let i = 0; i < x.length; i++) total += (x[i] ?? 0) * (y[i] ?? 0);
  return total;
}

const squares = (x: ArrayLike<number>) => product(x, x);
