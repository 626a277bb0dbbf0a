import * as vscode from 'vscode';
import type { ExplainOptions } from '../protocol.js';
import { toExplainOptions } from './settingValues.js';

/** Options for the next request. Throws SettingProblem. */
export function readExplainOptions(): ExplainOptions {
  const settings = vscode.workspace.getConfiguration('hitlight');
  return toExplainOptions({
    model: settings.get('model'),
    layer: settings.get('layer'),
    reference: settings.get('reference'),
    tolerance: settings.get('tolerance'),
    level: settings.get('level'),
  });
}

/** Threads for the next engine process; undefined leaves the choice to the engine. */
export function readThreads(): number | undefined {
  const threads: unknown = vscode.workspace.getConfiguration('hitlight').get('threads');
  return typeof threads === 'number' && Number.isInteger(threads) && threads > 0
    ? threads
    : undefined;
}
