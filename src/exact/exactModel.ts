/**
 * An encoder's ONNX file with the shift inside: e'(x) = e(x) − e(r_x), as any ONNX runtime computes it.
 *
 * The graph works out r_x from the ids and the mask, runs the encoder once on both ([x; r] along the batch,
 * so weights are there once and stay as they are stored), pools over attended positions and subtracts.
 * Padding on either side is left alone. Operators are those that mean the same from opset 11 on.
 */
import type { ExactReference } from '../encoder/exactReference.js';
import { idsInput } from '../encoder/feeds.js';
import { outputToPool } from '../encoder/encoder.js';
import { ModelError } from '../encoder/modelError.js';
import type { Pooling } from '../encoder/pooling.js';
import { withReads, withWrites } from '../onnx/canonical/renamed.js';
import { Emitter, type Value, int } from '../onnx/emitter.js';
import type { Model, ValueInfo } from '../onnx/graph.js';
import type { Tensor } from '../tensor/tensor.js';
import { maskedPooling } from './maskedPooling.js';

/** Outputs of an exact file. */
export const SENTENCE_EMBEDDING = 'sentence_embedding';
export const SHIFTED_HIDDEN = 'last_hidden_state';

/** Names inside it by which its encoder is found again. */
export const PREFIX = 'hitlight.exact.';
/** Embeddings of [x; r] before they are subtracted: [2B, D]. */
export const BOTH = `${PREFIX}embeddings`;
/** Key of the file's metadata. */
export const METADATA = 'hitlight_exact';

const OLDEST_OPSET = 11;

export interface ExactSpec {
  readonly reference: ExactReference;
  readonly pooling: Pooling;
  /** [D, D]: applied to embeddings, y = W x. */
  readonly head: Tensor<'float32'> | undefined;
}

/**
 * Inputs as the model's. Output `sentence_embedding` [B, D'], not normalised; where pooling is linear and
 * nothing follows it also `last_hidden_state` [B, S, H], shifted position by position, so that pooling
 * it (and applying the head) gives the same.
 * @param model as read from the file, in no way rewritten
 * Throws ModelError where the file is too old, GraphError where it is no encoder. Cost: linear in the nodes.
 */
export function exactModel(model: Model, { reference, pooling, head }: ExactSpec): Model {
  const { graph } = model;
  const opset = model.opsets.get('') ?? 0;
  if (opset < OLDEST_OPSET) {
    throw new ModelError(
      `Exact: expected an ONNX file of operator set ${OLDEST_OPSET} or newer, got ${opset}; export it again`,
    );
  }
  if (model.metadata.has(METADATA)) {
    throw new ModelError('Exact: expected a model that is not exact yet, got one that is');
  }
  const emit = new Emitter(PREFIX);
  const ids = idsInput(graph);
  const mask = graph.inputs.find(({ name }) => /mask/i.test(name))?.name;
  const attended = attendedOf(emit, ids, mask);
  const twice = new Map<Value, Value>();
  for (const { name, dtype } of graph.inputs) {
    const other = name === ids ? referenceOf(emit, { name, dtype }, attended, reference) : name;
    twice.set(name, named(emit, 'Concat', [name, other], joined(name), { axis: int(0) }));
  }
  const output = outputToPool(graph);
  const both = `${PREFIX}${output.name}`;
  const base = graph.nodes.map((node) =>
    withWrites(
      withReads(node, new Map([...twice, [output.name, both]])),
      new Map([[output.name, both]]),
    ),
  );
  const before = emit.nodes.length;
  // Of the joined inputs, so that the encoder can be cut out from there on.
  const attendedTwice = () =>
    attendedOf(emit, joined(ids), mask === undefined ? undefined : joined(mask));
  const pooled = output.pooled ? both : maskedPooling(emit, both, attendedTwice(), pooling, opset);
  const headed = head ? emit.op('MatMul', [pooled, emit.tensor(transposed(head))]) : pooled;
  named(emit, 'Identity', [headed], BOTH);
  subtract(emit, ids, BOTH, SENTENCE_EMBEDDING);
  const outputs: ValueInfo[] = [
    { name: SENTENCE_EMBEDDING, dtype: 'float32', dims: ['batch', 'embedding'] },
  ];
  if (!output.pooled && isLinear(pooling)) {
    const floats = emit.op('Cast', [both], { to: int(1) });
    subtract(emit, ids, floats, SHIFTED_HIDDEN);
    // First, where programs that go by place look for it.
    outputs.unshift({
      name: SHIFTED_HIDDEN,
      dtype: 'float32',
      dims: ['batch', 'sequence', 'hidden'],
    });
  }
  return {
    ...model,
    metadata: new Map([...model.metadata, [METADATA, JSON.stringify(reference)]]),
    graph: {
      ...graph,
      outputs,
      initializers: new Map([...graph.initializers, ...emit.initializers]),
      nodes: [...emit.nodes.slice(0, before), ...base, ...emit.nodes.slice(before)],
    },
  };
}

/** Whether pooling shifted hidden states is shifting pooled ones. */
export function isLinear({ modes, dense }: Pooling): boolean {
  return modes.length > 0 && !modes.includes('max') && dense.length === 0;
}

/** Name of an input as the encoder inside reads it. */
export const joined = (input: string) => `${PREFIX}${input}`;

/** 1 where a token is, 0 at padding: int64 [B, S]. */
function attendedOf(emit: Emitter, ids: Value, mask: Value | undefined): Value {
  const int64 = { to: int(7) };
  if (mask !== undefined) return emit.op('Cast', [mask], int64);
  const zeros = emit.op('Cast', [emit.op('Sub', [ids, ids])], int64);
  return emit.op('Add', [zeros, emit.int64([1])]);
}

/** r_x: ids kept among the first and last of a row's tokens, and at padding, which is left as it is. */
function referenceOf(
  emit: Emitter,
  { name, dtype }: Pick<ValueInfo, 'name' | 'dtype'>,
  attended: Value,
  { id, before, after }: ExactReference,
): Value {
  const axis = emit.tensor({ dtype: 'int64', dims: [], data: BigInt64Array.of(1n) });
  const fromLeft = emit.op('CumSum', [attended, axis]);
  const fromRight = emit.op('CumSum', [attended, axis], { reverse: int(1) });
  const kept = emit.op('Or', [
    emit.op('Less', [fromLeft, emit.int64([before + 1])]),
    emit.op('Less', [fromRight, emit.int64([after + 1])]),
  ]);
  const token =
    dtype === 'int32'
      ? emit.tensor({ dtype: 'int32', dims: [1], data: Int32Array.of(id) })
      : emit.int64([id]);
  return emit.op('Where', [kept, name, token]);
}

/** [x; r]: the first half of the batch minus the second. */
function subtract(emit: Emitter, ids: Value, both: Value, output: Value): void {
  const [zero, end] = [emit.int64([0]), emit.int64([Number.MAX_SAFE_INTEGER])];
  const rows = emit.op('Slice', [emit.op('Shape', [ids]), zero, emit.int64([1]), zero]);
  const own = emit.op('Slice', [both, zero, rows, zero]);
  const reference = emit.op('Slice', [both, rows, end, zero]);
  named(emit, 'Sub', [own, reference], output);
}

/** A node whose output has a name of its own. */
function named(
  emit: Emitter,
  opType: string,
  inputs: readonly Value[],
  output: Value,
  attributes: Readonly<Record<string, ReturnType<typeof int>>> = {},
): Value {
  emit.nodes.push({
    name: output,
    opType,
    domain: '',
    inputs,
    outputs: [output],
    attributes: new Map(Object.entries(attributes)),
  });
  return output;
}

function transposed({ dims, data }: Tensor<'float32'>): Tensor<'float32'> {
  const [rows = 0, columns = 0] = dims;
  const turned = new Float32Array(data.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) turned[j * rows + i] = data[i * columns + j] ?? 0;
  }
  return { dtype: 'float32', dims: [columns, rows], data: turned };
}
