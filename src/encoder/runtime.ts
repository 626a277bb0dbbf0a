/**
 * What the engine asks of a graph runtime. session.ts implements it with onnxruntime; nothing else
 * knows which one runs.
 */
import type { Model } from '../onnx/graph.js';
import type { Tensor } from '../tensor/tensor.js';

export type Tensors = Readonly<Record<string, Tensor>>;

export interface Session {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /**
   * One evaluation of the whole graph. Throws RunError where the runtime refuses the feeds. NaN and
   * infinity pass: masks hold them. Whoever expects finite values checks.
   * @param into outputs of an earlier run with the same sizes, to be overwritten: no new memory then
   */
  run(feeds: Tensors, into?: Tensors): Promise<Tensors>;
  /** Frees the native memory; the session is dead afterwards. */
  release(): Promise<void>;
}

export interface SessionOptions {
  /** `none` keeps every value as the file has it: for measuring, and for canaries. */
  readonly optimise: 'all' | 'none';
}

export interface Runtime {
  /** Opens a model in memory, or a file by path (external data then resolves beside it). */
  open(model: Model | string, options?: SessionOptions): Promise<Session>;
}

export class RunError extends Error {
  override readonly name = 'RunError';
}
