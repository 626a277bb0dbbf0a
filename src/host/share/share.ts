import * as vscode from 'vscode';
import { CaptureProblem } from '../capture.js';
import { createFormat } from '../format.js';
import { decodeSaved, encodeSaved } from '../savedExplanation.js';
import { fromSaved } from '../savedPlace.js';
import type { Services } from '../services.js';
import { shareCsv } from './shareCsv.js';
import type { Shared, ShareWords } from './shared.js';
import { shareHtml } from './shareHtml.js';
import { shareMarkdown } from './shareMarkdown.js';
import { shareSvg } from './shareSvg.js';

/** Ends of the names of exported explanations that can be opened again. */
const JSON_END = 'hitlight.json';

interface ShareFormat extends vscode.QuickPickItem {
  readonly end: string;
  write(): string | Promise<Uint8Array | null>;
}

/** Asks for a format and a file, and writes the explanation on screen there. */
export async function exportExplanation({ current, shown, panel }: Services): Promise<void> {
  const shared = sharedNow(current);
  const chosen = await vscode.window.showQuickPick(
    formatsOf(shared, asRead(shared, shown), panel),
    {
      title: vscode.l10n.t('Export Explanation'),
      placeHolder: vscode.l10n.t('Texts and numbers are written, places of files are not.'),
      matchOnDescription: true,
    },
  );
  if (!chosen) return;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `${fileName(shared)}.${chosen.end}`;
  const target = await vscode.window.showSaveDialog({
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
    filters: { [chosen.label]: [chosen.end.split('.').at(-1) ?? chosen.end] },
  });
  if (!target) return;
  const written = await chosen.write();
  if (written === null) {
    throw new CaptureProblem(vscode.l10n.t('The panel shows no matrix to take a picture of.'));
  }
  const bytes = typeof written === 'string' ? new TextEncoder().encode(written) : written;
  await vscode.workspace.fs.writeFile(target, bytes);
  const open = vscode.l10n.t('Open');
  const saved = vscode.l10n.t('The explanation was exported.');
  if ((await vscode.window.showInformationMessage(saved, open)) === open) {
    await vscode.commands.executeCommand('vscode.open', target);
  }
}

/** The ledger and the strongest pairs, to the clipboard. */
export async function copyAsMarkdown({ current, shown }: Services): Promise<void> {
  const { env, l10n, window } = vscode;
  const read = asRead(sharedNow(current), shown);
  await env.clipboard.writeText(shareMarkdown(read, format(), words()));
  window.setStatusBarMessage(l10n.t('The explanation was copied as Markdown'), 4_000);
}

/** Shows an explanation that was exported as JSON. Its texts are in no editor. */
export async function openExported({ current, panel }: Services): Promise<void> {
  const [file] =
    (await vscode.window.showOpenDialog({ filters: { JSON: ['json'] }, canSelectMany: false })) ??
    [];
  if (!file) return;
  const bytes = await vscode.workspace.fs.readFile(file);
  const saved = decodeSaved(new TextDecoder().decode(bytes));
  if (saved === null) {
    const name = file.path.split('/').at(-1) ?? '';
    throw new CaptureProblem(
      vscode.l10n.t('{0} is no explanation that Hitlight has exported as JSON.', name),
    );
  }
  current.set(fromSaved(saved));
  panel.reveal();
}

/** `shared` as it was computed, for programs; `read` at the level on screen, for people. */
function formatsOf(shared: Shared, read: Shared, panel: Services['panel']): ShareFormat[] {
  const { l10n } = vscode;
  const { explanation, a, b } = shared;
  return [
    {
      label: 'JSON',
      description: l10n.t('everything; can be opened again'),
      end: JSON_END,
      write: () => json(shared),
    },
    {
      label: 'CSV',
      description: l10n.t('one line a token pair'),
      end: 'csv',
      write: () => shareCsv(shared),
    },
    {
      label: 'HTML',
      description: l10n.t('a page of its own, with both texts'),
      end: 'html',
      write: () => shareHtml(read, format(), words()),
    },
    {
      label: 'SVG',
      description: l10n.t('the matrix as a picture'),
      end: 'svg',
      write: () => shareSvg(read, format(), words()),
    },
    {
      label: 'PNG',
      description: l10n.t('the matrix as the panel shows it'),
      end: 'png',
      write: () => panel.drawPicture(),
    },
    {
      label: 'Markdown',
      description: l10n.t('the ledger and the strongest pairs'),
      end: 'md',
      write: () => shareMarkdown(read, format(), words()),
    },
  ].filter(() => explanation.tokensA.length > 0 && a.text !== '' && b.text !== '');
}

/** As the explanation is kept, without the places of its texts. */
function json({ explanation, a, b }: Shared): string {
  const place = ({ label, text }: Shared['a']) => ({ uri: null, label, text, start: 0 });
  return encodeSaved({ explanation, a: place(a), b: place(b) }, Infinity) ?? '';
}

/** Throws CaptureProblem where there is nothing to share. */
function sharedNow(current: Services['current']): Shared {
  const pair = current.value;
  if (pair === null || pair.explanation.tokensA.length === 0) {
    throw new CaptureProblem(
      vscode.l10n.t('Nothing was explained yet: run “Hitlight: Explain Similarity”.'),
    );
  }
  const { explanation, a, b } = pair;
  return {
    explanation,
    a: { label: a.label, text: a.text },
    b: { label: b.label, text: b.text },
  };
}

/** The same with the units on screen for tokens. */
const asRead = (shared: Shared, { value }: Services['shown']): Shared =>
  value === null ? shared : { ...shared, explanation: value.explanation };

const format = () => createFormat(vscode.env.language);

function words(): ShareWords {
  const { t } = vscode.l10n;
  return {
    score: t('Score'),
    constant: t('Constant'),
    onlyA: t('Only A'),
    onlyB: t('Only B'),
    pairs: t('Pairs'),
    residual: t('Residual'),
    pair: t('Strongest pairs'),
    value: t('Value'),
    share: t('Share'),
  };
}

/** Both labels, without what file systems refuse. */
const fileName = ({ a, b }: Shared) =>
  `${a.label}-${b.label}`.replace(/[^\p{L}\p{N}.-]+/gu, '-').slice(0, 60) || 'explanation';
