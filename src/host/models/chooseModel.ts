import * as vscode from 'vscode';
import type { ListedModel } from '../../protocol.js';
import type { Services } from '../services.js';
import { formatMegabytes } from './formatBytes.js';
import { BUNDLED, modelName } from './modelSetting.js';

interface Choice extends vscode.QuickPickItem {
  readonly choose?: () => Promise<string | null>;
}

/** Lets a person choose a model, by its name or place; null when they do not. */
export async function chooseModel({ modelTasks, recentModels }: Services): Promise<string | null> {
  const { t } = vscode.l10n;
  const listed = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: t('Looking for models…') },
    () => modelTasks.list(recentModels.names),
  );
  const used: unknown = vscode.workspace.getConfiguration('hitlight').get('model');
  const section = (label: string, source: ListedModel['source']): Choice[] => {
    const models = listed.filter((model) => model.source === source);
    const choices = models.map((model) => choiceOf(model, model.model === used));
    return choices.length === 0 ? [] : [separator(label), ...choices];
  };
  const choices = [
    ...section(t('Bundled'), 'bundled'),
    ...section(t('In your Hugging Face cache'), 'cached'),
    ...section(t('Recent'), 'recent'),
    separator(t('Other models')),
    { label: `$(folder-opened) ${t('Local folder…')}`, choose: askForFolder },
    { label: `$(cloud-download) ${t('Hub id…')}`, choose: askForHubId },
  ];
  const chosen = await vscode.window.showQuickPick<Choice>(choices, {
    title: t('Select Model'),
    placeHolder: t('The encoder whose similarity Hitlight explains'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return (await chosen?.choose?.()) ?? null;
}

function choiceOf({ model, name, bytes, file }: ListedModel, isUsed: boolean): Choice {
  const size = bytes === null ? '' : formatMegabytes(bytes, vscode.env.language);
  const icon = isUsed ? '$(check)' : '$(package)';
  return {
    label: `${icon} ${name}`,
    description: [size, model === BUNDLED || model === name ? '' : model]
      .filter((part) => part !== '')
      .join(' · '),
    ...(model === BUNDLED ? {} : { detail: file }),
    choose: () => Promise.resolve(model),
  };
}

function separator(label: string): Choice {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

async function askForFolder(): Promise<string | null> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Folder with an ONNX model and its tokenizer.json'),
      openLabel: vscode.l10n.t('Select Model'),
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  return folder?.fsPath ?? null;
}

async function askForHubId(): Promise<string | null> {
  const { t } = vscode.l10n;
  const text = await vscode.window.showInputBox({
    title: t('Select Model'),
    prompt: t('Hugging Face id of a sentence encoder that has an ONNX file'),
    placeHolder: 'sentence-transformers/all-mpnet-base-v2',
    ignoreFocusOut: true,
    validateInput: (value) => {
      const isName = value.trim() === '' || /^https?:/.test(value.trim()) || modelName(value);
      return isName ? undefined : t('Expected org/name, org/name@revision or org/name:file.onnx');
    },
  });
  const id = withoutAddress(text ?? '');
  return id === '' ? null : id;
}

/** People copy the address of a model's page. */
function withoutAddress(text: string): string {
  return text
    .trim()
    .replace(/^https?:\/\/(?:www\.)?(?:huggingface\.co|hf\.co)\/([^/?#]+\/[^/?#]+).*$/, '$1');
}
