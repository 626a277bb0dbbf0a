import * as vscode from 'vscode';
import { findTextProblem, longestText, type TextProblem } from './captureRules.js';
import { documentName, placeLabel } from './placeLabel.js';
import { TextPlace } from './textPlace.js';

/** A text that cannot be explained; `message` is one sentence for people, with what to do. */
export class CaptureProblem extends Error {
  override readonly name = 'CaptureProblem';
}

/** A stretch of a document, at its present version. Throws CaptureProblem. */
export function captureRange(document: vscode.TextDocument, range: vscode.Range): TextPlace {
  const start = document.offsetAt(range.start);
  const length = document.offsetAt(range.end) - start;
  const label = placeLabel(document, range);
  if (length > longestText) refuse({ kind: 'long', length }, label);
  const text = document.getText(range);
  check(text, label, (offset) => {
    const { line, character } = document.positionAt(start + offset);
    return vscode.l10n.t('line {0}, column {1}', line + 1, character + 1);
  });
  return new TextPlace({ uri: document.uri, version: document.version, text, start, label });
}

/** All of a document. Throws CaptureProblem. */
export function captureDocument(document: vscode.TextDocument): TextPlace {
  const end = document.lineAt(document.lineCount - 1).range.end;
  const place = captureRange(document, new vscode.Range(new vscode.Position(0, 0), end));
  const { uri, version, text } = place;
  return new TextPlace({ uri, version, text, start: 0, label: documentName(document) });
}

/** A text that is in no document. Throws CaptureProblem. */
export function captureLoose(text: string, label: string): TextPlace {
  check(text, label, (offset) => vscode.l10n.t('character {0}', offset + 1));
  return new TextPlace({ uri: null, version: 0, text, start: 0, label });
}

/** The sentence that refuses a text, or undefined; for input boxes. */
export function describeTextProblem(text: string, label: string): string | undefined {
  const problem = findTextProblem(text);
  const where = (offset: number) => vscode.l10n.t('character {0}', offset + 1);
  return problem === null ? undefined : describe(problem, label, where);
}

/** Throws CaptureProblem when both are the same characters of the same document. */
export function refuseSamePlace(a: TextPlace, b: TextPlace): void {
  if (!a.isSameAs(b)) return;
  throw new CaptureProblem(
    vscode.l10n.t('Both texts are the same selection ({0}): select another second text.', a.label),
  );
}

function check(text: string, label: string, where: (offset: number) => string): void {
  const problem = findTextProblem(text);
  if (problem !== null) refuse(problem, label, where);
}

function refuse(
  problem: TextProblem,
  label: string,
  where: (offset: number) => string = String,
): never {
  throw new CaptureProblem(describe(problem, label, where));
}

function describe(problem: TextProblem, label: string, where: (offset: number) => string): string {
  const { t } = vscode.l10n;
  switch (problem.kind) {
    case 'empty':
      return t('The text of {0} is empty: choose one with words in it.', label);
    case 'blank':
      return t('The text of {0} has no visible character: choose one with words in it.', label);
    case 'long':
      return t(
        'The text of {0} has {1} characters; Hitlight explains up to {2}: select less.',
        label,
        problem.length.toLocaleString(vscode.env.language),
        longestText.toLocaleString(vscode.env.language),
      );
    case 'binary':
      return t(
        'The text of {0} has a NUL character at {1}, as binary files do: choose plain text.',
        label,
        where(problem.offset),
      );
    case 'surrogate':
      return t(
        'The text of {0} has half a character (a lone surrogate) at {1}: remove it or select around it.',
        label,
        where(problem.offset),
      );
  }
}
