import * as vscode from 'vscode';
import type { Services } from '../services.js';

/** How long the status bar names the level. */
const confirmationMs = 3_000;

/**
 * Reads the explanation one level coarser (1) or finer (-1), in panel and editors. `cycle`, as the key
 * has it: after the coarsest comes the finest again.
 */
export function stepReadingLevel(
  { shown, reading }: Services,
  step: 1 | -1,
  how: unknown = null,
): void {
  const pair = shown.value;
  if (pair === null) return;
  const isCycling = typeof how === 'object' && how !== null && 'cycle' in how;
  const beyond = isCycling ? pair.levels[0] : undefined;
  const next = pair.levels[pair.levels.indexOf(pair.level) + step] ?? beyond;
  const { t } = vscode.l10n;
  if (next === undefined) {
    const message = step > 0 ? t('This is the coarsest level') : t('This is the finest level');
    vscode.window.setStatusBarMessage(message, confirmationMs);
    return;
  }
  reading.choose(next);
}
