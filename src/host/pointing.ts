import * as vscode from 'vscode';
import type { Emphasis, Side } from '../protocol.js';
import { tokenAt } from './highlightPlan.js';
import { sidesIn, type ShownPair } from './shownExplanation.js';

export interface Pointed {
  readonly side: Side;
  readonly token: number;
}

/** Units of the explained texts at a position of a document: one a side at most, none elsewhere. */
export function tokensAtPosition(
  shown: ShownPair,
  document: vscode.TextDocument,
  position: vscode.Position,
  caret: boolean,
): Pointed[] {
  return sidesIn(shown, document).flatMap((side) => {
    const offset = document.offsetAt(position);
    const token = tokenAt(shown.explanation, side, shown[side].tracked, offset, caret);
    return token === null ? [] : [{ side, token }];
  });
}

/** The units to emphasise for one and its partners; where the texts overlap, the first text's token. */
export function emphasisOf([first]: readonly Pointed[]): Emphasis {
  return {
    a: first?.side === 'a' ? first.token : null,
    b: first?.side === 'b' ? first.token : null,
  };
}
