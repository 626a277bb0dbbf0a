/**
 * The published algorithm (Möller, Nikolaev & Padó 2023, https://arxiv.org/abs/2310.05703, and 2024,
 * https://arxiv.org/abs/2402.02883) on the same engine: the full Jacobian of each embedding by D
 * vector-Jacobian products, a right Riemann sum of 50 nodes, then the product of the two. Meant to be given
 * plain derivatives, one rule an operator, as automatic differentiation runs them.
 *
 * Departure, to its advantage: theirs keeps a Jacobian of [D × S·H] and an [S_a·H × S_b·H] matrix, and
 * sums over the hidden dimensions at the end. Here the sum over H is taken inside the derivative graph,
 * which gives the same numbers and spares the large product.
 */
import {
  type Derivatives,
  type TextPath,
  quiet,
  reverseProducts,
  rightRiemann,
} from './attribution.js';

export const PUBLISHED_NODES = 50;

/** Vector-Jacobian products of one text, `chunk` unit cotangents a run. */
export class FullJacobian {
  private constructor(
    private readonly groups: Awaited<ReturnType<typeof reverseProducts>>[],
    readonly tokens: number,
  ) {}

  /** @param chunk cotangents together; the engine's own bound on tensors holds as well */
  static async of(
    derivatives: Derivatives,
    layer: number,
    path: TextPath,
    chunk: number,
    cotangents = derivatives.encoder.embeddingSize,
  ): Promise<FullJacobian> {
    const size = derivatives.encoder.embeddingSize;
    const groups = [];
    for (let start = 0; start < cotangents; start += chunk) {
      const rows = Array.from({ length: Math.min(chunk, cotangents - start) }, (_, i) => {
        const unit = new Float64Array(size);
        unit[start + i] = 1;
        return unit;
      });
      groups.push(await reverseProducts(derivatives, layer, path, rows));
    }
    return new FullJacobian(groups, path.ids.length);
  }

  /** J(α) · (x − r) summed over H within each token: [D × S]. */
  async at(alpha: number): Promise<Float32Array> {
    const parts: Float32Array[] = [];
    for (const group of this.groups) parts.push(await group.at(alpha, quiet));
    const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
    let offset = 0;
    for (const part of parts) {
      whole.set(part, offset);
      offset += part.length;
    }
    return whole;
  }

  /** The Riemann sum: [D × S]. Cost: D · nodes vector-Jacobian products. */
  async integrate(nodes: number): Promise<Float64Array> {
    const { nodes: alphas, weights } = rightRiemann(nodes);
    let sum = new Float64Array(0);
    for (const [n, alpha] of alphas.entries()) {
      const values = await this.at(alpha);
      if (n === 0) sum = new Float64Array(values.length);
      const weight = weights[n] ?? 0;
      for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + weight * (values[i] ?? 0);
    }
    return sum;
  }
}

/**
 * The pair matrix [S_a × S_b] before division by the norms: one Jacobian's transpose times the other.
 * @param a [D × S_a] @param b [D × S_b]
 */
export function pairMatrix(
  a: ArrayLike<number>,
  tokensA: number,
  b: ArrayLike<number>,
  tokensB: number,
): Float64Array {
  const matrix = new Float64Array(tokensA * tokensB);
  for (let d = 0; d < a.length / tokensA; d++) {
    for (let i = 0; i < tokensA; i++) {
      const factor = a[d * tokensA + i] ?? 0;
      for (let j = 0; j < tokensB; j++) {
        const entry = i * tokensB + j;
        matrix[entry] = (matrix[entry] ?? 0) + factor * (b[d * tokensB + j] ?? 0);
      }
    }
  }
  return matrix;
}

/** The whole algorithm. Cost: D · nodes vector-Jacobian products a text. */
export async function publishedAlgorithm(
  derivatives: Derivatives,
  layer: number,
  [a, b]: readonly [TextPath, TextPath],
  [chunkA, chunkB]: readonly [number, number],
  nodes = PUBLISHED_NODES,
): Promise<Float64Array> {
  const first = await FullJacobian.of(derivatives, layer, a, chunkA);
  const second = await FullJacobian.of(derivatives, layer, b, chunkB);
  const [sumA, sumB] = [await first.integrate(nodes), await second.integrate(nodes)];
  return pairMatrix(sumA, first.tokens, sumB, second.tokens);
}
