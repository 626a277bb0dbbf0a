import * as vscode from 'vscode';
import type { Span } from './spans.js';
import { TrackedText } from './trackedText.js';

export interface Captured {
  /** null: typed or from the clipboard, so it has no place in an editor. */
  readonly uri: vscode.Uri | null;
  /** `document.version` at capture; 0 without a document. */
  readonly version: number;
  readonly text: string;
  /** Offset of the text in its document. */
  readonly start: number;
  /** Short name for people ("retry.ts:10–24"); never a full path. */
  readonly label: string;
}

/** One of the two texts of a pair: what it was when captured, and where it is now. */
export class TextPlace {
  readonly version: number;
  readonly text: string;
  readonly label: string;
  /** Changes when the file is renamed. */
  uri: vscode.Uri | null;
  readonly tracked: TrackedText;

  constructor({ uri, version, text, start, label }: Captured) {
    this.uri = uri;
    this.version = version;
    this.text = text;
    this.label = label;
    this.tracked = new TrackedText(text, start);
  }

  isIn(document: vscode.TextDocument): boolean {
    return this.uri?.toString() === document.uri.toString();
  }

  /** The document while VS Code has it open, in an editor or not. */
  get document(): vscode.TextDocument | undefined {
    return vscode.workspace.textDocuments.find((document) => this.isIn(document));
  }

  /** Same characters of the same document. */
  isSameAs(other: TextPlace): boolean {
    if (this.uri === null || this.uri.toString() !== other.uri?.toString()) return false;
    const [one, two] = [this.tracked.span, other.tracked.span];
    return one.start === two.start && one.end === two.end;
  }
}

export function toRange(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
