import * as vscode from 'vscode';
import type { MeasuredReference, ReferenceReport } from '../../protocol.js';
import { visibleText } from '../visibleText.js';
import type { Services } from '../services.js';
import { readExplainOptions } from '../settings.js';
import { chooseSample } from './chooseSample.js';
import { SEARCH_EXTENTS, withSearchProgress } from './searchProgress.js';
import { workspaceSample } from './workspaceSample.js';

/**
 * Searches the model of the settings for neutral references, which `auto` takes from then on, and tells how
 * good the best one is. Throws SettingProblem, TrustProblem, CaptureProblem, EngineFailure.
 */
export async function findReference(services: Services): Promise<void> {
  const { t } = vscode.l10n;
  const { model, pooling, prefixA, prefixB } = readExplainOptions();
  const title = t('Find Neutral Reference');
  const sample = await chooseSample(title, t('Which texts should the reference suit?'));
  if (sample === null) return;
  const report = await withSearchProgress(title, SEARCH_EXTENTS, async (hooks, token) => {
    const choosing = sample === 'workspace' ? await workspaceSample(token) : undefined;
    return services.modelTasks.findReference({ model, pooling, prefixA, prefixB, choosing }, hooks);
  });
  for (const line of tableOf(report)) services.log.info(line);
  await tell(services, report);
}

async function tell({ current, log }: Services, { chosen, pad }: ReferenceReport): Promise<void> {
  const { t } = vscode.l10n;
  const gap = (value: number) =>
    value.toLocaleString(vscode.env.language, { maximumSignificantDigits: 2 });
  const token = visibleText(chosen.token);
  const message =
    pad === null
      ? t(
          '“{0}” stands for no text from now on: pairs miss {1} of the score on average.',
          token,
          gap(chosen.meanGap),
        )
      : t(
          '“{0}” stands for no text from now on: pairs miss {1} of the score on average, with the padding token {2}.',
          token,
          gap(chosen.meanGap),
          gap(pad.meanGap),
        );
  const again = t('Explain Again');
  const figures = t('Show Figures');
  const actions = [...(current.value === null ? [] : [again]), figures];
  const answer = await vscode.window.showInformationMessage(message, ...actions);
  if (answer === again) await vscode.commands.executeCommand('hitlight.explainAgain');
  if (answer === figures) log.show(true);
}

function tableOf({ candidates, pad, unk, mask }: ReferenceReport): string[] {
  const special = [pad, unk, mask].filter((reference) => reference !== null);
  return [
    'mean gap  max gap   |e(r)|  Spearman  token',
    ...[...candidates, ...special].map(lineOf),
  ];
}

function lineOf({ meanGap, maxGap, norm, spearman, token, id }: MeasuredReference): string {
  const cells = [meanGap, maxGap, norm, spearman].map((value) =>
    (value === null ? '–' : value.toFixed(3)).padStart(8),
  );
  return `${cells.join(' ')}  ${visibleText(token)} (${id})`;
}
