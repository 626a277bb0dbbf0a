/** Whether an exact file computes what it was made for, as other programs run it: several texts, padded. */
import { dot } from '../attribution/vectors.js';
import { exactReferenceIds } from '../encoder/exactReference.js';
import { feedsForRows, idsInput } from '../encoder/feeds.js';
import { RunError, type Tensors } from '../encoder/runtime.js';
import { SENTENCE_EMBEDDING } from '../exact/exactModel.js';
import { timesHead } from '../exact/timesHead.js';
import type { Graph } from '../onnx/graph.js';
import type { Tensor } from '../tensor/tensor.js';
import type { ExactMaking } from './makeExact.js';

/** Largest relative distance: float32 in another order. */
const BOUND = 1e-3;

/**
 * Of files whose activations are quantised, or half precision: the explained float network is another
 * function, and int8 rows even depend on their company. Only a wrong graph is this far off.
 */
const ROUGH_BOUND = 0.5;

/**
 * @param graph inputs of the exact file
 * @param samples ids of a few texts, of different lengths
 * Throws RunError where the file does not run, or computes something else.
 * Cost: a session, one run of it, two encodings a text.
 */
export async function checkExactFile(
  { loaded, reference }: ExactMaking,
  head: Tensor<'float32'> | undefined,
  place: string,
  graph: Graph,
  samples: readonly (readonly number[])[],
): Promise<void> {
  const { encoder } = loaded.explainer;
  const pads = graph.inputs.some(({ name }) => /mask/i.test(name));
  // Without a mask there is no padding: then one text, twice.
  const rows = pads ? samples : [samples[0] ?? [], samples[0] ?? []];
  const session = await encoder.runtime.open(place);
  let found: Tensor | undefined;
  try {
    const outputs = await session.run(
      padded(graph, rows, loaded.reader.tokenizer.special.pad ?? 0),
    );
    found = outputs[SENTENCE_EMBEDDING];
  } finally {
    await session.release();
  }
  if (found?.dtype !== 'float32' || found.dims[0] !== rows.length) {
    throw new RunError(
      `Exact: expected [${rows.length}, D] of float32 from the file, got ${found?.dtype ?? 'nothing'} ` +
        `[${found?.dims.join(', ') ?? ''}]: the model takes one text at a time`,
    );
  }
  const width = found.data.length / rows.length;
  const bound = loaded.original ? ROUGH_BOUND : BOUND;
  for (const [row, ids] of rows.entries()) {
    const x = (await encoder.encode(ids)).embedding;
    const origin = (await encoder.encode(exactReferenceIds(ids, reference))).embedding;
    const shifted = x.map((value, d) => value - (origin[d] ?? 0));
    const wanted = head ? timesHead(head, shifted) : shifted;
    const own = found.data.subarray(row * width, (row + 1) * width);
    const off = wanted.map((value, d) => value - (own[d] ?? NaN));
    const distance = Math.sqrt(dot(off, off) / dot(wanted, wanted));
    if (!(distance <= bound)) {
      throw new RunError(
        `Exact: expected the file to compute e(x) − e(r) within ${bound}, got ${distance.toPrecision(2)}; ` +
          'the model may not take padded batches',
      );
    }
  }
}

/** Inputs for texts of different lengths: padded on the right, and masked there. */
function padded(graph: Graph, rows: readonly (readonly number[])[], pad: number): Tensors {
  const longest = Math.max(...rows.map(({ length }) => length));
  const filled = rows.map((ids) =>
    Array.from({ length: longest }, (_, at) => (at < ids.length ? (ids[at] ?? pad) : pad)),
  );
  const feeds = feedsForRows(graph.inputs, idsInput(graph), filled);
  const isToken = rows.flatMap((ids) => filled[0]?.map((_, at) => (at < ids.length ? 1 : 0)) ?? []);
  const masked = Object.entries(feeds).map(([name, tensor]): [string, Tensor] => {
    if (!/mask/i.test(name)) return [name, tensor];
    const { dtype, dims } = tensor;
    if (dtype === 'int64') {
      return [name, { dtype, dims, data: BigInt64Array.from(isToken, BigInt) }];
    }
    if (dtype === 'int32') return [name, { dtype, dims, data: Int32Array.from(isToken) }];
    if (dtype === 'bool') return [name, { dtype, dims, data: Uint8Array.from(isToken) }];
    return [name, { dtype: 'float32', dims, data: Float32Array.from(isToken) }];
  });
  return Object.fromEntries(masked);
}
