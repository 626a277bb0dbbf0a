/**
 * Many short texts at once: several times as fast as one by one, where the time goes into products too
 * small for the cores.
 *
 * Texts of one run have the same length, so there is no padding and no mask to get wrong. The graph is
 * the encoder's before constants of a single text were folded into it. Not every file takes more than
 * one row, and in some a row depends on its company; both show when the encoder is opened, and such
 * files go on one text at a time.
 */
import type { Tensor } from '../tensor/tensor.js';
import type { Encoder } from './encoder.js';
import { EMBEDDING } from './pooling.js';
import { RunError, type Session } from './runtime.js';

/** What a batch may differ by from one text alone, of the embedding's length: float32 in another order. */
const TOLERANCE = 1e-4;

/** Tokens of one run: larger runs gain nothing, and can be cancelled less often. */
const TOKENS_A_RUN = 1024;

export type Ids = readonly number[];

export class BatchEncoder {
  private constructor(
    private readonly encoder: Encoder,
    /** null: one text at a time. */
    private readonly session: Session | null,
  ) {}

  /** Cost: a session over the whole graph and three short runs. Throws nothing a file could be blamed for. */
  static async open(encoder: Encoder): Promise<BatchEncoder> {
    const session = await encoder.openRows().catch((error: unknown) => {
      if (error instanceof RunError) return null;
      throw error;
    });
    if (session === null) return new BatchEncoder(encoder, null);
    if (await agrees(encoder, session)) return new BatchEncoder(encoder, session);
    await session.release();
    return new BatchEncoder(encoder, null);
  }

  /** Whether texts run side by side. */
  get batches(): boolean {
    return this.session !== null;
  }

  /**
   * e(x) of each, [D], in the order given. Invariant: as `Encoder.encode`, to rounding.
   * @param between called before each run, with the share that is done; may throw to end it all
   * Throws RunError where an embedding is not finite. Cost: one run for each 1024 tokens of one length.
   */
  async encode(
    texts: readonly Ids[],
    between: (done: number) => void = () => undefined,
  ): Promise<Float32Array[]> {
    const byLength = groupedByLength(texts);
    const found: Float32Array[] = Array.from({ length: texts.length });
    let done = 0;
    for (const [length, indices] of byLength) {
      const rows = this.session === null ? 1 : Math.max(1, Math.floor(TOKENS_A_RUN / length));
      for (let from = 0; from < indices.length; from += rows) {
        between(done / texts.length);
        const chunk = indices.slice(from, from + rows);
        const embeddings = await this.#run(chunk.map((index) => texts[index] ?? []));
        chunk.forEach((index, row) => {
          const embedding = embeddings[row];
          if (embedding) found[index] = embedding;
        });
        done += chunk.length;
        // A run blocks: messages, a cancel among them, are read between two of them.
        await new Promise(setImmediate);
      }
    }
    return found;
  }

  async release(): Promise<void> {
    await this.session?.release();
  }

  async #run(rows: readonly Ids[]): Promise<Float32Array[]> {
    if (this.session === null) {
      const [ids = []] = rows;
      return [(await this.encoder.encode(ids)).embedding];
    }
    const found = await runRows(this.encoder, this.session, rows);
    return Promise.all(
      found.map((embedding, row) => this.encoder.shifted(rows[row] ?? [], embedding)),
    );
  }
}

/** Indices of texts by their number of tokens. */
function groupedByLength(texts: readonly Ids[]): ReadonlyMap<number, readonly number[]> {
  const groups = new Map<number, number[]>();
  texts.forEach(({ length }, index) => {
    const group = groups.get(length);
    if (group) group.push(index);
    else groups.set(length, [index]);
  });
  return groups;
}

async function runRows(encoder: Encoder, session: Session, rows: readonly Ids[]) {
  const outputs = await session.run(encoder.rowFeeds(rows));
  return split(outputs[EMBEDDING], rows.length);
}

/** Rows of [B, D], copied out of the run's memory. */
function split(tensor: Tensor | undefined, rows: number): Float32Array[] {
  if (tensor?.dtype !== 'float32' || tensor.dims.length !== 2 || tensor.dims[0] !== rows) {
    const got = tensor ? `${tensor.dtype} [${tensor.dims.join(', ')}]` : 'nothing';
    throw new RunError(`Run: expected float32 [${rows}, D] for embeddings, got ${got}`);
  }
  const width = tensor.data.length / rows;
  if (!tensor.data.every(Number.isFinite)) {
    throw new RunError('Run: expected finite values in embeddings, got others');
  }
  return Array.from({ length: rows }, (_, row) =>
    tensor.data.slice(row * width, (row + 1) * width),
  );
}

/** Whether rows of a batch are what they are alone. */
async function agrees(encoder: Encoder, session: Session): Promise<boolean> {
  const last = encoder.vocabulary - 1;
  const rows = [5, 9, 2].map((first) =>
    Array.from({ length: 6 }, (_, i) => Math.min(first + 7 * i, last)),
  );
  try {
    const together = await runRows(encoder, session, rows);
    for (const [row, ids] of rows.entries()) {
      const alone = (await encoder.encode(ids)).embedding;
      const batched = await encoder.shifted(ids, together[row] ?? new Float32Array(0));
      if (
        distance(batched, alone) >
        TOLERANCE * Math.max(length(alone), length(together[row] ?? []))
      ) {
        return false;
      }
    }
    return true;
  } catch (error) {
    if (error instanceof RunError) return false;
    throw error;
  }
}

const length = (x: ArrayLike<number>) => Math.hypot(...Array.from(x));

const distance = (x: ArrayLike<number>, y: ArrayLike<number>) =>
  x.length === y.length ? length(Array.from(x, (value, d) => value - (y[d] ?? 0))) : Infinity;
