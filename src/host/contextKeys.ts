import * as vscode from 'vscode';
import type { CurrentExplanation } from './currentExplanation.js';
import type { ExplanationHistory } from './history/explanationHistory.js';

const set = (key: string, value: boolean) =>
  void vscode.commands.executeCommand('setContext', `hitlight.${key}`, value);

/** Tells when-clauses whether there is an explanation, whether one can go on, and whether there were any. */
export function setExplanationKeys(
  current: CurrentExplanation,
  history: ExplanationHistory,
): vscode.Disposable {
  const update = () => {
    set('hasExplanation', current.value !== null);
    set('stopped', current.value?.explanation.stage === 'stopped');
  };
  const list = () => set('hasHistory', history.entries.length > 0);
  list();
  return vscode.Disposable.from(
    current.onDidChange(update),
    current.onDidRefine(update),
    history.onDidChange(list),
  );
}
