import type {
  ExplainOptions,
  Explanation,
  ExplanationWithPairs,
  Token,
} from '../../../src/protocol.js';

/** A small well-formed explanation whose ledger adds up; every field can be replaced. */
export function sampleExplanation(
  change: Partial<ExplanationWithPairs> = {},
): ExplanationWithPairs {
  const matrix = Float64Array.of(0, 0, 0, 0, 0.3, -0.1, 0, 0.1, 0);
  return {
    model: 'all-MiniLM-L6-v2',
    layer: 3,
    layerCount: 6,
    reference: { token: '-', id: 1011 },
    level: 'token',
    method: { asked: 'ij', a: 'ij', b: 'ij', error: 'completeness' },
    score: 0.5,
    ledger: { constant: 0.05, onlyA: 0.1, onlyB: 0.05, pairs: 0.3, residual: 0 },
    tokensA: [special('[CLS]', 101), token('retry', 0, 5), token('later', 6, 11)],
    tokensB: [special('[CLS]', 101), token('back', 0, 4), token('off', 5, 8)],
    matrix,
    marginalA: Float64Array.of(0, 0.2, 0.1),
    marginalB: Float64Array.of(0, 0.4, -0.1),
    unreadA: null,
    unreadB: null,
    error: 2e-4,
    stage: 'done',
    evaluations: 24,
    tolerance: 1e-3,
    elapsedMs: 120,
    ...change,
  };
}

/** What is known of the same before its pairs are. */
export function sampleMarginals(change: Partial<Explanation> = {}): Explanation {
  return { ...sampleExplanation(), matrix: null, error: 2e-3, stage: 'marginals', ...change };
}

/** What is known of a long text before its best window is explained. */
export function sampleWindows(): Explanation {
  const none = { tokensA: [], tokensB: [], marginalA: new Float64Array(0) };
  return sampleMarginals({ ...none, marginalB: new Float64Array(0), error: 0, stage: 'windows' });
}

/** The same with pairs that still err. */
export function sampleRefining(error = 4e-3): ExplanationWithPairs {
  return sampleExplanation({ error, stage: 'refining' });
}

export function token(text: string, start: number, end: number): Token {
  return { text, id: 2000, start, end, special: false };
}

export function special(text: string, id: number): Token {
  return { text, id, start: null, end: null, special: true };
}

export const sampleOptions: ExplainOptions = {
  model: 'bundled',
  layer: 'middle',
  reference: 'auto',
  accuracy: { tolerance: 1e-3 },
  level: 'token',
};
