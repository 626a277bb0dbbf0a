/** Every operator with a derivative rule, under its official name. */
import type { Node } from '../onnx/graph.js';
import type { Rule } from './rule.js';
import { add } from './rules/add.js';
import { div } from './rules/div.js';
import { gather } from './rules/gather.js';
import { gelu } from './rules/gelu.js';
import { layerNormalization } from './rules/layerNormalization.js';
import { matMul } from './rules/matMul.js';
import { mul } from './rules/mul.js';
import { reduceMean } from './rules/reduceMean.js';
import { reshape } from './rules/reshape.js';
import { softmax } from './rules/softmax.js';
import { sub } from './rules/sub.js';
import { transpose } from './rules/transpose.js';

export const rules = {
  Add: add,
  Div: div,
  Gather: gather,
  Gelu: gelu,
  LayerNormalization: layerNormalization,
  MatMul: matMul,
  Mul: mul,
  ReduceMean: reduceMean,
  Reshape: reshape,
  Softmax: softmax,
  Sub: sub,
  Transpose: transpose,
} as const satisfies Record<string, Rule>;

export type DifferentiableOperator = keyof typeof rules;

const isDifferentiable = (opType: string): opType is DifferentiableOperator =>
  Object.hasOwn(rules, opType);

/** The rule of a node in canonical form (onnx/canonical), or undefined. */
export function ruleOf(node: Node): Rule | undefined {
  return node.domain === '' && isDifferentiable(node.opType) ? rules[node.opType] : undefined;
}
