/**
 * When to stop restarting: vscode-languageclient's rule (microsoft/vscode-languageserver-node,
 * client/src/common/client.ts, DefaultErrorHandler.closed). Up to `maxCrashes` are followed by a
 * restart; one more is fatal when all of them fell within the window, else the oldest is forgotten.
 */
export class CrashLog {
  private times: number[] = [];

  constructor(
    private readonly maxCrashes = 4,
    private readonly windowMs = 3 * 60_000,
  ) {}

  /** Records a crash at a monotonic time in ms; true when the process may be started again. */
  record(now: number): boolean {
    this.times.push(now);
    if (this.times.length <= this.maxCrashes) return true;
    const first = this.times.shift() ?? now;
    return now - first > this.windowMs;
  }

  clear(): void {
    this.times = [];
  }
}
