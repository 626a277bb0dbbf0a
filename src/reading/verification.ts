import type { ExplanationWithPairs, Mask, MaskedScores, Token, Verification } from '../protocol.js';
import { pairsOf, strongestPairs } from './pairs.js';

/** So many of the strongest pairs are masked together, one after the other. */
const STEPS = [1, 2, 3, 5, 10, 20] as const;
/** Draws of other tokens for each step. */
const DRAWS = 4;

/** What to ask the encoder, and what the explanation says will come. */
export interface VerificationPlan {
  readonly masks: readonly Mask[];
  readonly steps: readonly PlannedStep[];
}

interface PlannedStep {
  readonly pairs: number;
  readonly predicted: number;
  /** Indices into `masks`: of the step, and of as many other tokens each. */
  readonly mask: number;
  readonly others: readonly number[];
}

/**
 * Masks the tokens of the strongest pairs, and for comparison as many tokens of either text at random.
 * With the contributions of masked tokens taken away, score becomes (e(a) − Σ u_i) · (e(b) − Σ v_j)
 * over the norms, so it falls by their totals less the pairs among them, which both totals hold.
 * `seed`: the same draws each time.
 */
export function planVerification(explanation: ExplanationWithPairs, seed = 1): VerificationPlan {
  const pairs = strongestPairs(
    explanation,
    STEPS[STEPS.length - 1] ?? 1,
    pairsOf(explanation, false),
  );
  const next = random(seed);
  const masks: Mask[] = [];
  const steps: PlannedStep[] = [];
  let before = '';
  for (const count of STEPS) {
    if (count > pairs.length) break;
    const chosen = pairs.slice(0, count);
    const mask = {
      a: distinct(chosen.map(({ a }) => a)),
      b: distinct(chosen.map(({ b }) => b)),
    };
    // Further pairs of the same tokens mask nothing new.
    if (JSON.stringify(mask) === before) continue;
    before = JSON.stringify(mask);
    const others = Array.from({ length: DRAWS }, () => drawOthers(explanation, mask, next));
    const found = others.filter((each) => each !== null);
    steps.push({
      pairs: count,
      predicted: predictedFall(explanation, mask),
      mask: masks.length,
      others: found.map((_, i) => masks.length + 1 + i),
    });
    masks.push(mask, ...found);
  }
  return { masks, steps };
}

/** What was predicted beside what was measured. */
export function judge(
  { masks, steps }: VerificationPlan,
  { score, masked }: MaskedScores,
): Verification {
  const fall = (index: number) => score - (masked[index]?.score ?? score);
  return {
    score,
    steps: steps.map(({ pairs, predicted, mask, others }) => ({
      pairs,
      a: masks[mask]?.a.length ?? 0,
      b: masks[mask]?.b.length ?? 0,
      predicted,
      measured: score - (masked[mask]?.product ?? score),
      score: fall(mask),
      others:
        others.length === 0
          ? null
          : others.reduce((sum, index) => sum + fall(index), 0) / others.length,
    })),
  };
}

function predictedFall(
  { matrix, tokensB, marginalA, marginalB }: ExplanationWithPairs,
  { a, b }: Mask,
): number {
  const sum = (tokens: readonly number[], values: Float64Array) =>
    tokens.reduce((total, token) => total + (values[token] ?? 0), 0);
  const among = a.reduce(
    (total, i) => total + b.reduce((row, j) => row + (matrix[i * tokensB.length + j] ?? 0), 0),
    0,
  );
  return sum(a, marginalA) + sum(b, marginalB) - among;
}

/** As many tokens of either text that are not masked; null where there are too few. */
function drawOthers(
  { tokensA, tokensB }: ExplanationWithPairs,
  mask: Mask,
  next: () => number,
): Mask | null {
  const a = draw(tokensA, mask.a, next);
  const b = draw(tokensB, mask.b, next);
  return a && b && { a, b };
}

function draw(
  tokens: readonly Token[],
  masked: readonly number[],
  next: () => number,
): number[] | null {
  const left = [...tokens.keys()].filter((i) => !tokens[i]?.special && !masked.includes(i));
  if (left.length < masked.length) return null;
  return masked.map(() => left.splice(Math.floor(next() * left.length), 1)[0] ?? 0);
}

const distinct = (tokens: readonly number[]): number[] =>
  [...new Set(tokens)].sort((x, y) => x - y);

/** Uniform in [0, 1): mulberry32, by Tommy Ettinger 2017. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
