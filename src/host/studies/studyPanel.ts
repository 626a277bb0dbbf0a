import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { toFailure } from '../../engine/client.js';
import {
  type HostToReport,
  type Report,
  type ReportText,
  ReportToHost,
  type StudyFiles,
  type StudyName,
  type StudyOptions,
  parseMessage,
} from '../../protocol.js';
import { adviceFor } from '../advice.js';
import { captureLoose } from '../capture.js';
import { panelHtml } from '../panelHtml.js';
import { panelStrings } from '../panelStrings.js';
import { report as reportError } from '../report.js';
import type { Services } from '../services.js';

export interface StudyTask {
  readonly study: StudyName;
  readonly files: StudyFiles;
  readonly options: StudyOptions;
}

/**
 * A study in a panel of its own: it runs while the panel is there, can be stopped and go on, and its
 * report's pairs open as ordinary explanations.
 */
export class StudyPanel {
  private readonly panel: vscode.WebviewPanel;
  private readonly title: string;
  private running: AbortController | null = null;
  /** What the page shows, for one that was hidden and is new. */
  private shown: HostToReport;
  private done = { done: 0, total: 0 };
  private report: Report | null = null;

  constructor(
    private readonly services: Services,
    private readonly task: StudyTask,
  ) {
    const { t } = vscode.l10n;
    this.title = t('Study: {0}', task.study);
    this.shown = { kind: 'measuring', title: this.title, ...this.done };
    const { extensionUri } = services;
    const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
    this.panel = vscode.window.createWebviewPanel(
      'hitlight.study',
      this.title,
      vscode.ViewColumn.Active,
      { enableScripts: true, enableFindWidget: true, localResourceRoots: [folder] },
    );
    this.panel.webview.onDidReceiveMessage((message: unknown) => {
      const request = parseMessage(ReportToHost, message);
      if (request !== null) void this.receive(request);
    });
    this.panel.onDidDispose(() => this.running?.abort());
    this.panel.webview.html = this.html(folder);
    void this.run();
  }

  private async run(): Promise<void> {
    if (this.running !== null) return;
    const abort = (this.running = new AbortController());
    this.done = { done: 0, total: 0 };
    this.post({ kind: 'measuring', title: this.title, ...this.done });
    try {
      const report = await this.services.modelTasks.study(this.task, {
        signal: abort.signal,
        measured: ({ done, total }) => {
          this.done = { done, total };
          this.post({ kind: 'measuring', title: this.title, done, total });
        },
      });
      this.report = report;
      this.panel.title = report.title;
      this.post({ kind: 'report', report });
    } catch (error) {
      const { stage, message } = toFailure(error);
      if (stage === 'cancelled') {
        this.post({ kind: 'stopped', title: this.title, ...this.done });
      } else {
        const advice = adviceFor(stage).sentence;
        this.services.log.error(message);
        this.post({ kind: 'failed', title: this.title, message, advice });
      }
    } finally {
      this.running = null;
    }
  }

  private async receive(request: ReportToHost): Promise<void> {
    try {
      switch (request.kind) {
        case 'ready':
          return this.post(this.shown);
        case 'cancel':
          return this.running?.abort();
        case 'resume':
          return await this.run();
        case 'explain': {
          const text = this.report?.texts[request.text];
          if (text) await this.explain(text);
          return;
        }
        case 'save':
          return await save(request.name, request.content);
      }
    } catch (error) {
      reportError(error, this.services.log);
    }
  }

  private async explain({ a, b, line }: ReportText): Promise<void> {
    const { t } = vscode.l10n;
    const place = line === null ? '' : ` (${t('line {0}', line)})`;
    await this.services.explainer.explain(
      captureLoose(a, `${t('first text')}${place}`),
      captureLoose(b, `${t('second text')}${place}`),
    );
  }

  private post(message: HostToReport): void {
    this.shown = message;
    void this.panel.webview.postMessage(message);
  }

  private html(folder: vscode.Uri): string {
    const { webview } = this.panel;
    const resource = (name: string) =>
      webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
    return panelHtml({
      cspSource: webview.cspSource,
      script: resource('report.js'),
      style: resource('report.css'),
      nonce: randomBytes(16).toString('base64url'),
      language: vscode.env.language,
      title: this.title,
      strings: panelStrings(vscode.l10n.bundle, 'report:'),
    });
  }
}

/** Asks where, and writes there. */
async function save(name: string, content: string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog(
    folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {},
  );
  if (target) await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(content));
}
