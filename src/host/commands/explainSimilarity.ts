import * as vscode from 'vscode';
import { captureLoose, captureRange, describeTextProblem } from '../capture.js';
import type { Services } from '../services.js';
import { chooseText } from './chooseText.js';
import { selectionsOf } from './selections.js';

/**
 * Explains what the active editor offers, without asking where it can:
 * two selections: those, the first in the document is the query;
 * more: the first two, and says so; one with a marked text: the marked one is the query;
 * one alone: asks for the query; none: lets both texts be chosen.
 */
export async function explainSimilarity({ explainer, mark }: Services): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const selections = selectionsOf(editor);
  const [first, second] = selections;
  if (editor !== undefined && first !== undefined && second !== undefined) {
    const { document } = editor;
    const [a, b] = [captureRange(document, first), captureRange(document, second)];
    if (selections.length > 2) sayFirstTwo(selections.length, a.label, b.label);
    await explainer.explain(a, b);
    return;
  }
  if (editor !== undefined && first !== undefined) {
    const b = captureRange(editor.document, first);
    const a = mark.capture() ?? (await askForQuery(b.label));
    if (a !== null) await explainer.explain(a, b);
    return;
  }
  const a = await chooseText('a', mark);
  const b = a && (await chooseText('b', mark));
  if (a !== null && b !== null) await explainer.explain(a, b);
}

function sayFirstTwo(count: number, a: string, b: string): void {
  const message = vscode.l10n.t(
    'Of {0} selections the first two are explained: {1} and {2}. Select two texts to choose others.',
    count,
    a,
    b,
  );
  void vscode.window.showInformationMessage(message);
}

async function askForQuery(hit: string) {
  const label = vscode.l10n.t('the query');
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Explain Similarity'),
    prompt: vscode.l10n.t('The text to compare {0} with, for instance a search query', hit),
    placeHolder: vscode.l10n.t('retry a request after it failed'),
    ignoreFocusOut: true,
    // Nothing typed yet is no mistake; it is refused on Enter below.
    validateInput: (value) => (value === '' ? undefined : describeTextProblem(value, label)),
  });
  return text === undefined ? null : captureLoose(text, label);
}
