/** Golden numbers as the fixtures hold them; see test/fixtures/README.md. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

export const FIXTURES = path.resolve('test/fixtures');

interface GoldenCase {
  readonly layer: number;
  readonly riemann50: { readonly sum: number };
  readonly converged: {
    readonly matrix: readonly (readonly number[])[];
    readonly marginalA: readonly number[];
    readonly marginalB: readonly number[];
  };
  readonly ledger: Record<'constant' | 'onlyA' | 'onlyB' | 'pairs', number>;
}

export interface GoldenPair {
  readonly a: string;
  readonly b: string;
  readonly idsA: readonly number[];
  readonly idsB: readonly number[];
  readonly tokensA: readonly string[];
  readonly cosine: number;
  readonly cases: readonly (GoldenCase & {
    readonly reference: string;
    readonly referenceId: number;
  })[];
}

export interface GoldenEncoder {
  readonly ids: { readonly a: readonly number[]; readonly b: readonly number[] };
  readonly reference: { readonly a: readonly number[]; readonly b: readonly number[] };
  readonly cases: readonly (Omit<GoldenCase, 'riemann50'> & {
    readonly pooling: 'mean' | 'cls';
    readonly riemann20: { readonly matrix: readonly (readonly number[])[] };
  })[];
}

export function goldenMinilm(): readonly GoldenPair[] {
  const file = read('golden/minilm.json') as { pairs: readonly GoldenPair[] };
  return file.pairs;
}

export function goldenEncoder(folder: string): GoldenEncoder {
  return read(`encoders/${folder}/golden.json`) as GoldenEncoder;
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(path.join(FIXTURES, file), 'utf8'));
}

/** Largest absolute difference between a row-major matrix and golden rows. */
export function largestDifference(
  matrix: ArrayLike<number>,
  rows: readonly (readonly number[])[],
): number {
  const expected = rows.flat();
  if (matrix.length !== expected.length) return Infinity;
  return expected.reduce(
    (largest, value, i) => Math.max(largest, Math.abs(value - (matrix[i] ?? NaN))),
    0,
  );
}
