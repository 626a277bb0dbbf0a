/**
 * Directional derivatives of one text's embedding along its path: one Jacobian-vector product a part
 * and quadrature node (DESIGN: contract before you differentiate), where the published algorithm
 * takes D vector-Jacobian products. Evaluations are kept, so rules that share nodes share them.
 */
import type { Encoder } from '../encoder/encoder.js';
import { RunError, type Session, type Tensors } from '../encoder/runtime.js';
import { float32 } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import type { TextPath } from './contributions.js';
import { PATH } from './derivativeGraph.js';
import { type Hooks, throwIfCancelled } from './hooks.js';
import type { QuadratureRule } from './quadrature.js';

/** Bytes that no intermediate tensor of a run may pass. */
const TENSOR_BUDGET = 64 * 2 ** 20;

export class Directions {
  readonly #known = new Map<number, Float32Array>();
  readonly #feeds: Tensors;
  /** Selections [K, S], each small enough for the budget, over the parts that move at all. */
  readonly #chunks: readonly { readonly parts: readonly number[]; readonly select: Tensor }[];

  constructor(
    private readonly encoder: Encoder,
    private readonly session: Session,
    layer: number,
    private readonly path: TextPath,
    private readonly hooks: Hooks,
  ) {
    const text = hiddenState(path.text.hidden[layer]);
    const origin = hiddenState(path.reference.hidden[layer]);
    const delta = float32(
      text.dims,
      text.data.map((value, i) => value - (origin.data[i] ?? 0)),
    );
    this.#feeds = { ...encoder.feeds(path.ids), [PATH.origin]: origin, [PATH.delta]: delta };
    const tokens = text.dims[1] ?? 0;
    const width = text.dims[2] ?? 0;
    const moves = (token: number) =>
      delta.data.subarray(token * width, (token + 1) * width).some((value) => value !== 0);
    const moving = path.parts.flatMap((part, i) => (part.some(moves) ? [i] : []));
    const size = Math.max(
      1,
      Math.floor(TENSOR_BUDGET / (4 * largestValue(encoder, layer, tokens))),
    );
    this.#chunks = chunksOf(moving, size).map((parts) => ({
      parts,
      select: selection(
        parts.map((part) => path.parts[part] ?? []),
        tokens,
      ),
    }));
  }

  /** Distinct nodes evaluated so far. */
  get evaluations(): number {
    return this.#known.size;
  }

  /** Σ w_n J(α_n) · directions: [parts × D]. Evaluates only what earlier rules did not. */
  async integral({ nodes, weights }: QuadratureRule): Promise<Float64Array> {
    const total = new Float64Array(this.path.parts.length * this.encoder.embeddingSize);
    for (const [i, alpha] of nodes.entries()) {
      const weight = weights[i] ?? 0;
      const values = this.#known.get(alpha) ?? (await this.#evaluate(alpha));
      values.forEach((value, k) => (total[k] = (total[k] ?? 0) + weight * value));
    }
    return total;
  }

  async #evaluate(alpha: number): Promise<Float32Array> {
    const size = this.encoder.embeddingSize;
    const values = new Float32Array(this.path.parts.length * size);
    for (const { parts, select } of this.#chunks) {
      throwIfCancelled(this.hooks);
      const outputs = await this.session.run({
        ...this.#feeds,
        [PATH.select]: select,
        [PATH.alpha]: float32([1], [alpha]),
      });
      const tangent = outputs[PATH.tangent];
      if (tangent?.dtype !== 'float32' || !tangent.data.every(Number.isFinite)) {
        throw new RunError(`Run: expected finite derivatives at α = ${alpha}, got NaN or infinity`);
      }
      parts.forEach((part, row) => {
        values.set(tangent.data.subarray(row * size, (row + 1) * size), part * size);
      });
    }
    this.#known.set(alpha, values);
    return values;
  }
}

function hiddenState(tensor: Tensor<'float32'> | undefined): Tensor<'float32'> {
  if (tensor) return tensor;
  throw new RangeError('Directions: expected the hidden states of the layer, got none');
}

/** Elements of the largest derivative of one direction, for a text of S tokens. */
function largestValue(encoder: Encoder, layer: number, tokens: number): number {
  let largest = 1;
  for (const node of encoder.above(layer).nodes) {
    for (const output of node.outputs) {
      const sizes = encoder.types
        .get(output)
        ?.shape.map((dim) => (dim ? dim.fixed + dim.perToken * tokens : tokens));
      largest = Math.max(largest, sizes?.reduce((product, n) => product * n, 1) ?? 1);
    }
  }
  return largest;
}

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  const even = Math.ceil(items.length / Math.max(count, 1));
  return Array.from({ length: count }, (_, i) => items.slice(i * even, (i + 1) * even));
}

function selection(parts: readonly (readonly number[])[], tokens: number): Tensor {
  const select = new Float32Array(parts.length * tokens);
  parts.forEach((part, row) => part.forEach((token) => (select[row * tokens + token] = 1)));
  return float32([parts.length, tokens], select);
}
