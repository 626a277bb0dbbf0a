import * as vscode from 'vscode';
import { sides, type CurrentExplanation, type ExplainedPair } from './currentExplanation.js';
import { toRange } from './textPlace.js';

/**
 * Once a new explanation is on screen, ends the selections that chose its texts, as Escape would: the
 * cursor stays where it is. A theme's selection is painted over highlights, in high contrast so that
 * nothing of them is left. Selections of anything else stay. `ended` is told which editors these are.
 */
export function uncoverHighlights(
  current: CurrentExplanation,
  ended: (editor: vscode.TextEditor) => void,
): vscode.Disposable {
  return current.onDidChange((pair) => {
    if (pair === null) return;
    for (const editor of vscode.window.visibleTextEditors) {
      if (!isOfTexts(editor, pair)) continue;
      const { active } = editor.selection;
      ended(editor);
      editor.selections = [new vscode.Selection(active, active)];
    }
  });
}

/** Whether all that is selected is the explained texts themselves. */
function isOfTexts({ document, selections }: vscode.TextEditor, pair: ExplainedPair): boolean {
  const texts = sides
    .filter((side) => pair[side].isIn(document))
    .map((side) => toRange(document, pair[side].tracked.span));
  return selections.every(
    (selection) => !selection.isEmpty && texts.some((text) => text.isEqual(selection)),
  );
}
