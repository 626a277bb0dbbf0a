import * as vscode from 'vscode';
import {
  EngineFailure,
  toFailure,
  type EngineClient,
  type ExplainStage,
} from '../engine/client.js';
import type { ExplainOptions, HostToPanel } from '../protocol.js';
import { adviceFor } from './advice.js';
import { refuseSamePlace } from './capture.js';
import type { CurrentExplanation } from './currentExplanation.js';
import { showDelayedProgress } from './delayedProgress.js';
import { createOverallProgress } from './overallProgress.js';
import type { PlaceTracker } from './placeTracker.js';
import { reportRestart } from './report.js';
import { RequestResults } from './requestResults.js';
import { readExplainOptions } from './settings.js';
import type { TextPlace } from './textPlace.js';
import type { ChosenWindows } from './windows.js';

/** What the panel is told while a pair is being explained. */
export interface ExplainView {
  post(message: HostToPanel): void;
  /** Bring the explanation before the reader. */
  reveal(): void;
}

/**
 * Explains two places: capture is done, this asks the engine, shows progress, and makes its first
 * result the current explanation, then better ones. A second call replaces the first.
 */
export class PairExplainer implements vscode.Disposable {
  private running: AbortController | null = null;
  private tracking = vscode.Disposable.from();
  private last: { readonly a: TextPlace; readonly b: TextPlace } | null = null;

  constructor(
    private readonly engine: EngineClient,
    private readonly tracker: PlaceTracker,
    private readonly current: CurrentExplanation,
    private readonly panel: ExplainView,
  ) {}

  /** The places of the last request, explained or not: what "again" means. */
  get lastPlaces(): { readonly a: TextPlace; readonly b: TextPlace } | null {
    return this.last;
  }

  cancel(): void {
    this.running?.abort();
  }

  dispose(): void {
    this.cancel();
    this.tracking.dispose();
  }

  /**
   * True when the pair was explained, false when it was cancelled or replaced by a later one; what
   * was found until then stays on screen and is labelled.
   * @param windows of long texts, where others than those that match best are to be explained
   * @param asked how to explain, where not as the panel's controls and the settings say
   * Throws CaptureProblem, SettingProblem and EngineFailure; the panel has been told by then.
   */
  async explain(
    a: TextPlace,
    b: TextPlace,
    windows: ChosenWindows = {},
    asked: ExplainOptions = readExplainOptions(),
  ): Promise<boolean> {
    refuseSamePlace(a, b);
    const options = { ...asked, ...windows };
    this.running?.abort();
    const abort = (this.running = new AbortController());
    this.last = { a, b };
    // Edits must reach the places before there is an answer, or highlights would be off, and also
    // when there is none, or trying again would take another text.
    this.tracking.dispose();
    this.tracking = vscode.Disposable.from(this.tracker.track(a), this.tracker.track(b));
    const progress = new vscode.EventEmitter<{ message: string; fraction: number }>();
    const results = new RequestResults(this.current, { a, b, options: asked }, () =>
      this.panel.reveal(),
    );
    const overall = createOverallProgress();
    let restarted: string | null = null;
    try {
      const work = this.engine.explain(
        { a: a.text, b: b.text, options },
        {
          signal: abort.signal,
          progress: (stage, fraction) =>
            progress.fire({
              message: stageName(stage),
              fraction: overall(stage, fraction),
            }),
          found: (explanation) => {
            if (this.running === abort) results.show(explanation);
          },
          restarted: (reason) => {
            restarted = reason;
            progress.fire({ message: vscode.l10n.t('restarting the engine'), fraction: 0 });
          },
        },
      );
      void this.showProgress(work, abort, progress.event, results);
      results.show(await work);
      if (restarted !== null) reportRestart(restarted);
      return true;
    } catch (error) {
      return this.failed(error, abort, results);
    } finally {
      progress.dispose();
      if (this.running === abort) this.running = null;
    }
  }

  private failed(error: unknown, abort: AbortController, results: RequestResults): false {
    const { stage, message } = toFailure(error);
    // Of a request that was replaced, what it found stays until the next one has something.
    const isLatest = this.running === abort;
    const partial = isLatest && results.end();
    if (stage === 'cancelled') {
      if (isLatest) this.panel.post({ kind: 'idle' });
      return false;
    }
    const advice = adviceFor(stage).sentence;
    if (isLatest) this.panel.post({ kind: 'failed', message, advice, partial });
    throw error instanceof Error ? error : new EngineFailure(stage, message);
  }

  private showProgress(
    work: Promise<unknown>,
    abort: AbortController,
    onProgress: vscode.Event<{ message: string; fraction: number }>,
    results: RequestResults,
  ): Promise<void> {
    const title = vscode.l10n.t('Explaining similarity');
    const busy = (message: string, fraction: number | null) => {
      if (this.running === abort) this.panel.post({ kind: 'busy', message, fraction });
    };
    const source = { onProgress, cancel: () => abort.abort() };
    return showDelayedProgress(work, title, source, () => {
      if (this.running === abort) results.stopEarlier();
      busy(title, null);
      onProgress(({ message, fraction }) => busy(`${title}: ${message}`, fraction));
    });
  }
}

function stageName(stage: ExplainStage): string {
  const { t } = vscode.l10n;
  switch (stage) {
    case 'loading':
      return t('loading the model');
    case 'reference':
      return t('looking for a neutral reference');
    case 'scoring':
      return t('scoring the windows of a long text');
    case 'encoding':
      return t('encoding the texts');
    case 'attributing':
      return t('attributing the score to token pairs');
  }
}
