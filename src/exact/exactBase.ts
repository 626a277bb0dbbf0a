/** The encoder inside an exact file, and what it subtracts: what explaining it works with. */
import * as v from 'valibot';
import type { ExactReference } from '../encoder/exactReference.js';
import { ModelError } from '../encoder/modelError.js';
import type { Model, ValueInfo } from '../onnx/graph.js';
import { subgraph, withGraph } from '../onnx/subgraph.js';
import { BOTH, METADATA, SENTENCE_EMBEDDING, joined } from './exactModel.js';

const Metadata = v.object({
  id: v.pipe(v.number(), v.integer(), v.minValue(0)),
  before: v.pipe(v.number(), v.integer(), v.minValue(0)),
  after: v.pipe(v.number(), v.integer(), v.minValue(0)),
  token: v.optional(v.string()),
});

export interface ExactBase {
  /** Pooling and head included: its one output is the embedding, not shifted. */
  readonly model: Model;
  readonly reference: ExactReference;
  /** The file itself with the shifted embedding as its only output. */
  readonly shifted: Model;
}

/** null for a file that is not exact. Throws ModelError where it says that it is, and is not what was written. */
export function exactBase(model: Model): ExactBase | null {
  const stated = model.metadata.get(METADATA);
  if (stated === undefined) return null;
  const reference = parsed(stated);
  const { graph } = model;
  const made = new Set(graph.nodes.flatMap(({ outputs }) => outputs));
  const from = graph.inputs.map((input): ValueInfo => ({ ...input, name: joined(input.name) }));
  const missing = [...from.map(({ name }) => name), BOTH, SENTENCE_EMBEDDING].find(
    (name) => !made.has(name),
  );
  if (missing !== undefined) {
    throw new ModelError(
      `Model: expected an exact encoder as Hitlight wrote it, got one without ${missing}; ` +
        'make it again instead of optimising or converting the file',
    );
  }
  const to: ValueInfo = { name: BOTH, dtype: 'float32', dims: [null, null] };
  const outputs = graph.outputs.filter(({ name }) => name === SENTENCE_EMBEDDING);
  return {
    model: withGraph(model, subgraph(graph, { from, to: [to] })),
    reference,
    shifted: withGraph(model, { ...graph, outputs }),
  };
}

function parsed(stated: string): ExactReference {
  try {
    return v.parse(Metadata, JSON.parse(stated));
  } catch (error) {
    throw new ModelError(
      `Model: expected a reference in the metadata ${METADATA} of the file, got ${stated}`,
      { cause: error },
    );
  }
}
