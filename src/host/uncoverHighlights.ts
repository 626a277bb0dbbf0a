import * as vscode from 'vscode';
import { sides, type CurrentExplanation, type ExplainedPair } from './currentExplanation.js';
import { toRange } from './textPlace.js';

/** Whether a selection of an editor was ended here and not by a person. */
export type IsUncovered = (editor: vscode.TextEditor) => boolean;

/**
 * Once a new explanation is on screen, ends the selections that chose its texts, as Escape would: the
 * cursor stays where it is. A theme's selection is painted over highlights, in high contrast so that
 * nothing of them is left. Selections of anything else stay.
 */
export function uncoverHighlights(current: CurrentExplanation): {
  readonly subscription: vscode.Disposable;
  readonly isUncovered: IsUncovered;
} {
  const ended = new WeakMap<vscode.TextEditor, vscode.Position>();
  const subscription = current.onDidChange((pair) => {
    if (pair === null) return;
    for (const editor of vscode.window.visibleTextEditors) {
      if (!isOfTexts(editor, pair)) continue;
      const { active } = editor.selection;
      ended.set(editor, active);
      editor.selections = [new vscode.Selection(active, active)];
    }
  });
  const isUncovered: IsUncovered = (editor) => {
    const [selection, second] = editor.selections;
    const isThere =
      second === undefined &&
      selection?.isEmpty === true &&
      ended.get(editor)?.isEqual(selection.active) === true;
    if (!isThere) ended.delete(editor);
    return isThere;
  };
  return { subscription, isUncovered };
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
