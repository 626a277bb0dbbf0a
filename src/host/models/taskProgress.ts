import * as vscode from 'vscode';
import type { ModelTaskHooks } from '../../engine/client.js';
import { formatMegabytes } from './formatBytes.js';

/** Runs work on models under a notification that tells its bytes and can cancel it. */
export async function withTaskProgress<T>(
  title: string,
  work: (hooks: ModelTaskHooks) => Promise<T>,
): Promise<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const abort = new AbortController();
      const subscription = token.onCancellationRequested(() => abort.abort());
      let shown = 0;
      try {
        return await work({
          signal: abort.signal,
          progress: ({ done, total }) => {
            const percent = total === 0 ? 100 : (done / total) * 100;
            const bytes = (count: number) => formatMegabytes(count, vscode.env.language);
            // A part that was wrong is fetched again: the bar waits until it is made up for.
            const increment = Math.max(0, percent - shown);
            shown += increment;
            const message = vscode.l10n.t('{0} of {1}', bytes(done), bytes(total));
            progress.report({ message, increment });
          },
        });
      } finally {
        subscription.dispose();
      }
    },
  );
}
