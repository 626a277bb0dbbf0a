import * as vscode from 'vscode';
import type { ExplainOptions, Explanation, ExplanationView, Side } from '../protocol.js';
import { tokensOf } from './marginals.js';
import type { PlaceTracker } from './placeTracker.js';
import type { TextPlace } from './textPlace.js';

/** An explanation and where its texts are. */
export interface ExplainedPair {
  readonly explanation: Explanation;
  /** What it was asked with; null: it came from a file that does not say. */
  readonly options: ExplainOptions | null;
  readonly a: TextPlace;
  readonly b: TextPlace;
}

export const sides: readonly Side[] = ['a', 'b'];

/** The explanation on screen; panel, decorations, hovers and status bar show this and nothing else. */
export class CurrentExplanation implements vscode.Disposable {
  private pair: ExplainedPair | null = null;
  private stale = { a: false, b: false };
  private following: vscode.Disposable[] = [];
  private readonly changed = new vscode.EventEmitter<ExplainedPair | null>();
  private readonly refined = new vscode.EventEmitter<ExplainedPair>();
  private readonly moved = new vscode.EventEmitter<Side>();
  private readonly staleness = new vscode.EventEmitter<Side>();

  /** Another explanation, or none. */
  readonly onDidChange = this.changed.event;
  /** The same explanation with better numbers, or with another word on how far it is. */
  readonly onDidRefine = this.refined.event;
  /** A text moved in its document, or tokens of it were edited. */
  readonly onDidMove = this.moved.event;
  /** A text turned stale, or fresh again. */
  readonly onDidChangeStaleness = this.staleness.event;

  constructor(private readonly tracker: PlaceTracker) {}

  get value(): ExplainedPair | null {
    return this.pair;
  }

  set(pair: ExplainedPair): void {
    this.unfollow();
    this.pair = pair;
    for (const side of sides) {
      pair[side].tracked.setTokens(tokensOf(pair.explanation, side));
      this.stale[side] = pair[side].tracked.stale;
    }
    this.following = [
      this.tracker.track(pair.a),
      this.tracker.track(pair.b),
      this.tracker.onDidMove((place) => this.follow(place)),
    ];
    this.changed.fire(pair);
  }

  /** Takes the place of the explanation on screen, which is about the same texts. */
  refine(explanation: Explanation): void {
    if (this.pair === null) return;
    for (const side of sides) {
      // The same tokens have been followed through edits since; only others are placed.
      const [before, now] = [this.pair.explanation, explanation].map((each) =>
        tokensOf(each, side),
      );
      if (JSON.stringify(before) !== JSON.stringify(now)) {
        this.pair[side].tracked.setTokens(tokensOf(explanation, side));
      }
    }
    this.pair = { ...this.pair, explanation };
    this.refined.fire(this.pair);
  }

  /** More is known of how the texts are to be read. */
  readAnew(): void {
    if (this.pair === null) return;
    this.pair = { ...this.pair };
    this.refined.fire(this.pair);
  }

  clear(): void {
    if (this.pair === null) return;
    this.unfollow();
    this.pair = null;
    this.changed.fire(null);
  }

  /** What the panel draws, null when there is nothing. */
  view(): ExplanationView | null {
    if (this.pair === null) return null;
    const { explanation, a, b } = this.pair;
    return {
      explanation,
      textA: a.text,
      textB: b.text,
      labelA: a.label,
      labelB: b.label,
      staleA: a.tracked.stale,
      staleB: b.tracked.stale,
      readingA: a.reading,
      readingB: b.reading,
    };
  }

  dispose(): void {
    this.unfollow();
    vscode.Disposable.from(this.changed, this.refined, this.moved, this.staleness).dispose();
  }

  private follow(place: TextPlace): void {
    for (const side of sides) {
      if (this.pair?.[side] !== place) continue;
      const { stale } = place.tracked;
      const turned = stale !== this.stale[side];
      this.stale[side] = stale;
      this.moved.fire(side);
      if (turned) this.staleness.fire(side);
    }
  }

  private unfollow(): void {
    vscode.Disposable.from(...this.following).dispose();
    this.following = [];
  }
}
