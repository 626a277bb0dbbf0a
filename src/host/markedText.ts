import * as vscode from 'vscode';
import { CaptureProblem, captureRange } from './capture.js';
import type { PlaceTracker } from './placeTracker.js';
import { TextPlace, toRange } from './textPlace.js';

/** The text marked as the first of a pair; it follows edits, and its present text is what counts. */
export class MarkedText implements vscode.Disposable {
  private place: TextPlace | null = null;
  private following: vscode.Disposable | undefined;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;

  /** Marked, unmarked or moved. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly tracker: PlaceTracker) {
    this.subscription = tracker.onDidMove((place) => {
      if (place === this.place) this.changed.fire();
    });
  }

  get value(): TextPlace | null {
    return this.place;
  }

  /** The marked text as it is now; null when nothing is marked. Throws CaptureProblem. */
  capture(): TextPlace | null {
    return this.place && recapture(this.place);
  }

  set(place: TextPlace | null): void {
    this.following?.dispose();
    this.place = place;
    this.following = place === null ? undefined : this.tracker.track(place);
    void vscode.commands.executeCommand('setContext', 'hitlight.hasMark', place !== null);
    this.changed.fire();
  }

  dispose(): void {
    this.following?.dispose();
    vscode.Disposable.from(this.subscription, this.changed).dispose();
  }
}

/**
 * The place with its present text. One whose document is closed, or that never had one, keeps the
 * text it was captured with. Throws CaptureProblem.
 */
export function recapture(place: TextPlace): TextPlace {
  const { document, tracked } = place;
  if (document === undefined) {
    const { uri, version, text, label } = place;
    return new TextPlace({ uri, version, text, label, start: tracked.span.start });
  }
  if (tracked.span.start === tracked.span.end) {
    throw new CaptureProblem(
      vscode.l10n.t('The text of {0} was deleted: select another one.', place.label),
    );
  }
  return captureRange(document, toRange(document, tracked.span));
}
