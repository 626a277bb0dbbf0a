import * as vscode from 'vscode';
import type { CurrentExplanation } from './currentExplanation.js';

/** Tells when-clauses whether there is an explanation, and whether one can go on. */
export function setExplanationKeys(current: CurrentExplanation): vscode.Disposable {
  const set = (key: string, value: boolean) =>
    void vscode.commands.executeCommand('setContext', `hitlight.${key}`, value);
  const update = () => {
    set('hasExplanation', current.value !== null);
    set('stopped', current.value?.explanation.stage === 'stopped');
  };
  return vscode.Disposable.from(current.onDidChange(update), current.onDidRefine(update));
}
