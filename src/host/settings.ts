import * as vscode from 'vscode';
import { type ExplainOptions, Provider, parseMessage } from '../protocol.js';
import { isAllowed } from './models/modelSetting.js';
import { toExplainOptions, type RawSettings } from './settingValues.js';
import { TrustProblem } from './trustProblem.js';

/** What goes before the settings; the panel's controls, once they are there. */
let overrides: () => Partial<RawSettings> = () => ({});

export function overrideSettings(read: () => Partial<RawSettings>): void {
  overrides = read;
}

/** What counts of the settings and of what goes before them, not validated. */
export function readRawSettings(): RawSettings {
  const settings = vscode.workspace.getConfiguration('hitlight');
  return {
    model: settings.get('model'),
    layer: settings.get('layer'),
    reference: settings.get('reference'),
    method: settings.get('method'),
    tolerance: settings.get('tolerance'),
    level: settings.get('level'),
    longText: settings.get('longText'),
    maxTokens: settings.get('maxTokens'),
    pooling: settings.get('pooling'),
    prefixes: settings.get('prefixes'),
    ...overrides(),
  };
}

/**
 * Options for the next request, with the model of the settings or another. Throws SettingProblem, and
 * TrustProblem for a model of the user's in Restricted Mode.
 */
export function readExplainOptions(model?: string): ExplainOptions {
  const raw = readRawSettings();
  return refuseUntrusted(toExplainOptions({ ...raw, model: model ?? raw.model }));
}

/** The options. Throws TrustProblem for a model of the user's in Restricted Mode. */
export function refuseUntrusted(options: ExplainOptions): ExplainOptions {
  if (isAllowed(options.model, vscode.workspace.isTrusted)) return options;
  throw new TrustProblem(
    vscode.l10n.t(
      'In Restricted Mode Hitlight explains with its bundled model only, not with {0}: trust the workspace to use it.',
      options.model,
    ),
  );
}

/** Threads for the next engine process; undefined leaves the choice to the engine. */
export function readThreads(): number | undefined {
  const threads: unknown = vscode.workspace.getConfiguration('hitlight').get('threads');
  return typeof threads === 'number' && Number.isInteger(threads) && threads > 0
    ? threads
    : undefined;
}

/** Execution provider of the next engine process; the processor where the setting names none. */
export function readProvider(): Provider {
  const provider: unknown = vscode.workspace.getConfiguration('hitlight').get('executionProvider');
  return parseMessage(Provider, provider) ?? 'cpu';
}
