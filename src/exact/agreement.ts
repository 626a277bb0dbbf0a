import { dot } from '../attribution/vectors.js';
import { pearson, spearman } from '../study/statistics/correlation.js';

/** How two encoders' cosines of the same pairs go together; null where one of them does not vary. */
export interface Agreement {
  readonly spearman: number | null;
  readonly pearson: number | null;
}

/** Cosine of each pair i < j, row by row; of a text without a direction 0. */
export function cosines(embeddings: readonly ArrayLike<number>[]): Float64Array {
  const lengths = embeddings.map((x) => Math.sqrt(dot(x, x)));
  const values = new Float64Array((embeddings.length * (embeddings.length - 1)) / 2);
  let pair = 0;
  embeddings.forEach((x, i) => {
    for (let j = i + 1; j < embeddings.length; j++) {
      const norms = (lengths[i] ?? 0) * (lengths[j] ?? 0);
      values[pair++] = norms > 0 ? dot(x, embeddings[j] ?? []) / norms : 0;
    }
  });
  return values;
}

/** Over all pairs of the texts. @param x embeddings of the texts by one encoder, @param y by another */
export function agreement(
  x: readonly ArrayLike<number>[],
  y: readonly ArrayLike<number>[],
): Agreement {
  const [ofX, ofY] = [cosines(x), cosines(y)];
  return { spearman: spearman(ofX, ofY), pearson: pearson(ofX, ofY) };
}
