/** One operator, taken apart, against onnxruntime's own kernel. */
import { expect } from 'vitest';
import { rules } from '../../../../src/autodiff/registry.js';
import type { Tensors } from '../../../../src/encoder/runtime.js';
import { assertSameValues, operatorsOf } from '../../../support/canonicalValues.js';
import { node, type NodeAttributes } from '../../../support/smallGraph.js';

/** The other operators of taken-apart graphs: on integers, booleans and shapes. */
const DISCRETE = /^(Shape|Range|Less|LessOrEqual|Greater|Equal|And|Or|Not)$/;

/** Inputs are the feeds and then the constants, unless named otherwise; outputs `z` alone. */
export async function checkOperator(
  operator: string,
  inputs: Tensors,
  options: {
    readonly attributes?: NodeAttributes;
    readonly names?: readonly string[];
    readonly outputs?: readonly string[];
    readonly constants?: Tensors;
    readonly domain?: string;
    readonly opset?: number;
    readonly tolerance?: number;
  } = {},
): Promise<void> {
  const { attributes, domain = 'com.microsoft', constants = {}, outputs = ['z'] } = options;
  const names = options.names ?? [...Object.keys(inputs), ...Object.keys(constants)];
  const nodes = [node(operator, names, outputs, attributes, domain)];
  // Kernels sum in another order.
  const { opset = 21, tolerance = 2e-6 } = options;
  const canonical = await assertSameValues({ inputs, nodes, constants }, { opset, tolerance });
  const uncovered = operatorsOf(canonical).filter((o) => !(o in rules) && !DISCRETE.test(o));
  expect(uncovered).toEqual([]);
}
