import * as vscode from 'vscode';
import type { ExplainOptions, Side } from '../../protocol.js';
import { CaptureProblem } from '../capture.js';
import { ownOptions } from '../ownOptions.js';
import { recapture } from '../markedText.js';
import type { PairExplainer } from '../pairExplainer.js';
import type { Services } from '../services.js';
import type { TextPlace } from '../textPlace.js';
import { type ChosenWindows, shownWindows } from '../windows.js';

/** Explains the two places of the last request with their present text. */
export async function explainAgain({ explainer, current }: Services): Promise<void> {
  await explainPresent(explainer, explainer.lastPlaces ?? current.value);
}

/**
 * Goes on with the explanation on screen, which was stopped; what it has found so far stays until
 * there is better.
 */
export async function continueExplanation({ explainer, current }: Services): Promise<void> {
  const pair = current.value;
  if (pair === null) return explainPresent(explainer, null);
  await explainPresent(explainer, pair, shownWindows(pair.explanation), ownOptions(pair));
}

/**
 * Explains the texts on screen, edited since or not, in the way that the panel's controls and the
 * settings say now.
 */
export async function explainOtherwise({ explainer, current }: Services): Promise<void> {
  const pair = current.value;
  if (pair !== null) await explainer.explain(pair.a, pair.b, shownWindows(pair.explanation));
}

/**
 * Explains two places with the text that they have now, as asked or else as controls and settings
 * say. Throws as `PairExplainer.explain`.
 */
export async function explainPresent(
  explainer: PairExplainer,
  places: Record<Side, TextPlace> | null,
  windows: ChosenWindows = {},
  asked?: ExplainOptions,
): Promise<void> {
  if (places === null) {
    throw new CaptureProblem(
      vscode.l10n.t('Nothing was explained yet: run “Hitlight: Explain Similarity”.'),
    );
  }
  const a = recapture(await reopened(places.a));
  const b = recapture(await reopened(places.b));
  // Another text has other windows.
  const isUnchanged = a.text === places.a.text && b.text === places.b.text;
  await explainer.explain(a, b, isUnchanged ? windows : {}, asked);
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
