import * as vscode from 'vscode';

type Shower = 'showInformationMessage' | 'showWarningMessage' | 'showErrorMessage';
const showers: Shower[] = ['showInformationMessage', 'showWarningMessage', 'showErrorMessage'];

const fileDialogs = ['showSaveDialog', 'showOpenDialog'];

/**
 * Stands in for the person: records what VS Code would show, and answers what it would ask. The
 * extension and its tests share one `vscode` object, so replacing its functions reaches both.
 */
export class Dialogs {
  /** Notifications so far, with how serious they are: "warning: …". */
  readonly messages: string[] = [];
  /** Titles of the questions asked so far. */
  readonly asked: string[] = [];
  private readonly texts: (string | undefined)[] = [];
  private readonly picks: (string | undefined)[] = [];
  private readonly files: (vscode.Uri | undefined)[] = [];
  private readonly originals: Record<string, unknown> = {};

  constructor() {
    const window = vscode.window as unknown as Record<string, unknown>;
    for (const name of [...showers, 'showInputBox', 'showQuickPick', ...fileDialogs]) {
      this.originals[name] = window[name];
    }
    for (const name of showers) {
      const level = name.replace(/^show|Message$/g, '').toLowerCase();
      window[name] = (message: string) => {
        this.messages.push(`${level}: ${message}`);
        return Promise.resolve(undefined);
      };
    }
    window.showSaveDialog = () => Promise.resolve(this.files.shift());
    window.showOpenDialog = () => {
      const file = this.files.shift();
      return Promise.resolve(file && [file]);
    };
    window.showInputBox = (options?: vscode.InputBoxOptions) => {
      this.asked.push(options?.title ?? '');
      return Promise.resolve(this.texts.shift());
    };
    window.showQuickPick = (
      items: vscode.QuickPickItem[],
      options?: vscode.QuickPickOptions,
    ): Promise<vscode.QuickPickItem | undefined> => {
      this.asked.push(options?.title ?? '');
      const wanted = this.picks.shift();
      if (wanted === undefined) return Promise.resolve(undefined);
      const item = items.find(({ label }) => label.includes(wanted));
      if (!item) {
        throw new Error(`Expected "${wanted}" among ${items.map((each) => each.label).join(', ')}`);
      }
      return Promise.resolve(item);
    };
  }

  /** Answer the next input box; undefined dismisses it. */
  willType(text: string | undefined): this {
    this.texts.push(text);
    return this;
  }

  /** Choose in the next quick pick the item whose label contains this; undefined dismisses it. */
  willPick(label: string | undefined): this {
    this.picks.push(label);
    return this;
  }

  /** Choose this file in the next dialog that asks for one; undefined dismisses it. */
  willChooseFile(file: vscode.Uri | undefined): this {
    this.files.push(file);
    return this;
  }

  restore(): void {
    Object.assign(vscode.window, this.originals);
  }
}
