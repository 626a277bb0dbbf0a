import * as vscode from 'vscode';
import type { Emphasis, Side } from '../protocol.js';
import { sides, type ExplainedPair } from './currentExplanation.js';
import { tokenAt } from './highlightPlan.js';

export interface Pointed {
  readonly side: Side;
  readonly token: number;
}

/** Tokens of the explained texts at a position of a document: one a side at most, none elsewhere. */
export function tokensAtPosition(
  pair: ExplainedPair,
  document: vscode.TextDocument,
  position: vscode.Position,
  caret: boolean,
): Pointed[] {
  return sides.flatMap((side) => {
    const place = pair[side];
    if (!place.isIn(document)) return [];
    const offset = document.offsetAt(position);
    const token = tokenAt(pair.explanation, side, place.tracked, offset, caret);
    return token === null ? [] : [{ side, token }];
  });
}

/** The emphasis of a token and its partners; where the texts overlap, the first text's token. */
export function emphasisOf([first]: readonly Pointed[]): Emphasis {
  return {
    a: first?.side === 'a' ? first.token : null,
    b: first?.side === 'b' ? first.token : null,
  };
}
