/**
 * The ONNX project's own single-operator cases: canonical values as expected by the case, both
 * derivatives checked at the case's inputs.
 */
import { describe, expect, it } from 'vitest';
import type { Tensors } from '../../../src/encoder/runtime.js';
import { createRuntime } from '../../../src/encoder/session.js';
import { canonicalise } from '../../../src/onnx/canonical/canonicalise.js';
import { checkRule } from '../../support/checkRule.js';
import { caseNames, readCase, withConstants } from '../../support/readCase.js';
import { assertClose } from '../../support/tensorArithmetic.js';

/** Cases without a derivative to check, and why. */
const notApplicable: Readonly<Record<string, string>> = {
  test_pow_types_int64_float32: 'integer base and result',
  test_reduce_max_empty_set: 'empty tensor',
  test_reduce_sum_empty_set_non_reduced_axis_zero: 'empty tensor',
  test_slice_start_out_of_bounds: 'empty result',
};

/** Cases whose inputs lie on a kink or the edge of the domain: derivatives are checked beside it. */
const elsewhere: Readonly<Record<string, (inputs: Tensors) => Tensors>> = {
  test_leakyrelu_example: (inputs) => shifted(inputs, 'x', 0.5),
  test_pow: (inputs) => shifted(inputs, 'x', 1),
};

function shifted(inputs: Tensors, name: string, by: number): Tensors {
  const tensor = inputs[name];
  if (tensor?.dtype !== 'float32') throw new Error(`Case: expected a float32 ${name}`);
  return { ...inputs, [name]: { ...tensor, data: tensor.data.map((value) => value + by) } };
}

/** The suite's own tolerance for values. */
const VALUE_TOLERANCE = 1e-3;

const runtime = createRuntime({ threads: 1 });

describe('ONNX node cases', () => {
  const names = caseNames();

  it('are listed as not applicable only if they exist', () => {
    expect(Object.keys(notApplicable).filter((name) => !names.includes(name))).toEqual([]);
  });

  it.each(names)('%s', async (name) => {
    const { model, inputs, outputs } = readCase(name);
    const { model: canonical } = canonicalise(model);
    const [graph, feeds] = withConstants(canonical.graph, inputs);
    const session = await runtime.open({ ...canonical, graph }, { optimise: 'none' });
    const run = await session.run(feeds);
    await session.release();
    graph.outputs.forEach(({ name: output }, i) => {
      assertClose(run[output], outputs[i], VALUE_TOLERANCE, `${output} of ${name}`);
    });
    if (name in notApplicable) return;
    const opset = canonical.opsets.get('') ?? 0;
    await checkRule({ graph, feeds: elsewhere[name]?.(feeds) ?? feeds, opset });
  });
});
