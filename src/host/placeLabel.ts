import * as vscode from 'vscode';

/** "retry.ts:10–24", lines from 1; for a notebook's cell "study.ipynb [3]:10". Never a folder. */
export function placeLabel(document: vscode.TextDocument, range: vscode.Range): string {
  const first = range.start.line + 1;
  // A selection that ends before the first character of a line shows nothing of that line.
  const last = range.end.character === 0 && !range.isEmpty ? range.end.line : range.end.line + 1;
  const lines = last > first ? `${String(first)}–${String(last)}` : String(first);
  return `${documentName(document)}:${lines}`;
}

/** File name, or what stands for one. */
export function documentName(document: vscode.TextDocument): string {
  const name = document.uri.path.split('/').findLast((part) => part !== '') ?? document.uri.scheme;
  const cell = vscode.workspace.notebookDocuments
    .flatMap((notebook) => notebook.getCells())
    .find((each) => each.document === document);
  return cell === undefined ? name : `${name} [${String(cell.index + 1)}]`;
}
