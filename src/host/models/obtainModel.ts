import * as vscode from 'vscode';
import { EngineFailure, type ModelTasks } from '../../engine/client.js';
import type { ModelDescription } from '../../protocol.js';
import { formatMegabytes } from './formatBytes.js';
import { modelKey } from './modelSetting.js';
import { withTaskProgress } from './taskProgress.js';

/**
 * Makes sure that the model is on this machine, and asks before anything is downloaded. The name to use
 * from now on, which is more exact where another of its files was chosen; null where the answer was no.
 * Throws EngineFailure.
 */
export async function obtainModel(tasks: ModelTasks, model: string): Promise<string | null> {
  const { t } = vscode.l10n;
  const description = await withTaskProgress(t('Looking at {0}', model), (hooks) =>
    tasks.describe(model, hooks),
  );
  if (description.problem !== null) throw new EngineFailure('model', description.problem);
  const download = () =>
    withTaskProgress(t('Downloading {0}', model), (hooks) => tasks.download(model, hooks));
  if (description.source !== 'hub') {
    await complete(description, download);
    return model;
  }
  const answer = await ask(description);
  if (answer === 'no') return null;
  if (answer === 'file') {
    const file = await chooseFile(description);
    return file === null ? null : obtainModel(tasks, `${withoutFile(model)}:${file}`);
  }
  await download();
  return model;
}

/** What someone else fetched in part may lack the small file that states the pooling. */
async function complete(
  { incomplete, poolingKnown }: ModelDescription,
  download: () => Promise<void>,
): Promise<void> {
  if (!incomplete || poolingKnown === true) return;
  // A few kilobytes of a model that was just chosen; without a network the person is asked instead.
  await download().catch((error: unknown) => {
    if (error instanceof EngineFailure && error.stage === 'cancelled') throw error;
  });
}

async function ask(description: ModelDescription): Promise<'yes' | 'no' | 'file'> {
  const { t } = vscode.l10n;
  const { model, missingBytes, licence, file, gated, variants } = description;
  const size = formatMegabytes(missingBytes, vscode.env.language);
  const yes = t('Download');
  const other = t('Choose Another File…');
  const detail = [
    t('File: {0}', file ?? ''),
    t('Licence: {0}', licence ?? t('not stated')),
    t('It goes to your Hugging Face cache, where other programs find it too.'),
    ...(gated ? [t('Its terms have to be accepted on the Hub first.')] : []),
  ].join('\n');
  const answer = await vscode.window.showInformationMessage(
    t('Download {0} ({1})?', model, size),
    { modal: true, detail },
    yes,
    ...(variants.length > 1 ? [other] : []),
  );
  if (answer === other) return 'file';
  return answer === yes ? 'yes' : 'no';
}

async function chooseFile({ model, variants }: ModelDescription): Promise<string | null> {
  const chosen = await vscode.window.showQuickPick(
    variants.map(({ file, bytes }) => ({
      label: file,
      description: formatMegabytes(bytes, vscode.env.language),
    })),
    { title: vscode.l10n.t('Files of {0}', modelKey(model)) },
  );
  return chosen?.label ?? null;
}

/** Keeps the revision. */
const withoutFile = (model: string) => model.replace(/:[^:]*$/, '');
