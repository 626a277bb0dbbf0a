import * as vscode from 'vscode';

/** The selections of an editor that hold text, in document order. */
export function selectionsOf(editor: vscode.TextEditor | undefined): vscode.Selection[] {
  return (editor?.selections ?? [])
    .filter((selection) => !selection.isEmpty)
    .sort((x, y) => x.start.compareTo(y.start));
}
