import * as vscode from 'vscode';
import type { CurrentExplanation } from './currentExplanation.js';
import { createFormat } from './format.js';
import { stageSentence } from './hoverMarkdown.js';
import { isUnfinished } from './stages.js';

/** The score of the current explanation; a click shows the panel. Hidden when there is none. */
export function showScoreInStatusBar(current: CurrentExplanation): vscode.Disposable {
  const item = vscode.window.createStatusBarItem(
    'hitlight.score',
    vscode.StatusBarAlignment.Right,
    100,
  );
  const format = createFormat(vscode.env.language);
  item.name = vscode.l10n.t('Hitlight: Similarity');
  item.command = 'hitlight.showPanel';
  const update = () => {
    const pair = current.value;
    if (pair === null) {
      item.hide();
      return;
    }
    const { explanation, a, b } = pair;
    const score = format.plain(explanation.score);
    const isStale = a.tracked.stale || b.tracked.stale;
    const marks = [
      ...(isUnfinished(explanation) ? ['$(loading~spin)'] : []),
      ...(explanation.stage === 'stopped' ? ['$(debug-pause)'] : []),
      ...(isStale ? ['$(history)'] : []),
    ];
    item.text = ['$(arrow-swap)', score, ...marks].join(' ');
    const howFar = stageSentence(explanation, format, vscode.l10n.t);
    const tip = vscode.l10n.t('Similarity of {0} and {1}: {2}', a.label, b.label, score);
    item.tooltip = [
      tip,
      vscode.l10n.t('Model: {0}', explanation.model),
      ...(howFar === null ? [] : [howFar]),
      ...(isStale ? [vscode.l10n.t('Edited since it was explained.')] : []),
    ].join('\n');
    item.accessibilityInformation = { label: howFar === null ? tip : `${tip}. ${howFar}` };
    item.show();
  };
  return vscode.Disposable.from(
    item,
    current.onDidChange(update),
    current.onDidRefine(update),
    current.onDidChangeStaleness(update),
  );
}
