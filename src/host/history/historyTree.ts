import * as vscode from 'vscode';
import type { Format } from '../format.js';
import type { ExplanationHistory } from './explanationHistory.js';
import { type HistoryEntry, byQuery, differences } from './historyIndex.js';

export const historyView = 'hitlight.history';

/** Explanations of the same query, under it. */
interface QueryNode {
  readonly kind: 'query';
  readonly entries: readonly [HistoryEntry, ...HistoryEntry[]];
}
interface EntryNode {
  readonly kind: 'entry';
  readonly entry: HistoryEntry;
  /** Under its query, which need not be named again. */
  readonly isHit: boolean;
}
export type HistoryNode = QueryNode | EntryNode;

/** The ids that a command on a node is about. */
export const idsOf = (node: HistoryNode): readonly HistoryEntry['id'][] =>
  node.kind === 'entry' ? [node.entry.id] : node.entries.map(({ id }) => id);

/** The history as a tree: explanations, those of one query together. */
export class HistoryTree implements vscode.TreeDataProvider<HistoryNode> {
  readonly onDidChangeTreeData: vscode.Event<void>;

  constructor(
    private readonly history: ExplanationHistory,
    private readonly format: Format,
  ) {
    this.onDidChangeTreeData = history.onDidChange;
  }

  getChildren(parent?: HistoryNode): HistoryNode[] {
    if (parent?.kind === 'entry') return [];
    if (parent) return parent.entries.map((entry) => ({ kind: 'entry', entry, isHit: true }));
    return byQuery(this.history.entries).map((entries) =>
      entries.length === 1
        ? { kind: 'entry', entry: entries[0], isHit: false }
        : { kind: 'query', entries },
    );
  }

  getTreeItem(node: HistoryNode): vscode.TreeItem {
    return node.kind === 'query' ? this.queryItem(node) : this.entryItem(node);
  }

  private queryItem({ entries }: QueryNode): vscode.TreeItem {
    const [newest] = entries;
    const item = new vscode.TreeItem(newest.labelA, vscode.TreeItemCollapsibleState.Expanded);
    item.id = `query ${newest.query}`;
    item.description = newest.startA;
    item.iconPath = new vscode.ThemeIcon('search');
    item.contextValue = 'query';
    item.tooltip = newest.startA;
    return item;
  }

  private entryItem({ entry, isHit }: EntryNode): vscode.TreeItem {
    const { labelA, labelB, startA, startB, model } = entry;
    const score = this.format.plain(entry.score);
    const label = entry.name ?? (isHit ? labelB : `${labelA} ↔ ${labelB}`);
    const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None);
    const isShown = entry.id === this.history.shownId;
    item.id = entry.id;
    const how = this.howOf(entry);
    item.description = [score, ...how, isHit ? startB : startA].join(' · ');
    item.iconPath = new vscode.ThemeIcon(isShown ? 'eye' : 'circle-outline');
    item.contextValue = 'explanation';
    // Plain text: what a document says is not Markdown.
    item.tooltip = [
      `${labelA} ↔ ${labelB}`,
      startA,
      startB,
      `${score} · ${model} · ${new Date(entry.time).toLocaleString(vscode.env.language)}`,
    ].join('\n');
    const shown = isShown ? vscode.l10n.t('on screen') : '';
    item.accessibilityInformation = {
      label: [label, vscode.l10n.t('score {0}', score), ...how, startB, shown]
        .filter(Boolean)
        .join(', '),
    };
    item.command = {
      command: 'hitlight.openExplanation',
      title: vscode.l10n.t('Open Explanation'),
      arguments: [{ kind: 'entry', entry, isHit } satisfies HistoryNode],
    };
    return item;
  }

  /** What tells an entry from others of the same places, in words. */
  private howOf(entry: HistoryEntry): readonly string[] {
    return differences(entry, this.history.entries).flatMap((part) => {
      if (part === 'model') return [entry.model];
      return entry.layer === undefined ? [] : [vscode.l10n.t('layer {0}', entry.layer)];
    });
  }
}
