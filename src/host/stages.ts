import type { Explanation } from '../protocol.js';

/** Work on it goes on. */
export function isUnfinished({ stage }: Explanation): boolean {
  return stage !== 'done' && stage !== 'stopped';
}

/** The explanation as it is left when the work on it ended before it was done. */
export function asStopped(explanation: Explanation): Explanation {
  return isUnfinished(explanation) ? { ...explanation, stage: 'stopped' } : explanation;
}

/**
 * How much is known: 2 pairs, 1 each token's total, 0 not even tokens, as long as only windows of a
 * long text are scored.
 */
export function knowledgeOf({ matrix, tokensA, tokensB }: Explanation): 0 | 1 | 2 {
  if (matrix !== null) return 2;
  return tokensA.length + tokensB.length > 0 ? 1 : 0;
}

/** Whether two explanations of the same texts differ at most in how exact they are. */
export function isSameQuestion(x: Explanation, y: Explanation): boolean {
  const hasTokens = knowledgeOf(x) > 0 && knowledgeOf(y) > 0;
  const facts = ({ model, layer, reference, level, tokensA, tokensB }: Explanation) =>
    JSON.stringify([model, layer, level, ...(hasTokens ? [reference, tokensA, tokensB] : [])]);
  return facts(x) === facts(y);
}

/**
 * Of what was found and what is shown of the same question, what to show: nothing gets worse on
 * screen when work begins anew, be it after a crash or because it was stopped and goes on. Returns
 * one of the two, or the one shown with the stage that it has now.
 */
export function betterOf(found: Explanation, shown: Explanation): Explanation {
  if (isBetter(found, shown)) return found;
  // Of windows alone nobody knows yet whether the one shown will be explained.
  if (shown.stage !== 'stopped' || knowledgeOf(found) === 0) return shown;
  return { ...shown, stage: shown.matrix === null ? 'marginals' : 'refining' };
}

function isBetter(found: Explanation, shown: Explanation): boolean {
  if (found.stage === 'done') return true;
  const gain = knowledgeOf(found) - knowledgeOf(shown);
  if (gain !== 0) return gain > 0;
  return found.error < shown.error || (found.error === shown.error && shown.stage !== 'done');
}
