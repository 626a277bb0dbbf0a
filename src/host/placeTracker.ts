import * as vscode from 'vscode';
import type { TextPlace } from './textPlace.js';

/** Follows places through edits, reopening and renaming of their documents. */
export class PlaceTracker implements vscode.Disposable {
  /** With the number of those who follow it. */
  private readonly places = new Map<TextPlace, number>();
  private readonly moved = new vscode.EventEmitter<TextPlace>();
  private readonly subscriptions: vscode.Disposable[];

  /** A place moved, or turned stale or fresh. */
  readonly onDidMove = this.moved.event;

  constructor() {
    const { workspace } = vscode;
    this.subscriptions = [
      this.moved,
      workspace.onDidChangeTextDocument((event) => this.edited(event)),
      workspace.onDidOpenTextDocument((document) => this.opened(document)),
      workspace.onDidRenameFiles(({ files }) => this.renamed(files)),
    ];
  }

  /** Follow a place until the result is disposed. Start at capture, so that no edit is missed. */
  track(place: TextPlace): vscode.Disposable {
    this.places.set(place, (this.places.get(place) ?? 0) + 1);
    let followed = true;
    return new vscode.Disposable(() => {
      if (!followed) return;
      followed = false;
      const others = (this.places.get(place) ?? 1) - 1;
      if (others === 0) this.places.delete(place);
      else this.places.set(place, others);
    });
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
    this.places.clear();
  }

  private in(document: vscode.TextDocument): TextPlace[] {
    return [...this.places.keys()].filter((place) => place.isIn(document));
  }

  private edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0) return;
    const edits = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
      offset: rangeOffset,
      length: rangeLength,
      inserted: text.length,
    }));
    let text: string | undefined;
    const documentText = () => (text ??= document.getText());
    for (const place of this.in(document)) {
      if (place.tracked.apply(edits, documentText)) this.moved.fire(place);
    }
  }

  /** While it was closed the document may have changed; VS Code also reopens on a change of language. */
  private opened(document: vscode.TextDocument): void {
    for (const place of this.in(document)) {
      place.tracked.resettle(document.getText());
      this.moved.fire(place);
    }
  }

  private renamed(files: vscode.FileRenameEvent['files']): void {
    for (const { oldUri, newUri } of files) {
      for (const place of this.places.keys()) {
        if (place.uri?.toString() === oldUri.toString()) place.uri = newUri;
      }
    }
  }
}
