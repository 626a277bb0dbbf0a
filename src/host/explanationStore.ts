import * as vscode from 'vscode';
import type { Explanation } from '../protocol.js';
import type { CurrentExplanation, ExplainedPair } from './currentExplanation.js';
import { decodeSaved, encodeSaved, type SavedPlace } from './savedExplanation.js';
import { asStopped } from './stages.js';
import { TextPlace } from './textPlace.js';

/**
 * Keeps the current explanation in the workspace's storage, so that after a reload the panel that
 * VS Code brings back is connected to the editors again.
 */
export class ExplanationStore implements vscode.Disposable {
  private readonly folder: vscode.Uri;
  private readonly subscription: vscode.Disposable;
  /** Of what is kept: better numbers of the same stage are not worth a file each. */
  private stage: Explanation['stage'] | null = null;
  /** Writes one after the other; the last one wins. */
  private writing: Promise<void> = Promise.resolve();

  constructor(
    { storageUri, globalStorageUri }: vscode.ExtensionContext,
    private readonly current: CurrentExplanation,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.folder = storageUri ?? globalStorageUri;
    this.subscription = vscode.Disposable.from(
      current.onDidChange((pair) => this.keep(pair)),
      current.onDidRefine((pair) => {
        if (pair.explanation.stage !== this.stage) this.keep(pair);
      }),
    );
  }

  /** Makes the kept explanation the current one, unless there is one already. */
  async restore(): Promise<void> {
    try {
      const bytes = await vscode.workspace.fs.readFile(this.file);
      const saved = decodeSaved(new TextDecoder().decode(bytes));
      if (saved === null || this.current.value !== null) return;
      const { a, b } = saved;
      // Work that was going on ended with the window.
      const explanation = asStopped(saved.explanation);
      this.current.set({ explanation, a: toPlace(a), b: toPlace(b) });
    } catch {
      // Nothing was kept: the panel then shows what it remembers by itself.
    }
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private get file(): vscode.Uri {
    return vscode.Uri.joinPath(this.folder, 'explanation.json');
  }

  private keep(pair: ExplainedPair | null): void {
    this.stage = pair?.explanation.stage ?? null;
    this.writing = this.writing.then(() => this.save(pair));
  }

  private async save(pair: ExplainedPair | null): Promise<void> {
    const json =
      pair && encodeSaved({ explanation: pair.explanation, a: saved(pair.a), b: saved(pair.b) });
    try {
      if (json === null) {
        await vscode.workspace.fs.delete(this.file);
        return;
      }
      await vscode.workspace.fs.createDirectory(this.folder);
      await vscode.workspace.fs.writeFile(this.file, new TextEncoder().encode(json));
    } catch (error) {
      // Worth a line only: the explanation itself is on screen.
      if (json !== null) this.log.warn(`The explanation cannot be kept: ${String(error)}`);
    }
  }
}

function saved({ uri, label, text, tracked }: TextPlace): SavedPlace {
  return { uri: uri?.toString() ?? null, label, text, start: tracked.span.start };
}

function toPlace({ uri, label, text, start }: SavedPlace): TextPlace {
  const place = new TextPlace({
    uri: uri === null ? null : vscode.Uri.parse(uri),
    version: 0,
    text,
    start,
    label,
  });
  // The document may have changed meanwhile; one that is not open yet is compared when it opens.
  const { document } = place;
  if (document !== undefined) place.tracked.resettle(document.getText());
  return place;
}
