/** A model's outputs before and after canonicalisation. */
import type { Tensors } from '../../src/encoder/runtime.js';
import { createRuntime } from '../../src/encoder/session.js';
import { type Canonical, canonicalise } from '../../src/onnx/canonical/canonicalise.js';
import type { Model } from '../../src/onnx/graph.js';
import { modelOf, type SmallGraph, smallGraph } from './smallGraph.js';
import { assertClose } from './tensorArithmetic.js';

const runtime = createRuntime({ threads: 1 });

export async function runModel(model: Model, feeds: Tensors): Promise<Tensors> {
  const session = await runtime.open(model, { optimise: 'none' });
  try {
    return await session.run(feeds);
  } finally {
    await session.release();
  }
}

/**
 * Canonicalises a small model and checks that onnxruntime computes from it what it computes from
 * the model itself, or from `reference`. Resolves to the canonical form.
 */
export async function assertSameValues(
  small: SmallGraph,
  { opset, tolerance = 1e-6, reference }: SameValues = {},
): Promise<Canonical> {
  const model = modelOf(smallGraph(small), opset);
  const canonical = canonicalise(model);
  const expected = await runModel(reference ? modelOf(smallGraph(reference)) : model, small.inputs);
  const actual = await runModel(canonical.model, small.inputs);
  for (const { name } of model.graph.outputs) {
    assertClose(actual[name], expected[name], tolerance, `canonical ${name}`);
  }
  return canonical;
}

export interface SameValues {
  readonly opset?: number;
  /** Relative to the largest value; some float32 roundings unless told. */
  readonly tolerance?: number;
  readonly reference?: SmallGraph;
}

export const operatorsOf = ({ model }: Canonical): readonly string[] =>
  model.graph.nodes.map(({ domain, opType }) => (domain === '' ? opType : `${domain}.${opType}`));
