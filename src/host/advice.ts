import * as vscode from 'vscode';
import type { Failure } from '../protocol.js';

/** What a person can do about a failure. */
export interface Advice {
  readonly sentence: string;
  /** Commands offered as buttons, in order. */
  readonly actions: readonly Action[];
}

interface Action {
  readonly title: string;
  readonly run: () => unknown;
}

const command = (title: string, id: string, ...args: unknown[]): Action => ({
  title,
  run: () => vscode.commands.executeCommand(id, ...args),
});

const showLog = () => command(vscode.l10n.t('Show Log'), 'hitlight.showLog');
const restart = () => command(vscode.l10n.t('Restart Engine'), 'hitlight.restartEngine');
const again = () => command(vscode.l10n.t('Try Again'), 'hitlight.explainAgain');

const selectModel = () => command(vscode.l10n.t('Select Model…'), 'hitlight.selectModel');

export const manageTrust = (): Action =>
  command(vscode.l10n.t('Manage Workspace Trust'), 'workbench.trust.manage');

/** Opens the settings at one of ours, or at all of them. */
export const openSettings = (setting = ''): Action =>
  command(
    vscode.l10n.t('Open Settings'),
    'workbench.action.openSettings',
    setting === '' ? '@ext:hitlight.hitlight' : `hitlight.${setting}`,
  );

/** The one place that says what to do about which failure. */
export function adviceFor(stage: Failure['stage']): Advice {
  const { t } = vscode.l10n;
  switch (stage) {
    case 'input':
      return {
        sentence: t('Choose another text or check the settings.'),
        actions: [openSettings()],
      };
    case 'model':
      return {
        sentence: t('Select another model, or check the setting “Model”.'),
        actions: [selectModel(), openSettings('model'), showLog()],
      };
    case 'tokenizer':
      return {
        sentence: t('Check the text for broken characters, and the model for its tokenizer files.'),
        actions: [showLog()],
      };
    case 'graph':
      return {
        sentence: t('This model has parts that Hitlight cannot differentiate: choose another one.'),
        actions: [selectModel(), showLog()],
      };
    case 'run':
      return {
        sentence: t('Try again; the log says more.'),
        actions: [again(), showLog()],
      };
    case 'engine':
      return {
        sentence: t('Restart the engine and try again; shorter texts need less memory.'),
        actions: [restart(), showLog()],
      };
    case 'cancelled':
      return { sentence: '', actions: [] };
  }
}
