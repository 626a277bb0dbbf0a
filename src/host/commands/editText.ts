import * as vscode from 'vscode';
import type { Side } from '../../protocol.js';
import { findTextProblem } from '../captureRules.js';
import type { Services } from '../services.js';
import { TextPlace } from '../textPlace.js';

/**
 * Explains the pair on screen with another text on one side, as it is edited in the panel; null goes
 * back to the text that was edited. The document stays as it is. What cannot be explained yet (nothing
 * but white space) is waited out.
 */
export async function editText(
  { current, explainer }: Services,
  side: Side,
  text: string | null,
): Promise<void> {
  const pair = current.value;
  if (pair === null) return;
  const before = pair[side];
  const original = before.draftOf ?? before;
  const next = text === null || text === original.text ? original : draft(original, text);
  if (next.text === before.text || findTextProblem(next.text) !== null) return;
  const [a, b] = side === 'a' ? [next, pair.b] : [pair.a, next];
  await explainer.explain(a, b);
}

function draft(original: TextPlace, text: string): TextPlace {
  const label = vscode.l10n.t('{0} (edited here)', original.label);
  return new TextPlace({ uri: null, version: 0, text, start: 0, label }, original);
}
