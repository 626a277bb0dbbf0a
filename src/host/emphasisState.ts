import * as vscode from 'vscode';
import type { Emphasis } from '../protocol.js';

/**
 * Who points at a token; an earlier one wins over a later one, until the panel points or a pair is gone
 * to (`pair`): a gesture counts more than a pointer that rests where it was.
 */
const sources = ['pointer', 'panel', 'pair', 'cursor'] as const;
export type EmphasisSource = (typeof sources)[number];

const none: Emphasis = { a: null, b: null };

/**
 * How long a hover keeps its emphasis without a new hover request. VS Code tells when the pointer
 * comes to rest on text, never when it leaves. The emphasis therefore ends at the first sign that
 * the pointer is elsewhere (a hover anywhere else in text, the cursor set, scrolling, another
 * editor, an edit, the pointer in the panel) and otherwise after this time.
 */
const pointerMs = 5_000;

/** The tokens pointed at: by the pointer in an editor, in the panel, or by the text cursor. */
export class EmphasisState implements vscode.Disposable {
  private readonly slots: Record<EmphasisSource, Emphasis> = {
    pointer: none,
    panel: none,
    pair: none,
    cursor: none,
  };
  private shown: Emphasis = none;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly changed = new vscode.EventEmitter<Emphasis>();

  readonly onDidChange = this.changed.event;

  get value(): Emphasis {
    return this.shown;
  }

  point(source: EmphasisSource, emphasis: Emphasis): void {
    this.slots[source] = emphasis;
    if (source === 'pointer') {
      clearTimeout(this.timer);
      if (!isNone(emphasis)) this.timer = setTimeout(() => this.leave('pointer'), pointerMs);
    } else if (source !== 'cursor' && !isNone(emphasis)) {
      clearTimeout(this.timer);
      for (const before of sources.slice(0, sources.indexOf(source))) this.slots[before] = none;
    }
    const winner = sources.map((each) => this.slots[each]).find((each) => !isNone(each)) ?? none;
    if (winner.a === this.shown.a && winner.b === this.shown.b) return;
    this.shown = winner;
    this.changed.fire(winner);
  }

  leave(source: EmphasisSource): void {
    this.point(source, none);
  }

  /** Forget all, as when another explanation gives the indices another meaning. */
  reset(): void {
    for (const source of sources) this.leave(source);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.changed.dispose();
  }
}

function isNone({ a, b }: Emphasis): boolean {
  return a === null && b === null;
}
