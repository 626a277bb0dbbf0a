import type { Explanation } from '../protocol.js';

/** Work on it goes on. */
export function isUnfinished({ stage }: Explanation): boolean {
  return stage === 'marginals' || stage === 'refining';
}

/** The explanation as it is left when the work on it ended before it was done. */
export function asStopped(explanation: Explanation): Explanation {
  return isUnfinished(explanation) ? { ...explanation, stage: 'stopped' } : explanation;
}

/** Whether two explanations of the same texts differ at most in how exact they are. */
export function isSameQuestion(x: Explanation, y: Explanation): boolean {
  const facts = ({ model, layer, reference, level, tokensA, tokensB }: Explanation) =>
    JSON.stringify([model, layer, reference, level, tokensA, tokensB]);
  return facts(x) === facts(y);
}

/**
 * Of what was found and what is shown of the same question, what to show: nothing gets worse on
 * screen when work begins anew, be it after a crash or because it was stopped and goes on. Returns
 * one of the two, or the one shown with the stage that it has now.
 */
export function betterOf(found: Explanation, shown: Explanation): Explanation {
  if (isBetter(found, shown)) return found;
  if (shown.stage !== 'stopped') return shown;
  return { ...shown, stage: shown.matrix === null ? 'marginals' : 'refining' };
}

function isBetter(found: Explanation, shown: Explanation): boolean {
  if (found.stage === 'done') return true;
  if ((found.matrix === null) !== (shown.matrix === null)) return shown.matrix === null;
  return found.error < shown.error || (found.error === shown.error && shown.stage !== 'done');
}
