import * as vscode from 'vscode';
import type { Side } from '../protocol.js';
import { tokensOf } from './marginals.js';
import { sidesIn, type ShownExplanation, type ShownPair } from './shownExplanation.js';
import { toRange, type TextPlace } from './textPlace.js';

/**
 * Brings the unit of a token into view in its editor and sets the cursor on it; keyboard focus stays where it
 * is. Prefers an editor that shows the document already: a diff side or a notebook cell would
 * otherwise open once more on its own.
 */
export async function revealToken(
  shown: ShownExplanation,
  side: Side,
  token: number,
): Promise<void> {
  const pair = shown.value;
  const place = pair?.[side].place;
  const uri = place?.uri ?? null;
  if (pair === null || place === undefined || uri === null) return;
  const unit = shown.toUnits({ a: token, b: token })[side];
  const editor = visibleEditor(place) ?? (await openEditor(place, uri, columnsOf(pair)));
  const span = (unit === null ? null : pair[side].tracked.token(unit)) ?? place.tracked.span;
  const range = toRange(editor.document, span);
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Columns that show one of the texts already: a good place for the other. */
function columnsOf(pair: ShownPair): number[] {
  return vscode.window.visibleTextEditors.flatMap(({ document, viewColumn }) =>
    viewColumn !== undefined && sidesIn(pair, document).length > 0 ? [viewColumn] : [],
  );
}

/** Brings the beginning of what is explained of a text into view, where an editor shows the text. */
export function scrollToTokens({ value: pair }: ShownExplanation, side: Side): void {
  if (pair === null) return;
  const { tracked, place } = pair[side];
  const editor = visibleEditor(place);
  const first = tokensOf(pair.explanation, side).findIndex(({ start }) => start !== null);
  const span = tracked.token(first);
  if (editor === undefined || span === null) return;
  const range = toRange(editor.document, span);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

function visibleEditor(place: TextPlace): vscode.TextEditor | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  if (activeTextEditor !== undefined && place.isIn(activeTextEditor.document)) {
    return activeTextEditor;
  }
  return visibleTextEditors.find(({ document }) => place.isIn(document));
}

async function openEditor(
  place: TextPlace,
  uri: vscode.Uri,
  columns: readonly number[],
): Promise<vscode.TextEditor> {
  const notebook = vscode.workspace.notebookDocuments.find((each) =>
    each.getCells().some(({ document }) => place.isIn(document)),
  );
  const cell = notebook?.getCells().find(({ document }) => place.isIn(document));
  if (notebook !== undefined && cell !== undefined) {
    await vscode.window.showNotebookDocument(notebook, {
      preserveFocus: true,
      selections: [new vscode.NotebookRange(cell.index, cell.index + 1)],
    });
  }
  const document = await vscode.workspace.openTextDocument(uri);
  return (
    visibleEditor(place) ??
    vscode.window.showTextDocument(document, {
      viewColumn: columns[0] ?? vscode.ViewColumn.One,
      preserveFocus: true,
    })
  );
}
