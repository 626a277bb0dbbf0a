/**
 * Products with the Jacobian along one text's path, at any α: Jacobian-vector products, one a part of
 * the text, or vector-Jacobian products, one a vector to project contributions on. The published
 * algorithm takes D vector-Jacobian products where these take as many as a text has parts.
 */
import type { Encoder } from '../encoder/encoder.js';
import { RunError, type Tensors } from '../encoder/runtime.js';
import { elementCount, float32 } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import { PATH } from './derivativeGraph.js';
import type { Derivatives } from './derivatives.js';
import { type Hooks, throwIfCancelled } from './hooks.js';
import type { PathSessions } from './pathSessions.js';
import type { TextPath } from './textPath.js';
import { rowDots } from './vectors.js';

/**
 * Bytes of the largest tensor of a run, from which the number of directions at once follows. Measured at
 * 60, 128 and 250 tokens: a direction costs the same from 4 to 12 MiB, a tenth more at 2 and at 32, where
 * tensors leave the cache and the allocator returns each to the system.
 */
const TENSOR_BUDGET = 10 * 2 ** 20;

/** What is found at one α. */
export interface PathPoint {
  /** [rows × width]. */
  readonly values: Float32Array;
  /** What all parts' values add up to, the derivative of the embedding along the path, projected. */
  readonly velocity: Float64Array;
  /** The network's embedding of the point: [D]. */
  readonly embedding: Float32Array;
}

/** Rows that depend on α: [rows × width]. */
export interface PathProducts {
  readonly rows: number;
  readonly width: number;
  /** The network's embeddings of reference and text: [D] each. */
  readonly ends: { readonly from: Float32Array; readonly to: Float32Array };
  /**
   * A vector of R^D as the products show it: as it is in forward mode, its inner product with each
   * cotangent in reverse mode. Missing components are zero.
   */
  project(vector: ArrayLike<number>): Float64Array;
  /** Cost: one run of what all rows share, ⌈rows / chunk⌉ of the rest. Throws RunError, Cancelled. */
  point(alpha: number, hooks: Hooks): Promise<PathPoint>;
  /** The values alone. */
  at(alpha: number, hooks: Hooks): Promise<Float32Array>;
}

/** J(α) · (x − r) restricted to each part: [parts × D]. */
export async function forwardProducts(
  derivatives: Derivatives,
  layer: number,
  path: TextPath,
): Promise<PathProducts> {
  const { encoder } = derivatives;
  const run = new PathRun(await derivatives.sessions(layer, 'forward'), encoder, layer, path);
  const moving = path.parts.flatMap((part, i) => (part.some((p) => run.moves(p)) ? [i] : []));
  const width = encoder.embeddingSize;
  return productsOf({
    rows: path.parts.length,
    width,
    ends: run.ends,
    project: (vector) => Float64Array.from({ length: width }, (_, d) => vector[d] ?? 0),
    async point(alpha, hooks) {
      const values = new Float32Array(path.parts.length * width);
      const velocity = new Float64Array(width);
      let embedding: Float32Array | undefined;
      const seedOf = (chunk: readonly number[]) => ({
        [PATH.select]: selection(
          chunk.map((part) => path.parts[part] ?? []),
          run.tokens,
        ),
      });
      for await (const found of run.at(alpha, moving, seedOf, hooks)) {
        found.chunk.forEach((part, row) => {
          const product = found.product.subarray(row * width, (row + 1) * width);
          values.set(product, part * width);
          product.forEach((value, d) => (velocity[d] = (velocity[d] ?? 0) + value));
        });
        embedding ??= found.embedding;
      }
      return { values, velocity, embedding: embedding ?? run.ends.to };
    },
  });
}

/** cotangents · J(α) · (x − r), summed within each part: [cotangents × parts]. */
export async function reverseProducts(
  derivatives: Derivatives,
  layer: number,
  path: TextPath,
  cotangents: readonly ArrayLike<number>[],
): Promise<PathProducts> {
  const { encoder } = derivatives;
  const run = new PathRun(await derivatives.sessions(layer, 'reverse'), encoder, layer, path);
  const width = path.parts.length;
  const size = encoder.embeddingSize;
  // Contributions of tokens that are no different from their reference; from the embeddings all special ones.
  const moving = cotangents.flatMap((row, i) => (Array.from(row).some((x) => x !== 0) ? [i] : []));
  return productsOf({
    rows: cotangents.length,
    width,
    ends: run.ends,
    project: (vector) =>
      rowDots(
        cotangents,
        Float64Array.from({ length: size }, (_, d) => vector[d] ?? 0),
      ),
    async point(alpha, hooks) {
      const values = new Float32Array(cotangents.length * width);
      const velocity = new Float64Array(cotangents.length);
      let embedding: Float32Array | undefined;
      const seedOf = (chunk: readonly number[]) => {
        const rows = new Float32Array(chunk.length * size);
        chunk.forEach((row, i) => rows.set(cotangents[row] ?? [], i * size));
        return { [PATH.cotangents]: float32([chunk.length, 1, size], rows) };
      };
      for await (const found of run.at(alpha, moving, seedOf, hooks)) {
        found.chunk.forEach((row, i) => {
          path.parts.forEach((part, j) => {
            const sum = part.reduce(
              (total, p) => total + (found.product[i * run.tokens + p] ?? 0),
              0,
            );
            values[row * width + j] = sum;
            velocity[row] = (velocity[row] ?? 0) + sum;
          });
        });
        embedding ??= found.embedding;
      }
      return { values, velocity, embedding: embedding ?? run.ends.to };
    },
  });
}

function productsOf(products: Omit<PathProducts, 'at'>): PathProducts {
  return { ...products, at: async (alpha, hooks) => (await products.point(alpha, hooks)).values };
}

interface PathChunk {
  readonly chunk: readonly number[];
  readonly product: Float32Array;
  readonly embedding: Float32Array;
}

/** One text's path, fed to the sessions of a derivative. */
class PathRun {
  readonly tokens: number;
  readonly ends: PathProducts['ends'];
  readonly #width: number;
  readonly #delta: Tensor<'float32'>;
  readonly #feeds: Tensors;
  readonly #chunk: number;

  constructor(
    private readonly sessions: PathSessions,
    encoder: Encoder,
    layer: number,
    path: TextPath,
  ) {
    const text = hiddenState(path.text.hidden[layer]);
    const origin = hiddenState(path.reference.hidden[layer]);
    this.#delta = float32(
      text.dims,
      text.data.map((value, i) => value - (origin.data[i] ?? 0)),
    );
    this.tokens = text.dims[1] ?? 0;
    this.ends = { from: path.reference.network, to: path.text.network };
    this.#width = text.dims[2] ?? 0;
    this.#feeds = { ...encoder.feeds(path.ids), [PATH.origin]: origin, [PATH.delta]: this.#delta };
    const largest = 4 * largestDerivative(encoder, layer, this.tokens);
    this.#chunk = Math.max(1, Math.floor(TENSOR_BUDGET / largest));
  }

  /** Whether a position differs from its reference at all. */
  moves(position: number): boolean {
    const [from, to] = [position * this.#width, (position + 1) * this.#width];
    return this.#delta.data.subarray(from, to).some((value) => value !== 0);
  }

  /** Even groups, each small enough for the budget. */
  #chunks(items: readonly number[]): readonly (readonly number[])[] {
    const count = Math.ceil(items.length / this.#chunk);
    const size = Math.ceil(items.length / Math.max(count, 1));
    return Array.from({ length: count }, (_, i) => items.slice(i * size, (i + 1) * size));
  }

  /** The product of each chunk of directions, in turn. */
  async *at(
    alpha: number,
    directions: readonly number[],
    seedOf: (chunk: readonly number[]) => Tensors,
    hooks: Hooks,
  ): AsyncGenerator<PathChunk> {
    const chunks = this.#chunks(directions);
    const feeds = { ...this.#feeds, [PATH.alpha]: float32([1], [alpha]) };
    const seeds = chunks.map(seedOf);
    let done = 0;
    const runs = this.sessions.at(feeds, this.tokens, seeds, () => throwIfCancelled(hooks));
    for await (const { [PATH.product]: product, [PATH.embedding]: embedding } of runs) {
      if (product?.dtype !== 'float32' || !product.data.every(Number.isFinite)) {
        throw new RunError(`Run: expected finite derivatives at α = ${alpha}, got NaN or infinity`);
      }
      if (embedding?.dtype !== 'float32') {
        throw new RunError('Run: expected the embedding, got none');
      }
      yield {
        chunk: chunks[done++] ?? [],
        product: product.data,
        // A copy: later runs may write into the same memory.
        embedding: embedding.data.slice(),
      };
    }
  }
}

function hiddenState(tensor: Tensor<'float32'> | undefined): Tensor<'float32'> {
  if (tensor) return tensor;
  throw new RangeError('Path: expected the hidden states of the layer, got none');
}

/** Elements of the largest derivative of one direction, for a text of S tokens. */
function largestDerivative(encoder: Encoder, layer: number, tokens: number): number {
  const outputs = encoder.above(layer).nodes.flatMap((node) => node.outputs);
  return outputs.reduce((largest, output) => {
    const shape = encoder.types.get(output)?.shape ?? [];
    const dims = shape.map((dim) => (dim ? dim.fixed + dim.perToken * tokens : tokens));
    return Math.max(largest, elementCount(dims));
  }, 1);
}

/** [K, S] with ones at each part's positions. */
function selection(parts: readonly (readonly number[])[], tokens: number): Tensor {
  const select = new Float32Array(parts.length * tokens);
  parts.forEach((part, row) => part.forEach((token) => (select[row * tokens + token] = 1)));
  return float32([parts.length, tokens], select);
}
