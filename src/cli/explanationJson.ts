import type { ExplanationWithPairs, Token } from '../protocol.js';

/** The documented JSON of one explanation (README, "From a terminal"). */
export interface ExplanationJson {
  readonly model: string;
  readonly layer: number;
  readonly reference: { readonly token: string; readonly id: number };
  readonly score: number;
  readonly ledger: ExplanationWithPairs['ledger'];
  readonly tokensA: readonly Token[];
  readonly tokensB: readonly Token[];
  /** One row for each token of a. */
  readonly matrix: readonly (readonly number[])[];
  readonly marginalA: readonly number[];
  readonly marginalB: readonly number[];
  readonly evaluations: number;
  readonly elapsedMs: number;
  /** Only of a quantised file: its own score; what is explained is the float network. */
  readonly original?: NonNullable<ExplanationWithPairs['original']>;
}

export function toJson(explanation: ExplanationWithPairs): ExplanationJson {
  const { model, layer, reference, score, ledger, tokensA, tokensB, matrix } = explanation;
  const columns = tokensB.length;
  return {
    model,
    layer,
    reference,
    score,
    ledger,
    tokensA,
    tokensB,
    matrix: tokensA.map((_, i) => [...matrix.subarray(i * columns, (i + 1) * columns)]),
    marginalA: [...explanation.marginalA],
    marginalB: [...explanation.marginalB],
    evaluations: explanation.evaluations,
    elapsedMs: explanation.elapsedMs,
    ...(explanation.original ? { original: explanation.original } : {}),
  };
}
