import * as vscode from 'vscode';
import type { Side, Unread } from '../protocol.js';
import type { CurrentExplanation } from './currentExplanation.js';
import { createDecorationTypes, decorationOfStep, type DecorationName } from './decorationTypes.js';
import type { EmphasisState } from './emphasisState.js';
import { planEmphasis, planHighlights, withoutPartners } from './highlightPlan.js';
import type { MarkedText } from './markedText.js';
import { sidesIn, type ShownExplanation, type ShownPair } from './shownExplanation.js';
import type { Span } from './spans.js';
import { toRange } from './textPlace.js';

/** Something painted in one editor. */
export interface Painted {
  readonly name: DecorationName;
  readonly span: Span;
  /** Of the mark: null. */
  readonly side: Side | null;
  /** Index of the unit; of the unread rest and the mark: null. */
  readonly token: number | null;
}

/**
 * Paints the current explanation, its emphasis and the marked text into every visible editor that
 * shows one of the texts: other groups, diff sides and notebook cells included.
 */
export class DecorationPainter implements vscode.Disposable {
  private types: ReadonlyMap<DecorationName, vscode.TextEditorDecorationType> | undefined;
  private painted = new Map<vscode.TextEditor, readonly Painted[]>();
  private shown = true;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly current: CurrentExplanation,
    private readonly shownPair: ShownExplanation,
    private readonly emphasis: EmphasisState,
    private readonly mark: MarkedText,
  ) {
    const paint = () => this.paint();
    this.subscriptions = [
      current.onDidChange(() => this.setVisible(true)),
      shownPair.onDidChange(paint),
      emphasis.onDidChange(paint),
      mark.onDidChange(paint),
      vscode.window.onDidChangeVisibleTextEditors(paint),
    ];
  }

  /** Whether the explanation is painted; the mark always is. */
  get visible(): boolean {
    return this.shown;
  }

  setVisible(visible: boolean): void {
    this.shown = visible;
    const highlighted = visible && this.current.value !== null;
    void vscode.commands.executeCommand('setContext', 'hitlight.highlighted', highlighted);
    this.paint();
  }

  /** What each visible editor shows now, for tests and for those who build on the extension. */
  get inEditors(): readonly { editor: vscode.TextEditor; painted: readonly Painted[] }[] {
    return [...this.painted].map(([editor, painted]) => ({ editor, painted }));
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions, ...(this.types?.values() ?? [])).dispose();
    this.painted.clear();
  }

  private paint(): void {
    const before = this.painted;
    this.painted = new Map();
    for (const editor of vscode.window.visibleTextEditors) {
      const painted = this.plan(editor.document);
      // Nothing to paint and nothing to remove: most editors, most of the time.
      if (painted.length === 0 && before.get(editor) === undefined) continue;
      if (painted.length > 0) this.painted.set(editor, painted);
      this.apply(editor, painted, before.get(editor) ?? []);
    }
  }

  private apply(
    editor: vscode.TextEditor,
    painted: readonly Painted[],
    before: readonly Painted[],
  ): void {
    // Thirteen types are not worth making before the first explanation.
    this.types ??= createDecorationTypes();
    const ranges = new Map<DecorationName, vscode.Range[]>(before.map(({ name }) => [name, []]));
    for (const { name, span } of painted) {
      const range = toRange(editor.document, span);
      const list = ranges.get(name);
      if (list === undefined) ranges.set(name, [range]);
      else list.push(range);
    }
    for (const [name, list] of ranges) {
      const type = this.types.get(name);
      if (type !== undefined) editor.setDecorations(type, list);
    }
  }

  private plan(document: vscode.TextDocument): Painted[] {
    const { value: shown } = this.shownPair;
    const painted: Painted[] = [];
    if (shown !== null && this.shown) {
      for (const side of sidesIn(shown, document)) painted.push(...this.planSide(shown, side));
    }
    const mark = this.mark.value;
    if (mark?.isIn(document) === true) {
      painted.push({ name: 'mark', span: mark.tracked.span, side: null, token: null });
    }
    return painted;
  }

  private planSide(shown: ShownPair, side: Side): Painted[] {
    const { explanation, painted } = shown;
    const { tracked } = shown[side];
    const units = this.shownPair.toUnits(this.emphasis.value);
    const emphasised = planEmphasis(explanation, units, side, tracked, shown.isSame);
    const highlights = withoutPartners(planHighlights(painted, side, tracked), emphasised).map(
      ({ token, span, step }): Painted => ({
        name: decorationOfStep(step, tracked.stale),
        span,
        side,
        token,
      }),
    );
    const unread = unreadSpan(side === 'a' ? explanation.unreadA : explanation.unreadB, tracked);
    return [
      ...highlights,
      ...emphasised.map(({ token, span, role, same }): Painted => {
        const name =
          role !== 'self' && same
            ? (`emphasis:${role}:same` as const)
            : (`emphasis:${role}` as const);
        return { name, span, side, token };
      }),
      ...(unread === null ? [] : [{ name: 'unread' as const, span: unread, side, token: null }]),
    ];
  }
}

/** The part of a text that the encoder did not read; unknown once the text was edited. */
function unreadSpan(
  unread: Unread | null,
  { span, stale }: { readonly span: Span; readonly stale: boolean },
): Span | null {
  if (unread === null || stale || span.start + unread.from >= span.end) return null;
  return { start: span.start + unread.from, end: span.end };
}
