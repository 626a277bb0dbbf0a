/** An encoder with one token more: a neutral one, tuned until its reference nearly vanishes. */
import { Explainer } from '../attribution/explain.js';
import { throwIfCancelled } from '../attribution/hooks.js';
import { BatchEncoder } from '../encoder/batchEncoder.js';
import { outputToPool } from '../encoder/encoder.js';
import type { ExactReference } from '../encoder/exactReference.js';
import { feedsForRows, idsInput } from '../encoder/feeds.js';
import { EMBEDDING, withPooling } from '../encoder/pooling.js';
import { RunError } from '../encoder/runtime.js';
import { rowOf, withTableFed, withTokenAppended } from '../exact/embeddingTable.js';
import { type EmbedReferences, tuneReference } from '../exact/tuneReference.js';
import { canonicalise } from '../onnx/canonical/canonicalise.js';
import type { Model } from '../onnx/graph.js';
import { withGraph } from '../onnx/subgraph.js';
import { readModelFile } from '../onnx/readFile.js';
import { CHOOSING_TEXTS } from '../search/sampleTexts.js';
import { loadEncoder } from './loadEncoder.js';
import type { LoadedModel } from './loadModel.js';
import type { ExactHooks } from './makeExact.js';

/** What stands in for the model while an exact encoder is made of it. */
export interface Tuned {
  /** With an encoder that knows the new token. */
  readonly loaded: LoadedModel;
  readonly batch: BatchEncoder;
  /** The file, as it is stored, with the new token. */
  readonly file: Model;
  readonly reference: ExactReference;
  readonly release: () => Promise<void>;
}

/** Tokens between those that a reference keeps; in between, and above, e(r) varies little. */
const LENGTHS = [5, 9, 16, 32];

/** Name of the table that is fed. */
const TABLE = 'hitlight.table';

/** Tokens of one run. */
const TOKENS_A_RUN = 1024;

/**
 * @param reference of a token of the vocabulary, where it starts
 * @returns null where the model's table of embeddings is stored in a way that no token can be added to, or
 *   looked up twice; nothing is tuned then
 * Throws RunError, Cancelled, and what loading does. Cost: as `tuneReference`, and loading the model again.
 */
export async function tunedReference(
  loaded: LoadedModel,
  reference: ExactReference,
  hooks: ExactHooks,
): Promise<Tuned | null> {
  const { encoder } = loaded.explainer;
  const file = readModelFile(loaded.files.modelPath);
  const ids = idsInput(file.graph);
  const start = rowOf(file, ids, reference.id);
  const canonical = canonicalise(file).model;
  const references = start && (await openReferences(loaded, canonical, reference, hooks));
  if (!start || !references) return null;
  let row: Float32Array;
  try {
    row = await tuneReference(start, references.embed, (done) => hooks.progress('tuning', done));
  } finally {
    await references.release();
  }
  const longer = withTokenAppended(file, ids, row);
  if (!longer) return null;
  const { pooling, runtime } = encoder;
  const own = await loadEncoder(canonicalise(longer.model).model, runtime, { pooling });
  const batch = await BatchEncoder.open(own);
  const token = loaded.reader.tokenizer.token(reference.id) ?? '';
  return {
    loaded: { ...loaded, explainer: new Explainer(own) },
    batch,
    file: longer.model,
    reference: { ...reference, id: longer.id, token: `${token} (tuned)` },
    async release() {
      await batch.release();
      await own.release();
    },
  };
}

/** A session whose table of embeddings is fed: first the tokens that references keep, then those asked for. */
async function openReferences(
  { explainer: { encoder }, reader }: LoadedModel,
  canonical: Model,
  { before, after }: ExactReference,
  hooks: ExactHooks,
): Promise<{ readonly embed: EmbedReferences; readonly release: () => Promise<void> } | null> {
  const { graph } = canonical;
  const ids = idsInput(graph);
  const around = reader.tokenizer.encode('a', Infinity).tokens.map(({ id }) => id);
  const kept = [...around.slice(0, before), ...around.slice(around.length - after)];
  const keptRows = kept.map((id) => rowOf(canonical, ids, id) ?? new Float32Array(0));
  const fedGraph = withTableFed(graph, ids, TABLE);
  if (!fedGraph) return null;
  const pooled = withPooling(fedGraph, outputToPool(graph).name, encoder.pooling);
  const session = await encoder.runtime.open(withGraph(canonical, pooled));
  const weights = weightsOf(reader, around.length - 1);
  const embed: EmbedReferences = async (rows, progress) => {
    const found = rows.map(() => [] as number[]);
    const all = [...keptRows, ...rows];
    const width = rows[0]?.length ?? 0;
    const data = new Float32Array(all.length * width);
    all.forEach((row, i) => data.set(row, i * width));
    const fed = { [TABLE]: { dtype: 'float32' as const, dims: [all.length, width], data } };
    for (const [l, length] of LENGTHS.entries()) {
      const atOnce = Math.max(1, Math.floor(TOKENS_A_RUN / (length + kept.length)));
      for (let from = 0; from < rows.length; from += atOnce) {
        throwIfCancelled(hooks);
        progress((l + from / rows.length) / LENGTHS.length);
        const chunk = rows
          .slice(from, from + atOnce)
          .map((_, i) => [
            ...kept.slice(0, before).keys(),
            ...Array.from({ length }, () => kept.length + from + i),
            ...kept.slice(before).map((__, at) => before + at),
          ]);
        const outputs = await session.run({ ...feedsForRows(graph.inputs, ids, chunk), ...fed });
        const embeddings = outputs[EMBEDDING];
        if (embeddings?.dtype !== 'float32') {
          throw new RunError(`Run: expected float32, got ${embeddings?.dtype ?? 'nothing'}`);
        }
        const size = embeddings.data.length / chunk.length;
        chunk.forEach((_, i) => {
          const one = embeddings.data.subarray(i * size, (i + 1) * size);
          for (const value of one) found[from + i]?.push(value * (weights[l] ?? 0));
        });
        await new Promise(setImmediate);
      }
    }
    return found.map((one) => Float64Array.from(one));
  };
  return { embed, release: () => session.release() };
}

/** Square roots of the share of sample texts that are nearest in length to each, in proportion. */
function weightsOf({ tokenizer, maxTokens }: LoadedModel['reader'], kept: number): number[] {
  const counts = LENGTHS.map(() => 0);
  for (const text of CHOOSING_TEXTS) {
    const length = Math.max(1, tokenizer.encode(text, maxTokens).tokens.length - kept);
    const far = LENGTHS.map((one) => Math.abs(Math.log(one / length)));
    const nearest = far.indexOf(Math.min(...far));
    counts[nearest] = (counts[nearest] ?? 0) + 1;
  }
  return counts.map((one) => Math.sqrt(one / CHOOSING_TEXTS.length));
}
