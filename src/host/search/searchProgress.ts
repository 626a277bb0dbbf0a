import * as vscode from 'vscode';
import type { ModelTaskHooks } from '../../engine/client.js';
import type { SearchStage } from '../../protocol.js';

/** Where each stage begins and ends in the whole, in percent. */
export type Extents = Partial<Record<SearchStage, readonly [number, number]>>;

export const SEARCH_EXTENTS: Extents = {
  loading: [0, 5],
  screening: [5, 70],
  ranking: [70, 85],
  measuring: [85, 100],
};

/** A reference may have to be searched for first, which takes as long as a short training. */
export const EXACT_EXTENTS: Extents = {
  loading: [0, 3],
  screening: [3, 20],
  ranking: [20, 25],
  tuning: [25, 40],
  encoding: [40, 65],
  training: [65, 90],
  measuring: [90, 95],
  writing: [95, 97],
  checking: [97, 100],
};

/** Runs a search under a notification that tells its stage and can cancel it. */
export async function withSearchProgress<T>(
  title: string,
  extents: Extents,
  work: (hooks: ModelTaskHooks, token: vscode.CancellationToken) => Promise<T>,
): Promise<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const abort = new AbortController();
      const subscription = token.onCancellationRequested(() => abort.abort());
      let shown = 0;
      const hooks: ModelTaskHooks = {
        signal: abort.signal,
        searching: ({ stage, fraction }) => {
          const [from, to] = extents[stage] ?? [shown, shown];
          const increment = Math.max(0, from + (to - from) * fraction - shown);
          shown += increment;
          progress.report({ message: stageName(stage), increment });
        },
      };
      try {
        return await work(hooks, token);
      } finally {
        subscription.dispose();
      }
    },
  );
}

function stageName(stage: SearchStage): string {
  const { t } = vscode.l10n;
  const names: Record<SearchStage, string> = {
    loading: t('loading the model'),
    screening: t('trying tokens'),
    ranking: t('ranking the best'),
    tuning: t('tuning the reference'),
    encoding: t('encoding texts to train on'),
    training: t('training the head'),
    measuring: t('measuring on other texts'),
    writing: t('writing'),
    checking: t('checking the file'),
  };
  return names[stage];
}
