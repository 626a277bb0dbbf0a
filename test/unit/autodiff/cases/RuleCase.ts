/** A small graph for one operator, with where to evaluate it. */
import type { Tensors } from '../../../../src/encoder/runtime.js';
import type { Node } from '../../../../src/onnx/graph.js';
import { type NodeAttributes, node } from '../../../support/smallGraph.js';

export interface RuleCase {
  readonly operator: string;
  /** What is particular about it. */
  readonly about: string;
  readonly nodes: readonly Node[];
  readonly feeds: Tensors | ((tokens: number) => Tensors);
  readonly constants?: Tensors;
  readonly outputs?: readonly string[];
  readonly wrt?: readonly string[];
}

/** A case of one node, whose inputs are the feeds and then the constants, in order. */
export function single(
  operator: string,
  about: string,
  feeds: RuleCase['feeds'],
  options: {
    readonly attributes?: NodeAttributes;
    readonly constants?: Tensors;
    readonly outputs?: readonly string[];
    /** The order of inputs, where it is not feeds before constants. '' omits one. */
    readonly inputs?: readonly string[];
    readonly wrt?: readonly string[];
  } = {},
): RuleCase {
  const { attributes = {}, constants = {}, outputs = ['z'], wrt } = options;
  const names = Object.keys(typeof feeds === 'function' ? feeds(4) : feeds);
  const inputs = options.inputs ?? [...names, ...Object.keys(constants)];
  const nodes = [node(operator, inputs, outputs, attributes)];
  const optional = wrt ? { wrt } : {};
  return { operator, about, nodes, feeds, constants, outputs, ...optional };
}
