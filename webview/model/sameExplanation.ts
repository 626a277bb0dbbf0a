import type { ExplanationView } from '../../src/protocol.js';

/** Whether two views show the same explanation of the same places, stale or not. */
export function sameExplanation(x: ExplanationView, y: ExplanationView): boolean {
  const facts = ({ explanation: e, textA, textB, labelA, labelB }: ExplanationView) =>
    JSON.stringify([textA, textB, labelA, labelB, e.model, e.layer, e.reference, e.level, e.score]);
  return (
    sameNumbers(x.explanation.matrix, y.explanation.matrix) &&
    x.explanation.elapsedMs === y.explanation.elapsedMs &&
    facts(x) === facts(y)
  );
}

const sameNumbers = (x: Float64Array, y: Float64Array): boolean =>
  x.length === y.length && x.every((value, i) => value === y[i]);
