import * as vscode from 'vscode';
import type { CurrentExplanation } from './currentExplanation.js';
import type { DecorationPainter } from './decorations.js';
import type { EmphasisState } from './emphasisState.js';
import { emphasisOf, tokensAtPosition } from './pointing.js';
import type { ShownExplanation } from './shownExplanation.js';
import { uncoverHighlights } from './uncoverHighlights.js';

/**
 * The text cursor on a token emphasises its partners, for those who use the keyboard; and the signs
 * that the pointer is no longer where it hovered end the emphasis of that hover.
 */
export function followCursor(
  current: CurrentExplanation,
  shown: ShownExplanation,
  emphasis: EmphasisState,
  decorations: DecorationPainter,
): vscode.Disposable {
  const { window, workspace } = vscode;
  /** Editors whose cursor is where a selection was ended, and no person has moved it since. */
  const left = new WeakSet<vscode.TextEditor>();
  return vscode.Disposable.from(
    uncoverHighlights(current, (editor) => left.add(editor)),
    window.onDidChangeTextEditorSelection(({ textEditor, selections, kind }) => {
      emphasis.leave('pointer');
      // Going to a pair sets cursors, too, but by no key or click.
      const { Keyboard, Mouse } = vscode.TextEditorSelectionChangeKind;
      if (kind === Keyboard || kind === Mouse) {
        emphasis.leave('pair');
        left.delete(textEditor);
      }
      const [selection] = selections;
      const pair = decorations.visible && !left.has(textEditor) ? shown.value : null;
      if (pair === null || selection?.isEmpty !== true || selections.length > 1) {
        emphasis.leave('cursor');
        return;
      }
      const pointed = tokensAtPosition(pair, textEditor.document, selection.active, true);
      emphasis.point('cursor', shown.toTokens(emphasisOf(pointed)));
    }),
    window.onDidChangeWindowState(() => emphasis.leave('pointer')),
    window.onDidChangeActiveTextEditor(() => emphasis.leave('pointer')),
    window.onDidChangeTextEditorVisibleRanges(() => emphasis.leave('pointer')),
    workspace.onDidChangeTextDocument(({ contentChanges }) => {
      if (contentChanges.length > 0) emphasis.leave('pointer');
    }),
    current.onDidChange(() => emphasis.reset()),
  );
}
