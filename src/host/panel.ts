import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { PanelToHost, parseMessage, type HostToPanel } from '../protocol.js';
import { sides, type CurrentExplanation } from './currentExplanation.js';
import type { EmphasisState } from './emphasisState.js';
import { panelColumn } from './panelColumn.js';
import type { PanelControls } from './panelControls.js';
import { panelHtml } from './panelHtml.js';
import { PictureRequests } from './pictureRequests.js';
import { panelStrings } from './panelStrings.js';
import type { ReadingState } from './readingState.js';
import { isUnfinished } from './stages.js';

export const panelType = 'hitlight.explanation';

/** What a person asked for in the panel, beside emphasis. */
export type PanelRequest = Exclude<PanelToHost, { kind: 'ready' | 'emphasise' | 'picture' }>;

/** The panel beside the editor. At most one; it shows the current explanation. */
export class ExplanationPanel implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private panel: vscode.WebviewPanel | null = null;
  private isReady = false;
  /** The last word about work in progress, for a page that was not there to hear it. */
  private status: HostToPanel | null = null;
  private readonly pictures = new PictureRequests((id) => {
    if (this.isReady) this.post({ kind: 'draw', id });
  });
  private readonly requested = new vscode.EventEmitter<PanelRequest>();
  private readonly subscriptions: vscode.Disposable[];

  readonly onDidRequest = this.requested.event;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly current: CurrentExplanation,
    private readonly emphasis: EmphasisState,
    private readonly reading: ReadingState,
    private readonly controls: PanelControls,
    /** Connects a panel that comes back after a reload to the explanation it shows. */
    private readonly restore: () => Promise<void>,
  ) {
    this.subscriptions = [
      this.requested,
      current.onDidChange(() => this.show()),
      current.onDidRefine(() => this.show()),
      current.onDidChangeStaleness((side) => {
        // There is no word for fresh again: the whole view says it.
        if (current.value?.[side].tracked.stale === true) this.post({ kind: 'stale', side });
        else this.show();
      }),
      emphasis.onDidChange((value) => this.post({ kind: 'emphasise', emphasis: value })),
      controls.onDidChange(() => this.showControls()),
      reading.onDidChangeLevel((level) => this.post({ kind: 'level', level })),
    ];
  }

  /** The matrix as it is on screen, as PNG; null where the panel shows none. Opens the panel. */
  drawPicture(): Promise<Uint8Array | null> {
    this.reveal();
    return this.pictures.ask();
  }

  get isOpen(): boolean {
    return this.panel !== null;
  }

  /** Shows the panel without taking the keyboard focus, or opens it where it hides no text. */
  reveal(): void {
    if (this.panel !== null) {
      if (!this.panel.visible) this.panel.reveal(undefined, true);
      return;
    }
    const pair = this.current.value;
    const { tabGroups, visibleTextEditors } = vscode.window;
    const { activeTabGroup } = tabGroups;
    // Not the active text editor's column: notebook cells have none.
    const active = activeTabGroup.tabs.length > 0 ? activeTabGroup.viewColumn : undefined;
    const showing = visibleTextEditors.flatMap(({ document, viewColumn }) =>
      viewColumn !== undefined && sides.some((side) => pair?.[side].isIn(document) === true)
        ? [viewColumn]
        : [],
    );
    const title = vscode.l10n.t('Similarity');
    const panel = vscode.window.createWebviewPanel(
      panelType,
      title,
      { viewColumn: panelColumn(active, showing), preserveFocus: true },
      { enableFindWidget: true, ...this.webviewOptions() },
    );
    this.attach(panel);
  }

  /** Shows the panel and gives it the keyboard. */
  focus(): void {
    this.reveal();
    this.panel?.reveal();
  }

  /** VS Code brings the panel back after a reload; the page restores what it showed by itself. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.panel?.dispose();
    panel.webview.options = this.webviewOptions();
    this.attach(panel);
    return this.restore();
  }

  post(message: HostToPanel): void {
    if (message.kind === 'busy' || message.kind === 'failed') this.status = message;
    else if (message.kind === 'idle') this.status = null;
    else if (message.kind === 'show' && !isUnfinished(message.view.explanation)) this.status = null;
    if (this.isReady) void this.panel?.webview.postMessage(message);
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
    this.panel?.dispose();
  }

  private show(): void {
    const view = this.current.view();
    if (view !== null) this.post({ kind: 'show', view });
  }

  private showControls(): void {
    try {
      this.post({ kind: 'controls', controls: this.controls.describe() });
    } catch {
      // A setting that cannot be used is told when something is explained with it.
    }
  }

  private webviewOptions(): vscode.WebviewOptions {
    return {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(this.extensionUri, 'dist', 'webview')],
    };
  }

  private attach(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    this.isReady = false;
    const media = (name: string) => vscode.Uri.joinPath(this.extensionUri, 'media', name);
    panel.iconPath = { light: media('panel-light.svg'), dark: media('panel-dark.svg') };
    panel.webview.onDidReceiveMessage((message: unknown) => {
      const request = parseMessage(PanelToHost, message);
      if (request !== null && this.panel === panel) this.receive(request);
    });
    panel.onDidChangeViewState(() => {
      // The pointer cannot be in what is not shown, and the page is no longer there to say so.
      if (!panel.visible && this.panel === panel) this.emphasis.leave('panel');
    });
    panel.onDidDispose(() => {
      if (this.panel !== panel) return;
      this.panel = null;
      this.isReady = false;
      this.emphasis.leave('panel');
    });
    panel.webview.html = this.html(panel.webview);
  }

  private receive(message: PanelToHost): void {
    switch (message.kind) {
      case 'ready': {
        // Also after being hidden: the page was unloaded and is new.
        this.isReady = true;
        const { status } = this;
        this.post({ kind: 'level', level: this.reading.choice });
        this.showControls();
        this.show();
        if (status !== null) this.post(status);
        this.post({ kind: 'emphasise', emphasis: this.emphasis.value });
        this.pictures.again();
        return;
      }
      case 'emphasise':
        return this.emphasis.point('panel', message.emphasis);
      case 'picture':
        return this.pictures.arrived(message.id, message.png);
      case 'reveal':
      case 'level':
      case 'select':
      case 'control':
      case 'verify':
      case 'edit':
      case 'resetControls':
      case 'selectModel':
      case 'cancel':
      case 'refresh':
      case 'window':
      case 'continue':
        return this.requested.fire(message);
    }
  }

  private html(webview: vscode.Webview): string {
    const resource = (name: string) =>
      webview
        .asWebviewUri(vscode.Uri.joinPath(this.extensionUri, 'dist', 'webview', name))
        .toString();
    return panelHtml({
      cspSource: webview.cspSource,
      script: resource('panel.js'),
      style: resource('panel.css'),
      nonce: randomBytes(16).toString('base64url'),
      language: vscode.env.language,
      title: vscode.l10n.t('Similarity'),
      strings: panelStrings(vscode.l10n.bundle),
    });
  }
}
