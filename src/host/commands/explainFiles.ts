import * as vscode from 'vscode';
import { CaptureProblem, captureDocument } from '../capture.js';
import { largestFile, looksBinary } from '../captureRules.js';
import type { Services } from '../services.js';
import type { TextPlace } from '../textPlace.js';

/**
 * Explains two files of the explorer, in the order of their selection. They are not opened in
 * editors: the panel shows both texts, and goes to a token's editor on demand.
 */
export async function explainFiles(
  { explainer }: Services,
  _clicked: unknown,
  selected: unknown,
): Promise<void> {
  const uris = Array.isArray(selected) ? selected.filter((each) => each instanceof vscode.Uri) : [];
  const [first, second] = uris;
  if (first === undefined || second === undefined || uris.length > 2) {
    throw new CaptureProblem(
      vscode.l10n.t('Select exactly two files in the Explorer, then choose this entry again.'),
    );
  }
  await explainer.explain(await captureFile(first), await captureFile(second));
}

/** The text of a file of any file system; size and kind are checked before VS Code opens it. */
async function captureFile(uri: vscode.Uri): Promise<TextPlace> {
  const name = uri.path.split('/').at(-1) ?? uri.path;
  const { t } = vscode.l10n;
  const open = vscode.workspace.textDocuments.find(
    (document) => document.uri.toString() === uri.toString(),
  );
  if (open !== undefined) return captureDocument(open);
  try {
    const { size, type } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.Directory) !== 0) {
      throw new CaptureProblem(t('{0} is a folder: select two files.', name));
    }
    if (size > largestFile) {
      throw new CaptureProblem(
        t(
          '{0} is too large to explain ({1} kB): open it and select a part.',
          name,
          kilobytes(size),
        ),
      );
    }
    if (looksBinary(await vscode.workspace.fs.readFile(uri))) {
      throw new CaptureProblem(t('{0} is a binary file: select files with text.', name));
    }
    return captureDocument(await vscode.workspace.openTextDocument(uri));
  } catch (error) {
    if (error instanceof CaptureProblem) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new CaptureProblem(t('{0} cannot be read as text: {1}', name, reason));
  }
}

function kilobytes(size: number): string {
  return Math.round(size / 1000).toLocaleString(vscode.env.language);
}
