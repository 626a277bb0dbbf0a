import * as vscode from 'vscode';

/** A file of the open workspace, a copy of samples/. */
export function sample(file: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!folder) throw new Error('Tests: expected an open folder');
  return vscode.Uri.joinPath(folder.uri, file);
}

/** Write a file into the workspace. */
export async function writeSample(file: string, content: Uint8Array): Promise<vscode.Uri> {
  await vscode.workspace.fs.writeFile(sample(file), content);
  return sample(file);
}

/** Open a file of the workspace in an editor. */
export async function openSample(
  file: string,
  viewColumn = vscode.ViewColumn.One,
): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(sample(file), { viewColumn, preview: false });
}

/** Open a new, unsaved document in an editor. */
export async function openUntitled(content: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ content });
  return vscode.window.showTextDocument(document, vscode.ViewColumn.One);
}

const virtualTexts = new Map<string, string>();
let virtualDocuments: vscode.Disposable | undefined;

/** Open a read-only document that is in no file, with any text, whatever a file could hold. */
export async function openVirtual(content: string): Promise<vscode.TextEditor> {
  virtualDocuments ??= vscode.workspace.registerTextDocumentContentProvider('hitlight-test', {
    provideTextDocumentContent: ({ path }) => virtualTexts.get(path),
  });
  // Each test file has a provider of its own: names must differ between files too.
  const path = `/virtual-${Date.now()}.txt`;
  virtualTexts.set(path, content);
  const uri = vscode.Uri.from({ scheme: 'hitlight-test', path });
  return vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.One });
}

/** Where a text stands in a document, the first time. */
export function rangeOf(document: vscode.TextDocument, text: string): vscode.Range {
  const start = document.getText().indexOf(text);
  if (start < 0) throw new Error(`${document.fileName}: expected to find "${text}"`);
  return new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
}

/** Select texts of an editor, in this order. */
export function select(editor: vscode.TextEditor, ...texts: string[]): void {
  editor.selections = texts.map((text) => {
    const { start, end } = rangeOf(editor.document, text);
    return new vscode.Selection(start, end);
  });
}

/** Select all of a document. */
export function selectAll(editor: vscode.TextEditor): void {
  const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
  editor.selections = [new vscode.Selection(new vscode.Position(0, 0), end)];
}

/** Close everything without saving. */
export async function closeEverything(): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    if (!document.isDirty) continue;
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Wait until something holds. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  timeoutMs = 30_000,
): Promise<void> {
  const start = Date.now();
  while (!(await holds())) {
    if (Date.now() - start > timeoutMs) throw new Error(`Waited ${timeoutMs} ms for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
