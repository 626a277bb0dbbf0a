/**
 * How far the token pairs of two texts fall short of their score, by reference: the gap is
 * constant + onlyA + onlyB of the ledger (DESIGN section 1), and needs no attribution. Over all pairs of
 * a sample that takes one encoding a text and, for each reference, one a length.
 */
import { dot } from '../attribution/vectors.js';
import { RunError } from '../encoder/runtime.js';
import { pearson, ranks } from '../study/statistics/correlation.js';
import type { Sample } from './readSample.js';

export interface ReferenceFigures {
  /** Mean |e(r)| over the texts. */
  readonly norm: number;
  /** Mean and largest |constant + onlyA + onlyB| over all pairs of texts. */
  readonly meanGap: number;
  readonly maxGap: number;
  /** Of the pair sums with the scores, over all pairs; null where one of them does not vary. */
  readonly spearman: number | null;
}

/** Texts whose pairs are looked at, by their embeddings. */
export class SamplePairs {
  /** |e(x)| of each text. */
  readonly #lengths: readonly number[];
  /** Score of each pair i < j, row by row. */
  readonly #scores: Float64Array;
  #scoreRanks: Float64Array | undefined;

  /** @param embeddings e(x) of each text of the sample, [D]. Throws RunError where one is zero. */
  constructor(
    private readonly sample: Sample,
    private readonly embeddings: readonly Float32Array[],
  ) {
    this.#lengths = embeddings.map((embedding) => lengthOf(embedding));
    if (this.#lengths.some((length) => length === 0)) {
      throw new RunError('Embedding: expected a direction, got the zero vector');
    }
    this.#scores = this.#overPairs(
      (i, j) => dot(embeddings[i] ?? [], embeddings[j] ?? []) / this.#norms(i, j),
    );
  }

  get count(): number {
    return this.#scores.length;
  }

  /**
   * @param references e(r) of each of the sample's frames
   * Cost: an inner product for each text and frame, then a few sums a pair; no runs.
   */
  meanGap(references: readonly Float32Array[]): number {
    return this.#gaps(references).reduce((sum, gap) => sum + Math.abs(gap), 0) / this.count;
  }

  /** As `meanGap`, and sorts the pairs. */
  figures(references: readonly Float32Array[]): ReferenceFigures {
    const gaps = this.#gaps(references);
    const norms = references.map((reference) => lengthOf(reference));
    const { texts } = this.sample;
    this.#scoreRanks ??= ranks(this.#scores);
    const sums = this.#scores.map((score, pair) => score - (gaps[pair] ?? 0));
    let [total, maxGap] = [0, 0];
    for (const gap of gaps) {
      total += Math.abs(gap);
      maxGap = Math.max(maxGap, Math.abs(gap));
    }
    return {
      norm: texts.reduce((sum, { frame }) => sum + (norms[frame] ?? 0), 0) / texts.length,
      meanGap: total / this.count,
      maxGap,
      spearman: pearson(ranks(sums), this.#scoreRanks),
    };
  }

  /** constant + onlyA + onlyB of each pair: (e(ra)·e(b) + e(a)·e(rb) − e(ra)·e(rb)) / norms. */
  #gaps(references: readonly Float32Array[]): Float64Array {
    const withTexts = references.map((r) => this.embeddings.map((e) => dot(r, e)));
    const withEachOther = references.map((r) => references.map((q) => dot(r, q)));
    const frame = (text: number) => this.sample.texts[text]?.frame ?? 0;
    return this.#overPairs((i, j) => {
      const [ri, rj] = [frame(i), frame(j)];
      const terms = (withTexts[ri]?.[j] ?? 0) + (withTexts[rj]?.[i] ?? 0);
      return (terms - (withEachOther[ri]?.[rj] ?? 0)) / this.#norms(i, j);
    });
  }

  #norms(i: number, j: number): number {
    return (this.#lengths[i] ?? 0) * (this.#lengths[j] ?? 0);
  }

  #overPairs(value: (i: number, j: number) => number): Float64Array {
    const { length } = this.embeddings;
    const values = new Float64Array((length * (length - 1)) / 2);
    let pair = 0;
    for (let i = 0; i < length; i++) {
      for (let j = i + 1; j < length; j++) values[pair++] = value(i, j);
    }
    return values;
  }
}

const lengthOf = (x: ArrayLike<number>) => Math.sqrt(dot(x, x));
