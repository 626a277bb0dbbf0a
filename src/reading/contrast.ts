import {
  hasPairs,
  type Explanation,
  type ExplanationView,
  type Side,
  type TextReading,
  type Token,
} from '../protocol.js';

import { withoutErrors } from './coarsen.js';

/** How two explanations can be compared. */
export type ContrastKind =
  /** The same two texts: cell by cell. */
  | 'pair'
  /** The same first text: the columns of both second texts side by side, the other one's negated. */
  | 'query'
  /** The same second text. */
  | 'hit';

/** The difference of two explanations, as one. */
export interface Contrast {
  readonly kind: ContrastKind;
  /** Score, ledger, totals and matrix are those of the one minus those of the other. */
  readonly view: ExplanationView;
  /** Tokens of either text that are the first explanation's; those after them are the other one's. */
  readonly own: Record<Side, number>;
}

/** Between the two texts of a side that differs; named by the caller. */
export type Divider = (label: string) => string;

/**
 * What the one explanation has over the other: exact, since scores are sums of what tokens contribute.
 * Both may be by other models, layers or references; only the tokens of a text that they share must be
 * the same. null where they share none, or pairs are not known.
 */
export function contrast(
  one: ExplanationView,
  other: ExplanationView,
  divider: Divider,
): Contrast | null {
  const kind = kindOf(one, other);
  if (kind === null || !hasPairs(one.explanation) || !hasPairs(other.explanation)) return null;
  const [x, y] = [one.explanation, other.explanation];
  const terms = ['constant', 'onlyA', 'onlyB', 'pairs', 'residual'] as const;
  const ledger = { ...x.ledger };
  for (const term of terms) ledger[term] = x.ledger[term] - y.ledger[term];
  const joined = kind === 'pair' ? null : kind === 'query' ? 'b' : 'a';
  const explanation: Explanation = {
    ...x,
    score: x.score - y.score,
    ledger,
    error: x.error + y.error,
    method: withoutErrors(x.method),
    matrix: Float64Array.from(
      kind === 'pair'
        ? x.matrix.map((value, k) => value - (y.matrix[k] ?? 0))
        : kind === 'query'
          ? beside(x.matrix, y.matrix, x.tokensA.length)
          : [...x.matrix, ...y.matrix.map((value) => -value)],
    ),
    marginalA: joined === 'a' ? join(x.marginalA, y.marginalA) : minus(x.marginalA, y.marginalA),
    marginalB: joined === 'b' ? join(x.marginalB, y.marginalB) : minus(x.marginalB, y.marginalB),
  };
  delete explanation.windows;
  delete explanation.original;
  const view: ExplanationView = { ...one, explanation };
  const own = { a: x.tokensA.length, b: x.tokensB.length };
  if (joined === 'a') {
    const text = one.textA + divider(other.labelA);
    explanation.tokensA = [...x.tokensA, ...moved(y.tokensA, text.length)];
    view.textA = text + other.textA;
    view.readingA = joinReadings(one.readingA, other.readingA, text.length);
  } else if (joined === 'b') {
    const text = one.textB + divider(other.labelB);
    explanation.tokensB = [...x.tokensB, ...moved(y.tokensB, text.length)];
    view.textB = text + other.textB;
    view.readingB = joinReadings(one.readingB, other.readingB, text.length);
  }
  // What was not read of a text is nothing that explanations differ in.
  if (joined !== null) explanation[joined === 'a' ? 'unreadA' : 'unreadB'] = null;
  return { kind, view, own };
}

/** Which texts two explanations share, token by token; both of them where they do. */
export function kindOf(one: ExplanationView, other: ExplanationView): ContrastKind | null {
  const [x, y] = [one.explanation, other.explanation];
  const sameA = one.textA === other.textA && sameTokens(x.tokensA, y.tokensA);
  const sameB = one.textB === other.textB && sameTokens(x.tokensB, y.tokensB);
  if (sameA && sameB) return 'pair';
  if (sameA) return 'query';
  return sameB ? 'hit' : null;
}

const sameTokens = (x: readonly Token[], y: readonly Token[]): boolean =>
  x.length === y.length &&
  x.every(({ start, end, special }, i) => {
    const other = y[i];
    return start === other?.start && end === other.end && special === other.special;
  });

const minus = (x: Float64Array, y: Float64Array) => x.map((value, i) => value - (y[i] ?? 0));

const join = (x: Float64Array, y: Float64Array) =>
  Float64Array.from([...x, ...y.map((value) => -value)]);

/** Rows of the one and, negated, of the other. */
function beside(x: Float64Array, y: Float64Array, rows: number): Float64Array {
  const [own, others] = [x.length / rows, y.length / rows];
  const result = new Float64Array(x.length + y.length);
  for (let row = 0; row < rows; row++) {
    const at = row * (own + others);
    result.set(x.subarray(row * own, (row + 1) * own), at);
    for (let column = 0; column < others; column++) {
      result[at + own + column] = -(y[row * others + column] ?? 0);
    }
  }
  return result;
}

const moved = (tokens: readonly Token[], by: number): Token[] =>
  tokens.map((token) => ({
    ...token,
    start: token.start === null ? null : token.start + by,
    end: token.end === null ? null : token.end + by,
  }));

function joinReadings(
  one: TextReading | undefined,
  other: TextReading | undefined,
  by: number,
): TextReading {
  const later = (other?.outline ?? []).map(({ name, start, end }) => ({
    name,
    start: start + by,
    end: end + by,
  }));
  return { kind: one?.kind ?? 'prose', outline: [...(one?.outline ?? []), ...later] };
}
