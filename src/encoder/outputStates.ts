/**
 * The token states that a mean-pooling encoder averages, for explanations that look no further than
 * the output. Found by trial: of all values with a row a token, the last one whose mean is the embedding.
 */
import { subgraph } from '../onnx/subgraph.js';
import type { Encoder } from './encoder.js';
import type { Session } from './runtime.js';

/** Float32 in another order; states that are not averaged are off by far more. */
const TOLERANCE = 1e-4;

export class OutputStates {
  private constructor(
    private readonly encoder: Encoder,
    private readonly session: Session,
    private readonly value: string,
  ) {}

  /** null: the embedding is no mean of token states. Cost: a session and a run for each value tried. */
  static async open(encoder: Encoder): Promise<OutputStates | null> {
    // Embeddings of an exact encoder are differences, which no states of one text average to.
    if (encoder.exact) return null;
    const last = encoder.layers.length - 1;
    const values = encoder.above(last).nodes.flatMap((node) => node.outputs);
    for (const value of values.filter((name) => isStates(encoder, name)).reverse()) {
      const outputs = [{ name: value, dtype: 'float32' as const, dims: undefined }];
      const session = await encoder.open(subgraph(encoder.graph, { to: outputs }));
      const states = new OutputStates(encoder, session, value);
      if (await states.average()) return states;
      await session.release();
    }
    return null;
  }

  /** [S] rows of [D], whose mean is e(ids). Cost: one run. Throws RunError. */
  async of(ids: readonly number[]): Promise<Float32Array[]> {
    const { [this.value]: states } = await this.session.run(this.encoder.feeds(ids));
    if (states?.dtype !== 'float32') throw new RangeError('States: expected float32, got others');
    const width = this.encoder.embeddingSize;
    return ids.map((_, i) => states.data.subarray(i * width, (i + 1) * width));
  }

  release(): Promise<void> {
    return this.session.release();
  }

  private async average(): Promise<boolean> {
    const ids = Array.from({ length: 5 }, (_, i) => Math.min(i + 5, this.encoder.vocabulary - 1));
    const { embedding } = await this.encoder.encode(ids);
    const rows = await this.of(ids);
    let [error, size] = [0, 0];
    embedding.forEach((value, d) => {
      const mean = rows.reduce((sum, row) => sum + (row[d] ?? NaN), 0) / rows.length;
      error = Math.max(error, Math.abs(mean - value));
      size = Math.max(size, Math.abs(value));
    });
    return error <= TOLERANCE * size;
  }
}

function isStates(encoder: Encoder, name: string): boolean {
  const type = encoder.types.get(name);
  const [, tokens, width] = type?.shape ?? [];
  return (
    type?.dtype === 'float32' &&
    type.shape.length === 3 &&
    tokens?.perToken === 1 &&
    tokens.fixed === 0 &&
    width?.fixed === encoder.embeddingSize &&
    width.perToken === 0
  );
}
