import * as vscode from 'vscode';
import type { ControlChange, Controls } from '../protocol.js';
import { decodeChoices, shortModelName, type ControlChoices } from './controlChoices.js';
import { overrideSettings, readExplainOptions, readRawSettings } from './settings.js';

const key = 'controls';

/**
 * What a person chose in the panel of how explanations are computed. It goes before the settings, in
 * this workspace only; a setting that is changed later counts again.
 */
export class PanelControls implements vscode.Disposable {
  private choices: ControlChoices;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable;

  readonly onDidChange = this.changed.event;

  /** `memory`: where the choices are kept, for this workspace. */
  constructor(private readonly memory: vscode.Memento) {
    this.choices = decodeChoices(memory.get(key));
    overrideSettings(() => this.choices);
    const names = [
      'model',
      'layer',
      'reference',
      'method',
      'tolerance',
      'level',
      'longText',
    ] as const;
    this.subscriptions = vscode.Disposable.from(
      this.changed,
      vscode.workspace.onDidChangeConfiguration((event) => {
        const kept = { ...this.choices };
        const later = names.filter((name) => event.affectsConfiguration(`hitlight.${name}`));
        for (const name of later) delete kept[name];
        if (later.length > 0) this.keep(kept);
      }),
    );
  }

  change(change: ControlChange & { model?: string }): void {
    this.keep({ ...this.choices, ...change });
  }

  /** The settings alone count again. */
  reset(): void {
    this.keep({});
  }

  /** As the panel shows them. Throws SettingProblem where a setting cannot be used. */
  describe(): Controls {
    const options = readExplainOptions();
    const raw = readRawSettings();
    const { accuracy } = options;
    return {
      model: shortModelName(options.model),
      layer: String(raw.layer),
      reference: String(raw.reference),
      method: options.method ?? 'ij',
      tolerance: 'tolerance' in accuracy ? accuracy.tolerance : 1e-3,
      level: options.level,
      longText: options.longText ?? 'truncate',
      changed: Object.keys(this.choices).length > 0,
    };
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private keep(choices: ControlChoices): void {
    this.choices = choices;
    void this.memory.update(key, choices);
    this.changed.fire();
  }
}
