/**
 * Explains two sequences of ids: which parts of them make up the cosine similarity.
 *
 * Integrated Jacobians for Siamese encoders: Möller, Nikolaev & Padó 2023
 * (https://arxiv.org/abs/2310.05703) and 2024 (https://arxiv.org/abs/2402.02883). Departures: the
 * contraction with the path is done before differentiation, quadrature adapts to the completeness
 * error, and the terms that their approximation drops are kept as a ledger.
 */
import { BatchEncoder } from '../encoder/batchEncoder.js';
import type { Encoder } from '../encoder/encoder.js';
import { type PairAccuracy, type PairAttribution, attributePair } from './attributePair.js';
import { Contributions } from './contributions.js';
import { Derivatives } from './derivatives.js';
import { Embeddings } from './embeddings.js';
import { estimatePair } from './estimates/estimatePair.js';
import { averaged } from './estimates/averaged.js';
import type { EstimateHooks, FinishedEstimate, Method } from './estimates/method.js';
import { type Hooks, throwIfCancelled } from './hooks.js';
import { InputError } from './inputError.js';

export type LayerOption = 'input' | 'middle' | 'last' | number;

/** A sequence of ids with its reference, grouped into parts. */
export interface Sequence {
  readonly ids: readonly number[];
  readonly reference: readonly number[];
  readonly parts: readonly (readonly number[])[];
}

/** How contributions are found; `ij` unless told. */
export interface MethodOptions {
  readonly method: Method;
  /** Of methods that sample: the same gives the same numbers. */
  readonly seed?: number | undefined;
}

/** An encoder with its derivatives; explains ids, whatever they stand for. */
export class Explainer {
  readonly #derivatives: Derivatives;
  readonly #contributions = new Contributions();
  readonly embeddings: Embeddings;
  #batches: Promise<BatchEncoder> | undefined;

  constructor(readonly encoder: Encoder) {
    this.#derivatives = new Derivatives(encoder);
    this.embeddings = new Embeddings(encoder);
  }

  /**
   * Invariants: the ledger adds up to the score; the matrix adds up to ledger.pairs; |residual| of `ij` is
   * within the tolerance unless the finest rule ran out, and is true in any case.
   * @param layer of `ij`
   * Throws InputError, UnsupportedNode, RunError, Cancelled.
   * Cost: 4 encodings, then as attribution/plan.ts says, or the method's own.
   */
  async attribute(
    layer: number,
    a: Sequence,
    b: Sequence,
    accuracy: PairAccuracy,
    hooks: EstimateHooks,
    { method, seed = 1 }: MethodOptions = { method: 'ij' },
  ): Promise<FinishedEstimate> {
    const pathA = await this.#path(a, hooks);
    hooks.progress('encoding', 0.5);
    const pathB = await this.#path(b, hooks);
    hooks.progress('encoding', 1);
    const straight = (from: number, toldTo: Hooks) =>
      attributePair(this.#derivatives, this.#contributions, from, pathA, pathB, accuracy, toldTo);
    if (method === 'ij') {
      const about = { asked: method, a: method, b: method, error: 'completeness' as const };
      const found = (result: PairAttribution) => hooks.found?.({ ...result, method: about });
      return { ...(await straight(layer, { ...hooks, found })), method: about };
    }
    const middle = this.layer('middle');
    if (method === 'ij-layers') return averaged([0, middle], straight, hooks);
    const { encoder } = this;
    this.#batches ??= BatchEncoder.open(encoder);
    const context = {
      derivatives: this.#derivatives,
      batches: await this.#batches,
      ...{ a: pathA, b: pathB, layer, seed, middle, layers: encoder.layers.length },
    };
    return estimatePair(method, context, accuracy, hooks);
  }

  /** The index of a layer. Throws InputError where the encoder has none such. */
  layer(option: LayerOption): number {
    const count = this.encoder.layers.length;
    const named = { input: 0, middle: Math.floor(count / 2), last: count - 1 };
    const index = typeof option === 'number' ? option : named[option];
    if (this.encoder.layers[index]) return index;
    throw new InputError(`Layer: expected input, middle, last or 0 to ${count - 1}, got ${index}`);
  }

  /** What is kept of texts goes; sessions stay open. For those who measure. */
  forget(): void {
    this.#contributions.clear();
  }

  async release(): Promise<void> {
    await this.#derivatives.release();
    await (await this.#batches)?.release();
    await this.encoder.release();
  }

  async #path({ ids, reference, parts }: Sequence, hooks: Hooks) {
    const rows = this.encoder.vocabulary;
    const unknown = [...ids, ...reference].find((id) => id >= rows);
    if (unknown !== undefined) {
      throw new InputError(`Ids: expected ids from 0 to ${rows - 1}, got ${unknown}`);
    }
    throwIfCancelled(hooks);
    const text = await this.encoder.encode(ids);
    throwIfCancelled(hooks);
    const origin = await this.encoder.encode(reference);
    return { ids, referenceIds: reference, text, reference: origin, parts };
  }
}
