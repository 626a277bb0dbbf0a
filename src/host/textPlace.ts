import * as vscode from 'vscode';
import type { Span } from './spans.js';
import type { OutlineEntry, TextReading } from '../protocol.js';
import { textKind } from '../reading/textKind.js';
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
  /** Symbols in the text, once an editor has told them; offsets into `text`. */
  outline: readonly OutlineEntry[] = [];
  private kind: TextReading['kind'] | null = null;

  constructor(
    { uri, version, text, start, label }: Captured,
    /** The text that this is an edited version of, in the panel only. */
    readonly draftOf: TextPlace | null = null,
  ) {
    this.uri = uri;
    this.version = version;
    this.text = text;
    this.label = label;
    this.tracked = new TrackedText(text, start);
  }

  /** How the text is read: by the language of its document, else by its characters. */
  get reading(): TextReading {
    const language = this.document?.languageId ?? null;
    // A document that is closed again has no language any more.
    this.kind =
      language === null ? (this.kind ?? textKind(this.text, null)) : textKind(this.text, language);
    return { kind: this.kind, outline: [...this.outline] };
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
