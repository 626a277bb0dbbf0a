/** What every method ends in: contributions of two texts, settled as an attribution. */
import type { BatchEncoder } from '../../encoder/batchEncoder.js';
import { RunError } from '../../encoder/runtime.js';
import type { PairAttribution } from '../attributePair.js';
import type { Derivatives } from '../derivatives.js';
import { settle } from '../ledger.js';
import { type TextPath, displacement } from '../textPath.js';
import { crossDots, dot, largest, rowDots, rowsOf } from '../vectors.js';
import type { Estimate } from './Estimate.js';
import type { Estimated, Estimation } from './method.js';
import { standardErrors } from './standardErrors.js';

/** A pair of texts, and what estimates are made with. */
export interface EstimateContext {
  readonly derivatives: Derivatives;
  readonly batches: Pick<BatchEncoder, 'encode'>;
  readonly a: TextPath;
  readonly b: TextPath;
  /** The one asked for, of straight paths. */
  readonly layer: number;
  readonly seed: number;
}

/** Numbers of a pair that are not divided by the norms yet. */
export interface PairNumbers {
  /** [parts of a × parts of b]. */
  readonly matrix: Float64Array<ArrayBuffer>;
  /** u_i · e(b) and v_j · e(a). */
  readonly totalsA: Float64Array;
  readonly totalsB: Float64Array;
  /** As `Estimation.error` says. */
  readonly error: number;
  readonly standardError?: Float64Array<ArrayBuffer> | undefined;
  readonly evaluations: number;
}

/** Invariants: the ledger adds up to the score, the matrix to ledger.pairs. Throws RunError. */
export function settled(
  { a, b }: Pick<EstimateContext, 'a' | 'b'>,
  numbers: PairNumbers,
  method: Omit<Estimation, 'standardError'>,
  stage: PairAttribution['stage'],
): Estimated<PairAttribution & { readonly matrix: Float64Array<ArrayBuffer> }> {
  const norms = norm(a) * norm(b);
  const scaled = (values: Float64Array) => Float64Array.from(values, (value) => value / norms);
  const matrix = scaled(numbers.matrix);
  const pairs = matrix.reduce((total, value) => total + value, 0);
  const { standardError } = numbers;
  return {
    ...settle(a, b, pairs, norms),
    matrix,
    marginalA: scaled(numbers.totalsA),
    marginalB: scaled(numbers.totalsB),
    evaluations: numbers.evaluations,
    error: numbers.error / norms,
    stage,
    method: { ...method, ...(standardError ? { standardError: scaled(standardError) } : {}) },
  };
}

/** Both texts' contributions as vectors: A_ij = u_i · v_j. */
export function ofVectors(
  { a, b }: Pick<EstimateContext, 'a' | 'b'>,
  u: Estimate,
  v: Estimate,
  kind: 'shared' | 'standardError',
  errors = standardErrors(u, v, a.text.embedding.length),
): PairNumbers {
  const size = a.text.embedding.length;
  const [rows, columns] = [rowsOf(u.value, size), rowsOf(v.value, size)];
  const lacking = (missed: Float64Array, other: TextPath, facing: readonly Float64Array[]) =>
    largest([displacement(other), ...facing].map((vector) => dot(missed, vector)));
  const shared = () => Math.max(lacking(u.missed, b, columns), lacking(v.missed, a, rows));
  return {
    matrix: crossDots(rows, columns),
    totalsA: rowDots(rows, b.text.embedding),
    totalsB: rowDots(columns, a.text.embedding),
    error: kind === 'shared' ? shared() : (errors?.largest ?? 0),
    standardError: errors?.ofEntries,
    evaluations: u.encodings + v.encodings,
  };
}

/** The same numbers with the texts swapped. */
export function turned(numbers: PairNumbers): PairNumbers {
  const [rows, columns] = [numbers.totalsA.length, numbers.totalsB.length];
  const transposed = (matrix: Float64Array) =>
    Float64Array.from(matrix, (_, at) => {
      const [j, i] = [Math.floor(at / rows), at % rows];
      return matrix[i * columns + j] ?? 0;
    });
  return {
    ...numbers,
    matrix: transposed(numbers.matrix),
    standardError: numbers.standardError && transposed(numbers.standardError),
    totalsA: numbers.totalsB,
    totalsB: numbers.totalsA,
  };
}

function norm({ text: { embedding } }: TextPath): number {
  const length = Math.sqrt(dot(embedding, embedding));
  if (length > 0) return length;
  throw new RunError('Embedding: expected a direction, got the zero vector, which has no cosine');
}
