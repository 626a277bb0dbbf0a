import type { Explanation } from '../protocol.js';
import type { ExplainedPair } from './currentExplanation.js';
import type { TextPlace } from './textPlace.js';
import { asStopped, betterOf, isSameQuestion, isUnfinished } from './stages.js';

/** The explanation on screen. */
export interface Screen {
  readonly value: ExplainedPair | null;
  /** Shows another explanation. */
  set(pair: ExplainedPair): void;
  /** Shows better numbers of the same explanation. */
  refine(explanation: Explanation): void;
}

/**
 * What one request brings on screen: its first result at once, better ones in the same place. What
 * is there already stays until there is something better or other to show.
 */
export class RequestResults {
  /** What this request has put on screen, or goes on with. */
  private own: Explanation | null = null;
  private isRevealed = false;

  constructor(
    private readonly screen: Screen,
    private readonly places: Omit<ExplainedPair, 'explanation'>,
    /** Brings the explanation before the reader; called once, for someone may close it again. */
    private readonly reveal: () => void,
  ) {}

  /** A result, done or not. */
  show(found: Explanation): void {
    const shown = this.rival(found);
    const best = shown === null ? found : betterOf(found, shown);
    if (best === found && !this.isInPlace) this.screen.set({ explanation: found, ...this.places });
    else if (best !== shown) this.screen.refine(best);
    this.own = this.screen.value?.explanation ?? null;
    if (this.isRevealed) return;
    this.isRevealed = true;
    this.reveal();
  }

  /** This request takes its time: what an earlier one left unfinished is not worked on any more. */
  stopEarlier(): void {
    const shown = this.screen.value?.explanation;
    if (shown !== undefined && shown !== this.own) this.stopShown();
  }

  /**
   * The request ended without an answer, and no other follows. True when what is on screen was found
   * by it.
   */
  end(): boolean {
    const shown = this.screen.value?.explanation;
    const isOwn = shown !== undefined && shown === this.own;
    this.stopShown();
    return isOwn && this.isInPlace;
  }

  private stopShown(): void {
    const shown = this.screen.value?.explanation;
    if (shown !== undefined && isUnfinished(shown)) this.screen.refine(asStopped(shown));
  }

  private get isInPlace(): boolean {
    const { value } = this.screen;
    return value?.a === this.places.a && value.b === this.places.b;
  }

  /** What is on screen, when it is about the same as what was found. */
  private rival(found: Explanation): Explanation | null {
    const { value } = this.screen;
    if (value === null) return null;
    const { a, b } = this.places;
    const samePlaces = isSamePlace(value.a, a) && isSamePlace(value.b, b);
    return samePlaces && isSameQuestion(value.explanation, found) ? value.explanation : null;
  }
}

/** Same text at the same place; typed texts have none but themselves. */
function isSamePlace(x: TextPlace, y: TextPlace): boolean {
  const [start, otherStart] = [x.tracked.span.start, y.tracked.span.start];
  return x.text === y.text && x.uri?.toString() === y.uri?.toString() && start === otherStart;
}
