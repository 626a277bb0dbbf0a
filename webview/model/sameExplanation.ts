import type { ExplanationView } from '../../src/protocol.js';

/** Whether two views show the same explanation of the same places, stale or not. */
export function sameExplanation(x: ExplanationView, y: ExplanationView): boolean {
  const facts = ({ labelA, labelB, explanation: e }: ExplanationView) =>
    JSON.stringify([labelA, labelB, e.score, e.stage, e.error, e.elapsedMs, e.provider]);
  return (
    facts(x) === facts(y) &&
    sameNumbers(x.explanation.matrix, y.explanation.matrix) &&
    sameQuestion(x, y)
  );
}

/**
 * Whether two views differ at most in how exact their numbers are: one then takes the other's place
 * without the reader losing theirs.
 */
export function sameQuestion(x: ExplanationView, y: ExplanationView): boolean {
  const facts = ({ textA, textB, readingA, readingB, explanation: e }: ExplanationView) =>
    JSON.stringify([
      ...[textA, textB, readingA, readingB, e.model, e.layer, e.reference, e.level],
      ...[e.tokensA, e.tokensB, e.unreadA, e.unreadB, e.windows?.shown],
    ]);
  return facts(x) === facts(y);
}

const sameNumbers = (x: Float64Array | null, y: Float64Array | null): boolean =>
  x === null || y === null
    ? x === y
    : x.length === y.length && x.every((value, i) => value === y[i]);
