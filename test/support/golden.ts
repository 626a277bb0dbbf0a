/** Golden numbers as the fixtures hold them; see test/fixtures/README.md. */
import { existsSync, readFileSync } from 'node:fs';
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

type Pair<T> = { readonly a: T; readonly b: T };

export interface GoldenEncoder {
  readonly ids: Pair<readonly number[]>;
  readonly reference: Pair<readonly number[]>;
  readonly cases: readonly {
    readonly pooling: 'mean' | 'cls';
    /** null: embeddings only. */
    readonly layer: number | null;
    readonly converged?: { readonly matrix: readonly (readonly number[])[] };
    readonly riemann20?: { readonly matrix: readonly (readonly number[])[] };
    readonly ledger: GoldenCase['ledger'];
    readonly embeddingA: readonly number[];
    readonly embeddingB: readonly number[];
    readonly referenceA: readonly number[];
    readonly referenceB: readonly number[];
  }[];
}

export function goldenMinilm(): readonly GoldenPair[] {
  const file = read('golden/minilm.json') as { pairs: readonly GoldenPair[] };
  return file.pairs;
}

/** @param style quantised styles have numbers of their own, with the file's dequantised weights */
export function goldenEncoder(family: string, style = 'classic'): GoldenEncoder {
  const own = `encoders/${family}/golden.${style}.json`;
  const general = read(`encoders/${family}/golden.json`) as GoldenEncoder;
  if (!existsSync(path.join(FIXTURES, own))) return general;
  return { ...general, ...(read(own) as Partial<GoldenEncoder>) };
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
