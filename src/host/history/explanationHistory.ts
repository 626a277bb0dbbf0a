import { createHash, randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Explanation } from '../../protocol.js';
import type { CurrentExplanation, ExplainedPair } from '../currentExplanation.js';
import { decodeSaved, encodeSaved } from '../savedExplanation.js';
import { fromSaved, toSaved } from '../savedPlace.js';
import { type HistoryEntry, readIndex, startOf, withEntry } from './historyIndex.js';

const INDEX = 'history';
const SHOWN = 'history.shown';

/**
 * The explanations of this workspace, kept in its storage: what is on screen comes back after a
 * reload, and earlier ones can be opened again.
 */
export class ExplanationHistory implements vscode.Disposable {
  private listed: readonly HistoryEntry[];
  private shown: HistoryEntry['id'] | null;
  /** Of this session, with their places followed through edits. */
  private readonly known = new Map<HistoryEntry['id'], ExplainedPair>();
  /** Of what is kept: better numbers of the same stage are not worth a file each. */
  private stage: Explanation['stage'] | null = null;
  private opening: HistoryEntry['id'] | null = null;
  /** Files are written one after the other; the last one wins. */
  private writing: Promise<void> = Promise.resolve();
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  private readonly folder: vscode.Uri;
  private readonly state: vscode.Memento;

  readonly onDidChange = this.changed.event;

  constructor(
    context: vscode.ExtensionContext,
    private readonly current: CurrentExplanation,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const { storageUri, globalStorageUri, workspaceState } = context;
    this.folder = vscode.Uri.joinPath(storageUri ?? globalStorageUri, 'history');
    this.state = workspaceState;
    this.listed = readIndex(workspaceState.get(INDEX));
    this.shown = workspaceState.get<string>(SHOWN) ?? null;
    this.subscription = vscode.Disposable.from(
      this.changed,
      current.onDidChange((pair) => this.follow(pair)),
      current.onDidRefine((pair) => {
        if (pair.explanation.stage !== this.stage) this.follow(pair);
      }),
    );
  }

  /** Newest first. */
  get entries(): readonly HistoryEntry[] {
    return this.listed;
  }

  /** Of the explanation on screen. */
  get shownId(): HistoryEntry['id'] | null {
    return this.current.value === null ? null : this.shown;
  }

  /** Makes what was on screen before a reload the current explanation, unless there is one already. */
  async restore(): Promise<void> {
    if (this.shown === null || this.current.value !== null) return;
    const pair = await this.pairOf(this.shown);
    if (pair !== null && this.current.value === null) this.show(this.shown, pair);
  }

  /**
   * An explanation with its places; null where its matrix was too large to be kept, or where the file
   * is gone or damaged.
   */
  async pairOf(id: HistoryEntry['id']): Promise<ExplainedPair | null> {
    const known = this.known.get(id);
    if (known) return known;
    await this.writing;
    try {
      const bytes = await vscode.workspace.fs.readFile(this.fileOf(id));
      const saved = decodeSaved(new TextDecoder().decode(bytes));
      return saved && fromSaved(saved);
    } catch {
      return null;
    }
  }

  /** Puts an earlier explanation on screen; its place in the list stays. */
  show(id: HistoryEntry['id'], pair: ExplainedPair): void {
    this.opening = id;
    try {
      this.current.set(pair);
    } finally {
      this.opening = null;
    }
  }

  rename(id: HistoryEntry['id'], name: string | null): void {
    this.list(this.listed.map((entry) => (entry.id === id ? { ...entry, name } : entry)));
  }

  /** What is on screen stays there. */
  remove(ids: readonly HistoryEntry['id'][]): void {
    this.list(this.listed.filter(({ id }) => !ids.includes(id)));
    this.forget(ids);
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private follow(pair: ExplainedPair | null): void {
    this.stage = pair?.explanation.stage ?? null;
    // What is typed in the panel changes too often to be worth keeping.
    const isDraft = (pair?.a.draftOf ?? pair?.b.draftOf ?? null) !== null;
    if (pair === null || isDraft) return this.setShown(null);
    const id = this.opening ?? this.add(pair);
    this.known.set(id, pair);
    this.setShown(id);
    if (this.opening === null) this.writing = this.writing.then(() => this.save(id, pair));
  }

  private add(pair: ExplainedPair): HistoryEntry['id'] {
    const { entries, dropped } = withEntry(this.listed, entryOf(pair));
    this.list(entries);
    this.forget(dropped.map(({ id }) => id));
    return entries[0]?.id ?? '';
  }

  private list(entries: readonly HistoryEntry[]): void {
    this.listed = entries;
    void this.state.update(INDEX, entries);
    this.changed.fire();
  }

  private setShown(id: HistoryEntry['id'] | null): void {
    if (this.shown === id) return;
    this.shown = id;
    void this.state.update(SHOWN, id ?? undefined);
    this.changed.fire();
  }

  private forget(ids: readonly HistoryEntry['id'][]): void {
    for (const id of ids) {
      this.known.delete(id);
      this.writing = this.writing.then(() => this.erase(id));
    }
  }

  private fileOf(id: HistoryEntry['id']): vscode.Uri {
    return vscode.Uri.joinPath(this.folder, `${id}.json`);
  }

  private async save(id: HistoryEntry['id'], pair: ExplainedPair): Promise<void> {
    if (!this.listed.some((entry) => entry.id === id)) return;
    const json = encodeSaved(toSaved(pair));
    if (json === null) return this.erase(id);
    try {
      await vscode.workspace.fs.createDirectory(this.folder);
      await vscode.workspace.fs.writeFile(this.fileOf(id), new TextEncoder().encode(json));
    } catch (error) {
      // Worth a line only: the explanation itself is on screen.
      this.log.warn(`The explanation cannot be kept: ${String(error)}`);
    }
  }

  private async erase(id: HistoryEntry['id']): Promise<void> {
    try {
      await vscode.workspace.fs.delete(this.fileOf(id));
    } catch (error) {
      // Too large to have been written, or never got that far.
      if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return;
      this.log.warn(`A kept explanation cannot be removed: ${String(error)}`);
    }
  }
}

function entryOf({ explanation, a, b }: ExplainedPair): HistoryEntry {
  const { model, layer, level, reference, score } = explanation;
  const texts = [a, b].map(({ text, uri }) => [text, uri?.toString() ?? null]);
  return {
    id: randomUUID(),
    question: hashOf([texts, model, layer, level, reference.id]),
    query: hashOf(a.text),
    name: null,
    labelA: a.label,
    labelB: b.label,
    startA: startOf(a.text),
    startB: startOf(b.text),
    model,
    layer,
    score,
    time: Date.now(),
  };
}

const hashOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex');
