import {
  type ExplanationWithPairs,
  type TextWindow,
  type Token,
  foldedMatrix,
} from '../protocol.js';
import { bestFirst } from './windowTable.js';

/** The documented JSON of one explanation (README, "From a terminal"). */
export interface ExplanationJson {
  readonly model: string;
  readonly layer: number;
  readonly reference: ExplanationWithPairs['reference'];
  readonly method: MethodJson;
  /** Only with --score dot. */
  readonly scoreKind?: 'dot';
  readonly score: number;
  readonly ledger: ExplanationWithPairs['ledger'];
  readonly tokensA: readonly Token[];
  readonly tokensB: readonly Token[];
  /** One row for each token of a. */
  readonly matrix: readonly (readonly number[])[];
  /** Only with --fold: entries add up to the score. */
  readonly folded?: readonly (readonly number[])[];
  readonly marginalA: readonly number[];
  readonly marginalB: readonly number[];
  readonly evaluations: number;
  readonly elapsedMs: number;
  /** Only of a quantised file: its own score; what is explained is the float network. */
  readonly original?: NonNullable<ExplanationWithPairs['original']>;
  /** Only with --provider other than cpu: what ran; `reason` says why it is not the one asked for. */
  readonly provider?: NonNullable<ExplanationWithPairs['provider']>;
  /** Only of texts in windows: all of them, best first. */
  readonly windows?: readonly WindowJson[];
}

export interface MethodJson extends Omit<
  ExplanationWithPairs['method'],
  'error' | 'standardError'
> {
  /** `largest`: of an entry, of a row, a column or the sum, as `kind` says. */
  readonly error: {
    readonly kind: ExplanationWithPairs['method']['error'];
    readonly largest: number;
  };
  /** Of the matrix's entries, where samples tell. */
  readonly standardError?: {
    readonly max: number;
    readonly matrix: readonly (readonly number[])[];
  };
}

export interface WindowJson extends Omit<TextWindow, 'partner'> {
  readonly side: 'a' | 'b';
  /** In the order of the text, from 1. */
  readonly number: number;
  /** Number of the best window of the other text; null where that is read whole. */
  readonly partner: number | null;
  /** It is this one that the rest of the object is about. */
  readonly explained: boolean;
}

/** @param fold with the folded matrix beside the pairs */
export function toJson(explanation: ExplanationWithPairs, fold = false): ExplanationJson {
  const { model, layer, reference, score, ledger, tokensA, tokensB } = explanation;
  const columns = tokensB.length;
  const rows = (matrix: ArrayLike<number>) =>
    tokensA.map((_, i) => Array.from(tokensB, (__, j) => matrix[i * columns + j] ?? 0));
  return {
    model,
    layer,
    reference,
    method: methodJson(explanation, rows),
    ...(explanation.scoreKind ? { scoreKind: explanation.scoreKind } : {}),
    score,
    ledger,
    tokensA,
    tokensB,
    matrix: rows(explanation.matrix),
    ...(fold ? { folded: rows(foldedMatrix(explanation)) } : {}),
    marginalA: [...explanation.marginalA],
    marginalB: [...explanation.marginalB],
    evaluations: explanation.evaluations,
    elapsedMs: explanation.elapsedMs,
    ...(explanation.original ? { original: explanation.original } : {}),
    ...(explanation.provider ? { provider: explanation.provider } : {}),
    ...(explanation.windows ? { windows: windowsJson(explanation.windows) } : {}),
  };
}

function methodJson(
  { method: { error: kind, standardError, ...method }, error }: ExplanationWithPairs,
  rows: (matrix: readonly number[]) => number[][],
): MethodJson {
  return {
    ...method,
    error: { kind, largest: error },
    ...(standardError
      ? {
          standardError: {
            max: standardError.reduce((most, value) => Math.max(most, value), 0),
            matrix: rows(standardError),
          },
        }
      : {}),
  };
}

function windowsJson(windows: NonNullable<ExplanationWithPairs['windows']>): WindowJson[] {
  const { a, b, shown } = windows;
  const of = (side: 'a' | 'b', list: readonly TextWindow[] | null, others: unknown): WindowJson[] =>
    bestFirst(list ?? []).map(({ start, end, tokens, score, ledger, number, partner }) => ({
      ...{ side, number, start, end, tokens, score, ledger },
      partner: others === null ? null : partner + 1,
      explained: number === shown[side] + 1,
    }));
  return [...of('a', a, b), ...of('b', b, a)].sort((x, y) => y.score - x.score);
}
