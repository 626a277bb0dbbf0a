import * as vscode from 'vscode';
import { EngineFailure, toFailure } from '../engine/client.js';
import { adviceFor, manageTrust, openSettings, type Advice } from './advice.js';
import { CaptureProblem } from './capture.js';
import { SettingProblem } from './settingValues.js';
import { TrustProblem } from './trustProblem.js';

/**
 * Tells a person about an error, once and in one place: a refused text or setting as a warning, a
 * failure with advice as an error. Cancelling is what they wanted, so it is not told.
 */
export function report(error: unknown, log: vscode.LogOutputChannel): void {
  if (error instanceof CaptureProblem) {
    void vscode.window.showWarningMessage(error.message);
    return;
  }
  if (error instanceof SettingProblem) {
    log.warn(error.message);
    void offer(vscode.window.showWarningMessage, error.message, [openSettings(error.setting)]);
    return;
  }
  if (error instanceof TrustProblem) {
    void offer(vscode.window.showWarningMessage, error.message, [manageTrust()]);
    return;
  }
  const { stage, message } = toFailure(error);
  if (stage === 'cancelled') return;
  log.error(error instanceof EngineFailure ? message : error instanceof Error ? error : message);
  const { sentence, actions } = adviceFor(stage);
  void offer(vscode.window.showErrorMessage, `${message} ${sentence}`, actions);
}

/** Tells that the engine died on the way although the explanation is complete. */
export function reportRestart(reason: string): void {
  const message = vscode.l10n.t(
    'The engine stopped while it explained ({0}). It was started again, and the explanation is complete.',
    reason,
  );
  void offer(vscode.window.showWarningMessage, message, adviceFor('run').actions.slice(1));
}

async function offer(
  show: (message: string, ...titles: string[]) => Thenable<string | undefined>,
  message: string,
  actions: Advice['actions'],
): Promise<void> {
  const chosen = await show(message, ...actions.map(({ title }) => title));
  await actions.find(({ title }) => title === chosen)?.run();
}
