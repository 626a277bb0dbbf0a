import * as vscode from 'vscode';
import type { OutlineEntry } from '../protocol.js';
import { sides, type CurrentExplanation } from './currentExplanation.js';
import { outlineEntries } from './outlineEntries.js';
import type { TextPlace } from './textPlace.js';

/**
 * Asks the editors' language features for the symbols of the explained texts, so that the coarsest
 * level has their names. Only of documents that are open: no language server is started for this.
 */
export function askForOutlines(current: CurrentExplanation): vscode.Disposable {
  const ask = async (place: TextPlace): Promise<boolean> => {
    const { document } = place;
    if (document === undefined || place.tracked.stale || place.reading.kind !== 'code') {
      return false;
    }
    const outline = await outlineOf(document, place);
    if (outline.length === 0 || JSON.stringify(outline) === JSON.stringify(place.outline)) {
      return false;
    }
    place.outline = outline;
    return true;
  };
  return current.onDidChange((pair) => {
    if (pair === null) return;
    void Promise.all(sides.map((side) => ask(pair[side]))).then((found) => {
      const { value } = current;
      const isShown = value?.a === pair.a && value.b === pair.b;
      if (isShown && found.includes(true)) current.readAnew();
    });
  });
}

async function outlineOf(
  document: vscode.TextDocument,
  { tracked }: TextPlace,
): Promise<readonly OutlineEntry[]> {
  const { version } = document;
  const symbols = await askProvider(document.uri);
  // What was told of another version has other offsets.
  if (document.version !== version || tracked.stale) return [];
  return outlineEntries(symbols, (position) => document.offsetAt(position), tracked.span);
}

/** Providers that fail, or know no ranges, know no symbols. */
async function askProvider(uri: vscode.Uri): Promise<readonly vscode.DocumentSymbol[]> {
  try {
    const found: unknown = await vscode.commands.executeCommand(
      'vscode.executeDocumentSymbolProvider',
      uri,
    );
    return Array.isArray(found)
      ? found.filter((each) => each instanceof vscode.DocumentSymbol)
      : [];
  } catch {
    return [];
  }
}
