import path from 'node:path';
import * as vscode from 'vscode';
import type { ExactReport } from '../../protocol.js';
import { BUNDLED } from '../models/modelSetting.js';
import type { Services } from '../services.js';
import { readExplainOptions } from '../settings.js';
import { chooseSample } from './chooseSample.js';
import { EXACT_EXTENTS, withSearchProgress } from './searchProgress.js';
import { workspaceSample } from './workspaceSample.js';

/**
 * Makes an exact encoder of the model of the settings: asks for a head, its texts and a folder, writes there,
 * and tells how well the original's cosines are kept. Throws SettingProblem, TrustProblem, CaptureProblem,
 * EngineFailure; nothing is written then, nor when a question is dismissed.
 */
export async function makeExact({ modelTasks, log }: Services): Promise<void> {
  const { t } = vscode.l10n;
  const { model, pooling } = readExplainOptions();
  const title = t('Make Exact Encoder');
  const head = await askForHead(title);
  if (head === null) return;
  const sample = head
    ? await chooseSample(title, t('Which texts should the head be trained on?'))
    : 'bundled';
  if (sample === null) return;
  const out = await askForFolder(title, model);
  if (out === null) return;
  const report = await withSearchProgress(title, EXACT_EXTENTS, async (hooks, token) => {
    const training = sample === 'workspace' ? await workspaceSample(token) : undefined;
    return modelTasks.makeExact({ model, pooling, out, head, seed: 1, training }, hooks);
  });
  log.info(`Exact encoder: ${JSON.stringify(report)}`);
  await tell(report);
}

async function askForHead(title: string): Promise<boolean | null> {
  const { t } = vscode.l10n;
  const withHead = t('With a trained head');
  const chosen = await vscode.window.showQuickPick(
    [
      { label: withHead, detail: t('Scores stay close to the original’s; takes a minute or two') },
      {
        label: t('Without a head'),
        detail: t('Only the reference is subtracted; scores move further'),
      },
    ],
    { title, placeHolder: t('An encoder whose pairs add up to its score') },
  );
  return chosen === undefined ? null : chosen.label === withHead;
}

async function askForFolder(title: string, model: string): Promise<string | null> {
  const [parent] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('{0}: the folder to write it into', title),
      openLabel: vscode.l10n.t('Write Here'),
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  if (parent === undefined) return null;
  const name = model === BUNDLED ? 'all-MiniLM-L6-v2' : (model.split(/[/\\]/).at(-1) ?? 'model');
  return path.join(parent.fsPath, `${name.replace(/[^\w.-]+/g, '_')}-exact`);
}

async function tell({ out, shifted, head }: ExactReport): Promise<void> {
  const { t } = vscode.l10n;
  const { spearman } = head ?? shifted;
  const use = t('Use It');
  const reveal = t('Show Folder');
  const answer = await vscode.window.showInformationMessage(
    t(
      'The exact encoder is in {0}. Its cosines rank texts it was not trained on as the original does: Spearman {1}.',
      path.basename(out),
      spearman === null
        ? '–'
        : spearman.toLocaleString(vscode.env.language, { maximumFractionDigits: 3 }),
    ),
    use,
    reveal,
  );
  if (answer === use) {
    const settings = vscode.workspace.getConfiguration('hitlight');
    await settings.update('model', out, vscode.ConfigurationTarget.Global);
  }
  if (answer === reveal) {
    await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(out));
  }
}
