import * as vscode from 'vscode';

/** A selection with text in it, and the document it is in. */
export interface Selected {
  readonly document: vscode.TextDocument;
  readonly range: vscode.Selection;
}

/**
 * What is selected in the active editor, in document order; empty selections (carets) do not count.
 * When that is nothing and the editor is a side of a diff, what is selected in the other side: VS
 * Code may report the side as active in which nobody selected.
 */
export function activeSelections(): Selected[] {
  const active = vscode.window.activeTextEditor;
  const own = selectionsIn(active);
  return own.length > 0 ? own : selectionsIn(otherSide(active));
}

/**
 * The pair that a selection makes with one in the other side of its diff, the original first; null
 * when it is in no diff or nothing is selected there.
 */
export function pairAcrossDiff(selected: Selected): readonly [Selected, Selected] | null {
  const input = diffInput();
  const editor = input && visibleEditor(selected.document.uri);
  const [other] = selectionsIn(otherSide(editor ?? undefined));
  if (input === null || other === undefined) return null;
  return isSame(selected.document.uri, input.original) ? [selected, other] : [other, selected];
}

function selectionsIn(editor: vscode.TextEditor | undefined): Selected[] {
  if (editor === undefined) return [];
  const { document, selections } = editor;
  return selections
    .filter((range) => !range.isEmpty)
    .toSorted((x, y) => x.start.compareTo(y.start))
    .map((range) => ({ document, range }));
}

function otherSide(editor: vscode.TextEditor | undefined): vscode.TextEditor | undefined {
  const input = diffInput();
  if (input === null) return undefined;
  const uri = editor?.document.uri;
  if (uri !== undefined && isSame(uri, input.original)) return visibleEditor(input.modified);
  if (uri !== undefined && !isSame(uri, input.modified)) return undefined;
  return visibleEditor(input.original);
}

function diffInput(): vscode.TabInputTextDiff | null {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputTextDiff ? input : null;
}

function visibleEditor(uri: vscode.Uri): vscode.TextEditor | undefined {
  return vscode.window.visibleTextEditors.find(({ document }) => isSame(document.uri, uri));
}

function isSame(one: vscode.Uri, other: vscode.Uri): boolean {
  return one.toString() === other.toString();
}
