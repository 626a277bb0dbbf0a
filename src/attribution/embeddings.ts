import type { Encoder } from '../encoder/encoder.js';

/** Bytes of embeddings and their keys that are kept; the least recently used go first. */
const MOST_BYTES = 32 * 2 ** 20;

/**
 * Embeddings of sequences of ids, kept: windows are scored again when another one is chosen, and
 * references of one length are all the same.
 */
export class Embeddings {
  readonly #known = new Map<string, Float32Array>();
  #bytes = 0;

  constructor(private readonly encoder: Pick<Encoder, 'encode'>) {}

  /** e(ids): [D], not normalised. Throws RunError. Cost: one encoding, or none. */
  async of(ids: readonly number[]): Promise<Float32Array> {
    const key = ids.join(' ');
    const known = this.#known.get(key);
    this.#known.delete(key);
    const embedding = known ?? (await this.encoder.encode(ids)).embedding;
    if (!known) this.#bytes += size(key, embedding);
    this.#known.set(key, embedding);
    this.#trim();
    return embedding;
  }

  #trim(): void {
    for (const [key, embedding] of this.#known) {
      if (this.#bytes <= MOST_BYTES) return;
      this.#known.delete(key);
      this.#bytes -= size(key, embedding);
    }
  }
}

const size = (key: string, { byteLength }: Float32Array) => key.length + byteLength;
