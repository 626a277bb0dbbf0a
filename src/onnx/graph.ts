/**
 * The graph as the rest of the engine sees it: ONNX's own structure and names
 * (https://onnx.ai/onnx/repo-docs/IR.html), without its wire encoding.
 */
import type { DataType, Tensor } from '../tensor/tensor.js';

export type Attribute =
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'int'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'floats'; readonly value: readonly number[] }
  | { readonly type: 'ints'; readonly value: readonly number[] }
  | { readonly type: 'strings'; readonly value: readonly string[] }
  | { readonly type: 'tensor'; readonly value: Tensor }
  | { readonly type: 'graph'; readonly value: Graph };

export interface Node {
  readonly name: string;
  readonly opType: string;
  /** '' is the ONNX domain (also written `ai.onnx`; the reader normalises it). */
  readonly domain: string;
  /** Value names; '' stands for an omitted optional input. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, Attribute>;
}

export interface ValueInfo {
  readonly name: string;
  /** undefined: left to the runtime's type inference (allowed for outputs only). */
  readonly dtype: DataType | undefined;
  /** A number, a symbol, or null where the file leaves it open. undefined: rank unknown. */
  readonly dims: readonly (number | string | null)[] | undefined;
}

/** Invariant after reading: nodes in topological order, every value defined once. */
export interface Graph {
  readonly name: string;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly initializers: ReadonlyMap<string, Tensor>;
  readonly nodes: readonly Node[];
}

export interface Model {
  readonly irVersion: number;
  /** Operator-set version by domain ('' for ONNX's own). */
  readonly opsets: ReadonlyMap<string, number>;
  readonly producer: string;
  readonly metadata: ReadonlyMap<string, string>;
  readonly graph: Graph;
}
