import * as vscode from 'vscode';
import type { Side } from '../../protocol.js';
import { captureDocument, captureLoose, describeTextProblem } from '../capture.js';
import type { MarkedText } from '../markedText.js';
import { documentName } from '../placeLabel.js';
import type { TextPlace } from '../textPlace.js';

interface Choice extends vscode.QuickPickItem {
  readonly capture: () => Promise<TextPlace | null>;
}

/** Lets a person pick a text when nothing is selected; null when they do not. */
export async function chooseText(side: Side, mark: MarkedText): Promise<TextPlace | null> {
  const { t } = vscode.l10n;
  const title =
    side === 'a'
      ? t('Explain Similarity (1 of 2): the first text')
      : t('Explain Similarity (2 of 2): the second text');
  const editor = vscode.window.activeTextEditor;
  const marked = mark.value;
  const choices: Choice[] = [];
  // Marked is marked as the first text; as the second it would be compared with itself.
  if (marked !== null && side === 'a') {
    choices.push({
      label: `$(bookmark) ${t('Marked text')}`,
      description: marked.label,
      capture: () => Promise.resolve(mark.capture()),
    });
  }
  choices.push({
    label: `$(edit) ${t('Type a text…')}`,
    capture: () => typeText(title),
  });
  choices.push({
    label: `$(clippy) ${t('Clipboard')}`,
    capture: async () => captureLoose(await vscode.env.clipboard.readText(), t('the clipboard')),
  });
  if (editor !== undefined) {
    const { document } = editor;
    choices.push({
      label: `$(file) ${t('Whole file')}`,
      description: documentName(document),
      capture: () => Promise.resolve(captureDocument(document)),
    });
  }
  const placeHolder = t('Nothing is selected: choose a text, or press Escape and select two');
  const chosen = await vscode.window.showQuickPick(choices, { title, placeHolder });
  return chosen === undefined ? null : chosen.capture();
}

async function typeText(title: string): Promise<TextPlace | null> {
  const label = vscode.l10n.t('the typed text');
  const text = await vscode.window.showInputBox({
    title,
    ignoreFocusOut: true,
    validateInput: (value) => (value === '' ? undefined : describeTextProblem(value, label)),
  });
  return text === undefined ? null : captureLoose(text, label);
}
