/**
 * A text as a game (Shapley 1953): its players are the parts that differ from their reference, a
 * coalition is the text in which all other players are replaced by it, and its value is the embedding.
 */
import type { BatchEncoder } from '../../encoder/batchEncoder.js';
import { type Hooks, throwIfCancelled } from '../hooks.js';
import type { TextPath } from '../textPath.js';
import { playersOf } from './players.js';

/** Which players are present, one flag each. */
export type Coalition = readonly boolean[];

export type EncodeBatch = Pick<BatchEncoder, 'encode'>;

/** Bytes of embeddings that are kept: those that come up again. */
const MOST_BYTES = 16 * 2 ** 20;

/** Of so many players, 4096 coalitions at most. */
const MOST_KEPT_PLAYERS = 12;

export class Coalitions {
  /** Index of each player among the text's parts. */
  readonly players: readonly number[];
  readonly #positions: readonly (readonly number[])[];
  readonly #known = new Map<string, Float32Array>();
  #bytes = 0;
  #encodings = 0;

  constructor(
    private readonly encoder: EncodeBatch,
    readonly path: TextPath,
  ) {
    const { ids, referenceIds, parts } = path;
    const moves = (position: number) => ids[position] !== referenceIds[position];
    this.players = playersOf(path);
    this.#positions = this.players.map((part) => (parts[part] ?? []).filter(moves));
    this.#keep(
      this.players.map(() => true),
      path.text.embedding,
    );
    this.#keep(
      this.players.map(() => false),
      path.reference.embedding,
    );
  }

  /** Whether every coalition that was encoded is kept. */
  get kept(): boolean {
    return this.players.length <= MOST_KEPT_PLAYERS;
  }

  /** Texts encoded so far, beside text and reference. */
  get encodings(): number {
    return this.#encodings;
  }

  /** [parts × D], zero but for the players' rows. */
  toParts(ofPlayers: readonly ArrayLike<number>[]): Float64Array<ArrayBuffer> {
    const size = this.path.text.embedding.length;
    const values = new Float64Array(this.path.parts.length * size);
    this.players.forEach((part, player) => values.set(ofPlayers[player] ?? [], part * size));
    return values;
  }

  /**
   * e of each coalition, [D].
   * @param progress share of these coalitions that is done
   * Throws RunError, Cancelled. Cost: an encoding for each that is not known yet, in batches.
   */
  async values(
    coalitions: readonly Coalition[],
    hooks: Pick<Hooks, 'cancelled'>,
    progress: (done: number) => void = () => undefined,
  ): Promise<Float32Array[]> {
    const keys = coalitions.map(keyOf);
    const missing = new Map<string, Coalition>();
    keys.forEach((key, i) => {
      if (!this.#known.has(key)) missing.set(key, coalitions[i] ?? []);
    });
    const found = new Map(this.#known);
    const embeddings = await this.encoder.encode(
      [...missing.values()].map((coalition) => this.#ids(coalition)),
      (done) => {
        throwIfCancelled(hooks);
        progress(done);
      },
    );
    this.#encodings += missing.size;
    [...missing].forEach(([key, coalition], i) => {
      const embedding = embeddings[i] ?? new Float32Array(0);
      found.set(key, embedding);
      if (this.#recurs(coalition)) this.#keep(coalition, embedding);
    });
    return keys.map((key) => found.get(key) ?? new Float32Array(0));
  }

  /**
   * Orders of the players share their first and last steps, and of few players all; in between, no two
   * orders of many are likely to meet.
   */
  #recurs(coalition: Coalition): boolean {
    const present = coalition.filter(Boolean).length;
    return this.kept || Math.min(present, coalition.length - present) === 1;
  }

  #keep(coalition: Coalition, embedding: Float32Array): void {
    if (this.#bytes + embedding.byteLength > MOST_BYTES) return;
    this.#bytes += embedding.byteLength;
    this.#known.set(keyOf(coalition), embedding);
  }

  #ids(coalition: Coalition): number[] {
    const { ids, referenceIds } = this.path;
    const mixed = [...ids];
    this.#positions.forEach((positions, player) => {
      if (coalition[player] === true) return;
      for (const position of positions) mixed[position] = referenceIds[position] ?? 0;
    });
    return mixed;
  }
}

const keyOf = (coalition: Coalition) => coalition.map((present) => (present ? '1' : '0')).join('');
