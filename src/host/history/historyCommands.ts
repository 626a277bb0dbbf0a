import * as vscode from 'vscode';
import { CaptureProblem } from '../capture.js';
import { explainPresent } from '../commands/explainAgain.js';
import type { ExplainedPair } from '../currentExplanation.js';
import { ownOptions } from '../ownOptions.js';
import type { Services } from '../services.js';
import { type HistoryNode, idsOf } from './historyTree.js';

/** Commands of the history view. The view gives them a node; from the keyboard, the selected one. */
export const historyCommands = {
  'hitlight.openExplanation': openExplanation,
  'hitlight.renameExplanation': renameExplanation,
  'hitlight.rerunExplanation': rerunExplanation,
  'hitlight.rerunWithPresentSettings': rerunWithPresentSettings,
  'hitlight.removeExplanation': removeExplanation,
  'hitlight.clearHistory': clearHistory,
} as const;

async function openExplanation(services: Services, node?: unknown): Promise<void> {
  const { history, panel } = services;
  const id = onlyId(services, node);
  if (id === null) return;
  const pair = await history.pairOf(id);
  if (pair === null) {
    throw new CaptureProblem(
      vscode.l10n.t('This explanation was too large to be kept. Explain the texts again.'),
    );
  }
  history.show(id, pair);
  panel.reveal();
}

async function renameExplanation(services: Services, node?: unknown): Promise<void> {
  const { history } = services;
  const id = onlyId(services, node);
  const entry = history.entries.find((one) => one.id === id);
  if (!entry) return;
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Rename Explanation'),
    prompt: vscode.l10n.t('Leave it empty to go back to the names of the texts.'),
    value: entry.name ?? `${entry.labelA} ↔ ${entry.labelB}`,
  });
  if (name !== undefined) history.rename(entry.id, name.trim() || null);
}

/** The present texts, in the way in which the entry was explained. */
async function rerunExplanation(services: Services, node?: unknown): Promise<void> {
  const pair = await pairToRerun(services, node);
  if (pair) await explainPresent(services.explainer, pair, {}, ownOptions(pair));
}

/** The present texts, as controls and settings say now. */
async function rerunWithPresentSettings(services: Services, node?: unknown): Promise<void> {
  const pair = await pairToRerun(services, node);
  if (pair) await explainPresent(services.explainer, pair);
}

async function pairToRerun(services: Services, node: unknown): Promise<ExplainedPair | null> {
  const id = onlyId(services, node);
  if (id === null) return null;
  const pair = await services.history.pairOf(id);
  if (pair === null) {
    throw new CaptureProblem(vscode.l10n.t('The texts of this explanation were not kept.'));
  }
  return pair;
}

function removeExplanation(services: Services, node?: unknown): void {
  const target = nodeOf(services, node);
  if (target) services.history.remove(idsOf(target));
}

async function clearHistory({ history }: Services): Promise<void> {
  const remove = vscode.l10n.t('Remove All');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Remove all explanations of this workspace from the history?'),
    { modal: true },
    remove,
  );
  if (chosen === remove) history.remove(history.entries.map(({ id }) => id));
}

/** The node that a command was called on, else the one selected in the view. */
function nodeOf({ historyView }: Services, node: unknown): HistoryNode | undefined {
  return isNode(node) ? node : historyView.selection[0];
}

function onlyId(services: Services, node: unknown): string | null {
  const target = nodeOf(services, node);
  return (target && idsOf(target)[0]) ?? null;
}

const isNode = (value: unknown): value is HistoryNode =>
  typeof value === 'object' && value !== null && 'kind' in value;
