import * as vscode from 'vscode';
import type { CurrentExplanation } from './currentExplanation.js';

/** Tells when-clauses whether there is an explanation. */
export function setExplanationKey(current: CurrentExplanation): vscode.Disposable {
  return current.onDidChange((pair) => {
    void vscode.commands.executeCommand('setContext', 'hitlight.hasExplanation', pair !== null);
  });
}
