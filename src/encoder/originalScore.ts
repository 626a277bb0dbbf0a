/**
 * The score that a file itself gives, with its own operators and precision, beside the float network
 * that is explained: quantised activations and half precision make them differ.
 */
import type { Model } from '../onnx/graph.js';
import { halvesToFloats } from '../tensor/half.js';
import type { Tensor } from '../tensor/tensor.js';
import { outputToPool } from './encoder.js';
import { type ExactReference, exactReferenceIds } from './exactReference.js';
import { feedsFor, idsInput } from './feeds.js';
import type { DenseLayer, Pooling, PoolingMode } from './pooling.js';
import { type Runtime, RunError, type Session } from './runtime.js';

export interface OriginalOptions {
  /** As read from the file, not canonical. */
  readonly graph: Model['graph'];
  readonly pooling: Pooling;
  /** What its embeddings are differences from, where the file does not subtract by itself. */
  readonly exact?: ExactReference | undefined;
}

export class OriginalFile {
  #session: Promise<Session> | undefined;

  constructor(
    private readonly runtime: Runtime,
    private readonly modelPath: string,
    private readonly options: OriginalOptions,
  ) {}

  /** Cosine of two texts' embeddings. Cost: two runs of the file, four where references have to be
   * subtracted; opening it the first time. */
  async cosine(a: readonly number[], b: readonly number[]): Promise<number> {
    const [x, y] = [await this.#shifted(a), await this.#shifted(b)];
    let [xy, xx, yy] = [0, 0, 0];
    x.forEach((value, d) => {
      const other = y[d] ?? 0;
      [xy, xx, yy] = [xy + value * other, xx + value * value, yy + other * other];
    });
    const cosine = xy / Math.sqrt(xx * yy);
    if (Number.isFinite(cosine)) return cosine;
    throw new RunError('Run: expected a finite cosine from the original file, got none');
  }

  async release(): Promise<void> {
    await (await this.#session)?.release();
  }

  async #shifted(ids: readonly number[]): Promise<readonly number[]> {
    const { exact } = this.options;
    const embedding = await this.#embed(ids);
    if (!exact) return embedding;
    const origin = await this.#embed(exactReferenceIds(ids, exact));
    return embedding.map((value, d) => value - (origin[d] ?? 0));
  }

  async #embed(ids: readonly number[]): Promise<readonly number[]> {
    const { graph, pooling } = this.options;
    this.#session ??= this.runtime.open(this.modelPath);
    const session = await this.#session;
    const outputs = await session.run(feedsFor(graph.inputs, idsInput(graph), ids));
    const values = floats(outputs[outputToPool(graph).name]);
    const width = values.length / (pooling.modes.length > 0 ? ids.length : 1);
    const rows = Array.from({ length: values.length / width }, (_, i) =>
      values.slice(i * width, (i + 1) * width),
    );
    const [first = []] = rows;
    const { modes } = pooling;
    const pooled = modes.length > 0 ? modes.flatMap((mode) => pool(rows, mode)) : first;
    return pooling.dense.reduce<readonly number[]>(applyDense, pooled);
  }
}

function floats(tensor: Tensor | undefined): readonly number[] {
  if (tensor?.dtype === 'float32') return [...tensor.data];
  if (tensor?.dtype === 'float16') return [...halvesToFloats(tensor.data)];
  throw new RunError(`Run: expected floats from the original file, got ${tensor?.dtype ?? 'none'}`);
}

function pool(rows: readonly (readonly number[])[], mode: PoolingMode): readonly number[] {
  const [first = []] = rows;
  const column = (d: number) => rows.map((row) => row[d] ?? 0);
  const sum = (d: number) => column(d).reduce((total, value) => total + value, 0);
  switch (mode) {
    case 'cls':
      return first;
    case 'last':
      return rows.at(-1) ?? first;
    case 'mean':
      return first.map((_, d) => sum(d) / rows.length);
    case 'mean_sqrt_len':
      return first.map((_, d) => sum(d) / Math.sqrt(rows.length));
    case 'max':
      return first.map((_, d) => Math.max(...column(d)));
  }
}

function applyDense(input: readonly number[], { weight, bias, activation }: DenseLayer) {
  const [rows = 0, columns = 0] = weight.dims;
  return Array.from({ length: rows }, (_, i) => {
    const row = weight.data.subarray(i * columns, (i + 1) * columns);
    const sum = row.reduce((total, w, j) => total + w * (input[j] ?? 0), bias?.data[i] ?? 0);
    return activation === 'Tanh' ? Math.tanh(sum) : sum;
  });
}
