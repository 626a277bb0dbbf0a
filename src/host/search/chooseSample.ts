import * as vscode from 'vscode';

interface SampleItem extends vscode.QuickPickItem {
  readonly sample: 'bundled' | 'workspace';
}

/** Which texts to choose or train on; null: the person chose none. Without a workspace nothing is asked. */
export async function chooseSample(
  title: string,
  placeHolder: string,
): Promise<SampleItem['sample'] | null> {
  if ((vscode.workspace.workspaceFolders ?? []).length === 0) return 'bundled';
  const { t } = vscode.l10n;
  const items: SampleItem[] = [
    {
      sample: 'bundled',
      label: t('Bundled sample'),
      detail: t('Three hundred short texts: prose, questions, code in many languages'),
    },
    {
      sample: 'workspace',
      label: t('This workspace'),
      detail: t('Paragraphs and blocks of code of its files; they do not leave your machine'),
    },
  ];
  const chosen = await vscode.window.showQuickPick(items, { title, placeHolder });
  return chosen?.sample ?? null;
}
