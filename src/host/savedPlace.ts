import * as vscode from 'vscode';
import type { ExplainedPair } from './currentExplanation.js';
import { type SavedExplanation, type SavedPlace } from './savedExplanation.js';
import { asStopped } from './stages.js';
import { TextPlace } from './textPlace.js';

/** A pair as it is written to a file. */
export function toSaved({ explanation, options, a, b }: ExplainedPair): SavedExplanation {
  const places = { a: savedPlace(a), b: savedPlace(b) };
  return { explanation, ...(options ? { options } : {}), ...places };
}

/** A pair as it was read from a file, its texts looked up in the documents that are open. */
export function fromSaved({ explanation, options, a, b }: SavedExplanation): ExplainedPair {
  // Work that was going on ended with the window.
  const kept = { explanation: asStopped(explanation), options: options ?? null };
  return { ...kept, a: toPlace(a), b: toPlace(b) };
}

function savedPlace({ uri, label, text, tracked }: TextPlace): SavedPlace {
  return { uri: uri?.toString() ?? null, label, text, start: tracked.span.start };
}

function toPlace({ uri, label, text, start }: SavedPlace): TextPlace {
  const place = new TextPlace({
    uri: uri === null ? null : vscode.Uri.parse(uri),
    version: 0,
    text,
    start,
    label,
  });
  // The document may have changed meanwhile; one that is not open yet is compared when it opens.
  const { document } = place;
  if (document !== undefined) place.tracked.resettle(document.getText());
  return place;
}
