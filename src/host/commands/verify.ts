import * as vscode from 'vscode';
import { EngineFailure } from '../../engine/client.js';
import { hasPairs } from '../../protocol.js';
import { judge, planVerification } from '../../reading/verification.js';
import { CaptureProblem } from '../capture.js';
import type { Services } from '../services.js';
import { ownOptions } from '../ownOptions.js';
import { isUnfinished } from '../stages.js';
import { shownWindows } from '../windows.js';

/** Scores of one model and text agree to rounding; those of another model do not. */
const sameScore = 1e-3;

/**
 * Masks the strongest pairs of the explanation on screen, encodes the texts again, and shows in the
 * panel what the explanation predicted and what was measured. Throws CaptureProblem and EngineFailure.
 */
export async function verifyExplanation({ current, engine, panel }: Services): Promise<void> {
  const { t } = vscode.l10n;
  const pair = current.value;
  if (pair === null || !hasPairs(pair.explanation) || isUnfinished(pair.explanation)) {
    throw new CaptureProblem(t('There are no token pairs to verify yet.'));
  }
  const { explanation, a, b } = pair;
  const plan = planVerification(explanation);
  const { reference, level, layer } = explanation;
  const options = {
    ...ownOptions(pair),
    ...shownWindows(explanation),
    ...{ reference: { id: reference.id }, level, layer },
  };
  panel.reveal();
  panel.post({ kind: 'busy', message: t('Encoding masked texts'), fraction: null });
  try {
    const scores = await engine.mask({ a: a.text, b: b.text, options, masks: plan.masks });
    if (Math.abs(scores.score - explanation.score) > sameScore) {
      throw new EngineFailure(
        'input',
        t('The settings have another model than the explanation: explain again, then verify.'),
      );
    }
    if (current.value?.explanation !== explanation) return;
    panel.post({ kind: 'verified', verification: judge(plan, scores) });
  } finally {
    panel.post({ kind: 'idle' });
  }
}
