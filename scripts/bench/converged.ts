/**
 * The matrix that every explanation of a pair converges to, and how far the published algorithm stays
 * from it. Both are expensive, and depend on model, texts and layer alone: they are kept on disk.
 *
 * The published algorithm's error does not need its D products a text: the same nodes and weights with
 * forward contributions give the same matrix, to float precision (a test shows it).
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import {
  type Derivatives,
  type Ids,
  type PathProducts,
  type QuadratureRule,
  type TextPath,
  converging,
  crossDots,
  forwardProducts,
  norms,
  quiet,
  reverseProducts,
  rightRiemann,
  rowsOf,
} from './attribution.js';
import { PUBLISHED_NODES } from './publishedAlgorithm.js';

const Converged = v.object({
  /** [S_a × S_b], divided by the norms. */
  matrix: v.array(v.number()),
  /** Largest entry difference between the two finest rules: what is left of the error of `matrix`. */
  uncertainty: v.number(),
  /** Largest entry difference of the published algorithm to `matrix`. */
  publishedError: v.number(),
});
export type Converged = v.InferOutput<typeof Converged>;

/** Changes whenever what is stored is computed differently. */
const VERSION = 1;

export interface ConvergedKey {
  /** SHA-256 of the model file. */
  readonly model: string;
  readonly layer: number;
  readonly a: Ids;
  readonly b: Ids;
}

const fileOf = (folder: string, key: ConvergedKey) =>
  path.join(
    folder,
    `${createHash('sha256')
      .update(JSON.stringify([VERSION, key]))
      .digest('hex')}.json`,
  );

/** What is on disk; undefined where there is nothing, or nothing readable. */
export function storedConverged(folder: string, key: ConvergedKey): Converged | undefined {
  const file = fileOf(folder, key);
  if (!existsSync(file)) return undefined;
  try {
    const found = v.safeParse(Converged, JSON.parse(readFileSync(file, 'utf8')));
    return found.success ? found.output : undefined;
  } catch {
    return undefined;
  }
}

export function storeConverged(folder: string, key: ConvergedKey, converged: Converged): void {
  const file = fileOf(folder, key);
  mkdirSync(folder, { recursive: true });
  const own = `${file}.${process.pid}.tmp`;
  writeFileSync(own, JSON.stringify(converged));
  // Two benchmarks at once never see half a file.
  renameSync(own, file);
}

/** Cost: about 190 nodes of the cheapest exact plan. */
export async function converge(
  derivatives: Derivatives,
  layer: number,
  a: TextPath,
  b: TextPath,
): Promise<Converged> {
  const rules = [...converging(), rightRiemann(PUBLISHED_NODES)];
  const scale = norms(a, b);
  const matrices = await pairMatrices(derivatives, layer, a, b, rules);
  const [finest, check, published] = matrices.map((one) => one.map((entry) => entry / scale));
  if (!finest || !check || !published) throw new Error('Bench: expected three rules');
  return {
    matrix: [...finest],
    uncertainty: largestDifference(check, finest),
    publishedError: largestDifference(published, finest),
  };
}

/** u_i · v_j, [S_a × S_b], by each rule. */
export async function pairMatrices(
  derivatives: Derivatives,
  layer: number,
  a: TextPath,
  b: TextPath,
  rules: readonly QuadratureRule[],
): Promise<readonly Float64Array[]> {
  const [tokensA, tokensB] = [a.ids.length, b.ids.length];
  const size = derivatives.encoder.embeddingSize;
  const contributions = async (text: TextPath) =>
    (await integrals(await forwardProducts(derivatives, layer, text), rules)).map((one) =>
      rowsOf(one, size),
    );
  if (Math.max(tokensA, tokensB) <= 2 * Math.min(tokensA, tokensB)) {
    const [u, w] = [await contributions(a), await contributions(b)];
    return rules.map((_, r) => crossDots(u[r] ?? [], w[r] ?? []));
  }
  // A short text's contributions are the cotangents of a long one.
  const [short, long] = tokensA < tokensB ? [a, b] : [b, a];
  const u = await contributions(short);
  const matrices: Float64Array[] = [];
  for (const [r, rule] of rules.entries()) {
    const products = await reverseProducts(derivatives, layer, long, u[r] ?? []);
    const [matrix] = await integrals(products, [rule]);
    if (matrix) matrices.push(short === a ? matrix : transposed(matrix, tokensB, tokensA));
  }
  return matrices;
}

/** The integral by each rule, [rows × width]; a node that rules share is evaluated once. */
async function integrals(
  products: PathProducts,
  rules: readonly QuadratureRule[],
): Promise<readonly Float64Array[]> {
  const sums = rules.map(() => new Float64Array(products.rows * products.width));
  const alphas = new Set(rules.flatMap((rule) => rule.nodes));
  for (const alpha of alphas) {
    const values = await products.at(alpha, quiet);
    for (const [r, rule] of rules.entries()) {
      const weight = rule.weights[rule.nodes.indexOf(alpha)];
      const sum = sums[r];
      if (weight === undefined || !sum) continue;
      for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + weight * (values[i] ?? 0);
    }
  }
  return sums;
}

/** [rows × columns] → [columns × rows]. */
function transposed(matrix: Float64Array, rows: number, columns: number): Float64Array {
  return Float64Array.from(matrix, (_, at) => {
    const [column, row] = [Math.floor(at / rows), at % rows];
    return matrix[row * columns + column] ?? 0;
  });
}

/** Largest absolute difference of entries. Throws where the sizes differ. */
export function largestDifference(x: ArrayLike<number>, y: ArrayLike<number>): number {
  if (x.length !== y.length) {
    throw new Error(`Bench: expected matrices of one size, got ${x.length} and ${y.length}`);
  }
  let most = 0;
  for (let i = 0; i < x.length; i++) most = Math.max(most, Math.abs((x[i] ?? 0) - (y[i] ?? 0)));
  return most;
}
