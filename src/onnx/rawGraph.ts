/** A model as its file has it: functions not yet inlined, nodes in file order, names unchecked. */
import type { Attribute, ValueInfo } from './graph.js';
import type { NamedTensor } from './tensorProto.js';

export type RawAttribute =
  | Exclude<Attribute, { type: 'graph' }>
  | { readonly type: 'graph'; readonly value: RawGraph }
  /** In a function body: stands for the caller's attribute of that name. */
  | { readonly type: 'reference'; readonly value: string };

export interface RawNode {
  readonly name: string;
  readonly opType: string;
  readonly domain: string;
  /** Selects among functions of one name. */
  readonly overload: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, RawAttribute>;
}

export interface RawGraph {
  readonly name: string;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly initializers: readonly NamedTensor[];
  readonly nodes: readonly RawNode[];
}

export interface RawFunction {
  readonly name: string;
  readonly domain: string;
  readonly overload: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Attribute names without a default. */
  readonly attributes: readonly string[];
  readonly defaults: ReadonlyMap<string, RawAttribute>;
  readonly opsets: ReadonlyMap<string, number>;
  readonly nodes: readonly RawNode[];
}

export interface RawModel {
  readonly irVersion: number;
  readonly opsets: ReadonlyMap<string, number>;
  readonly producer: string;
  readonly metadata: ReadonlyMap<string, string>;
  readonly functions: readonly RawFunction[];
  readonly graph: RawGraph;
}

/** '' and 'ai.onnx' are the same domain; '' is how we write it. */
export function normalDomain(domain: string): string {
  return domain === 'ai.onnx' ? '' : domain;
}

/** A node as messages name it. */
export function nodeLabel(node: Pick<RawNode, 'name' | 'opType'>, index: number): string {
  return node.name === ''
    ? `node ${String(index)}, ${node.opType}`
    : `node ${JSON.stringify(node.name)}, ${node.opType}`;
}
