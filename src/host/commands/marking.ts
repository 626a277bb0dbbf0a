import * as vscode from 'vscode';
import { CaptureProblem, captureRange } from '../capture.js';
import type { Services } from '../services.js';
import { activeSelections } from './selections.js';

/** How long the status bar confirms a mark. */
const confirmationMs = 4_000;

/** Marks the selection as the query of explanations to come. */
export function markFirstText({ mark }: Services): void {
  const place = captureSelection();
  mark.set(place);
  vscode.window.setStatusBarMessage(
    vscode.l10n.t('Marked {0} as the first text', place.label),
    confirmationMs,
  );
}

/** Explains the marked text with the selection. */
export async function explainWithMarked({ mark, explainer }: Services): Promise<void> {
  const a = mark.capture();
  if (a === null) {
    throw new CaptureProblem(
      vscode.l10n.t('No text is marked: select one and run “Hitlight: Mark as First Text”.'),
    );
  }
  await explainer.explain(a, captureSelection());
}

export function clearMark({ mark }: Services): void {
  mark.set(null);
}

function captureSelection() {
  const [selected] = activeSelections();
  if (selected === undefined) {
    throw new CaptureProblem(vscode.l10n.t('Nothing is selected: select a text in an editor.'));
  }
  return captureRange(selected.document, selected.range);
}
