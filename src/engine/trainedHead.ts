/** A head for an exact encoder, trained on texts that nobody has judged. */
import { throwIfCancelled } from '../attribution/hooks.js';
import { InputError } from '../attribution/inputError.js';
import type { Rows } from '../exact/ridge.js';
import { trainHead } from '../exact/trainHead.js';
import { type Content, trainingIds } from '../exact/trainingIds.js';
import { CHOOSING_TEXTS } from '../search/sampleTexts.js';
import { randomFrom } from '../study/statistics/random.js';
import { float32 } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import { type ExactMaking, embedBoth } from './makeExact.js';

/** Hundreds of dimensions want hundreds of texts; more are made of those given. */
export const FEWEST_TRAINING_TEXTS = 40;

/** Every fifth text decides when to stop, and is in no way trained on. */
const UNSEEN_SHARE = 5;

const SIZE = { short: 900, long: 300 };
const UNSEEN_SIZE = { short: 0, long: 24 };

/** Longer texts cost more than they teach. */
const LONGEST = 254;

/**
 * [D, D]. The same seed and texts give the same head. Throws InputError for too few texts, RunError, Cancelled.
 * Cost: some 1500 encodings, a fifth of them of 40 to 256 tokens; then as `trainHead`.
 */
export async function trainedHead(
  making: ExactMaking,
  texts: readonly string[] = CHOOSING_TEXTS,
  seed: number,
): Promise<Tensor<'float32'>> {
  const { hooks, maxTokens } = making;
  const random = randomFrom(seed);
  const contents = contentsOf(making, texts);
  if (contents.length < FEWEST_TRAINING_TEXTS) {
    throw new InputError(
      `Training: expected at least ${FEWEST_TRAINING_TEXTS} texts, got ${contents.length}`,
    );
  }
  const { before, after } = making.reference;
  const longest = Math.min(LONGEST, maxTokens - before - after);
  // In the order given: runs of texts take neighbours, which are of one kind.
  const unseen = random.sample(contents, Math.floor(contents.length / UNSEEN_SHARE));
  const apart = new Set(unseen);
  const seen = contents.filter((content) => !apart.has(content));
  const framed = (ids: readonly Content[]) => ids.map((content) => frame(making, content));
  const training = framed(trainingIds(seen, { ...SIZE, longest }, random));
  const checking = framed(trainingIds(unseen, { ...UNSEEN_SIZE, longest }, random));
  const both = await embedBoth(making, [...training, ...checking], 'encoding');
  const part = (from: number, to?: number) => ({
    shifted: rowsOf(both.shifted.slice(from, to)),
    original: rowsOf(both.original.slice(from, to)),
  });
  const head = await trainHead(part(0, training.length), part(training.length), seed, {
    between: (done) => {
      throwIfCancelled(hooks);
      hooks.progress('training', done);
    },
  });
  const { width } = part(0, 1).shifted;
  return float32([width, width], head.weights);
}

/** Ids of each text without the tokenizer's own; texts that the model reads nothing of are left out. */
function contentsOf({ loaded, maxTokens }: ExactMaking, texts: readonly string[]): Content[] {
  const { tokenizer } = loaded.reader;
  return texts
    .map((text) => tokenizer.encode(text, maxTokens).tokens)
    .map((tokens) => tokens.filter(({ special }) => !special).map(({ id }) => id))
    .filter((ids) => ids.length > 0);
}

/** A text's ids as the model reads them. */
function frame({ loaded, reference }: ExactMaking, content: Content): readonly number[] {
  const around = loaded.reader.tokenizer.encode('a', Infinity).tokens.map(({ id }) => id);
  const after = around.slice(around.length - reference.after);
  return [...around.slice(0, reference.before), ...content, ...after];
}

function rowsOf(embeddings: readonly Float32Array[]): Rows {
  const width = embeddings[0]?.length ?? 0;
  const data = new Float64Array(embeddings.length * width);
  embeddings.forEach((embedding, row) => data.set(embedding, row * width));
  return { data, width };
}
