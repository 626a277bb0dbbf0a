import * as vscode from 'vscode';

/** Faster work is not announced: a notification that flashes is worse than none. */
const delayMs = 300;

export interface ProgressSource {
  /** Calls back with what is done and which part of the whole, in [0, 1]. */
  readonly onProgress: vscode.Event<{ readonly message: string; readonly fraction: number }>;
  readonly cancel: () => void;
}

/**
 * Shows cancellable progress for work that takes over 300 ms, until it is settled. `onShow` is called
 * when it comes to that. Never rejects; the caller deals with the work's own outcome.
 */
export async function showDelayedProgress(
  work: Promise<unknown>,
  title: string,
  source: ProgressSource,
  onShow: () => void,
): Promise<void> {
  const settled = work.then(
    () => true,
    () => true,
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  const slow = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), delayMs);
  });
  const quick = await Promise.race([settled, slow]);
  clearTimeout(timer);
  if (quick) return;
  onShow();
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      let reported = 0;
      const subscriptions = [
        token.onCancellationRequested(source.cancel),
        source.onProgress(({ message, fraction }) => {
          const increment = Math.max(0, fraction - reported) * 100;
          reported = Math.max(reported, fraction);
          progress.report({ message, increment });
        }),
      ];
      await settled;
      vscode.Disposable.from(...subscriptions).dispose();
    },
  );
}
