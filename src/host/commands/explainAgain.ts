import * as vscode from 'vscode';
import { CaptureProblem } from '../capture.js';
import { recapture } from '../markedText.js';
import type { Services } from '../services.js';
import type { TextPlace } from '../textPlace.js';

/** Explains the two places of the last request with their present text. */
export async function explainAgain({ explainer, current }: Services): Promise<void> {
  const places = explainer.lastPlaces ?? current.value;
  if (places === null) {
    throw new CaptureProblem(
      vscode.l10n.t('Nothing was explained yet: run “Hitlight: Explain Similarity”.'),
    );
  }
  const [a, b] = [await reopened(places.a), await reopened(places.b)];
  await explainer.explain(recapture(a), recapture(b));
}

/** A closed document is opened again, unseen, so that its present text counts. */
async function reopened(place: TextPlace): Promise<TextPlace> {
  if (place.uri === null || place.document !== undefined) return place;
  try {
    const document = await vscode.workspace.openTextDocument(place.uri);
    place.tracked.resettle(document.getText());
  } catch {
    // Untitled and deleted documents are gone: their text as explained has to do.
  }
  return place;
}
