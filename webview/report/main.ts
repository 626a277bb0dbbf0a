import { Report, parseMessage } from '../../src/protocol.js';
import { mountReport } from './mountReport.js';
import { connectReportHost, standaloneHost } from './reportHost.js';
import { createTranslateReport } from './strings.js';
import './report.css';

const root = document.getElementById('root');
if (root) {
  const t = createTranslateReport(readJson('strings'));
  const embedded = document.getElementById('report');
  if (embedded) {
    followColourScheme();
    const report = parseMessage(Report, readJson('report'));
    mountReport(root, standaloneHost(document), t, report);
  } else {
    mountReport(root, connectReportHost(acquireVsCodeApi(), window), t, null);
  }
}

/** JSON of a script element; an empty object where there is none. */
function readJson(id: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(document.getElementById(id)?.textContent ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** A page of its own has no theme but the system's. */
function followColourScheme(): void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    document.body.classList.add('standalone');
    document.body.classList.toggle('vscode-light', !dark.matches);
    document.body.classList.toggle('vscode-dark', dark.matches);
  };
  dark.addEventListener('change', apply);
  apply();
}
