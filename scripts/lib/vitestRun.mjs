import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from './processes.mjs';

/**
 * Run the tests of one Vitest configuration, showing its report.
 * @param {string} config
 * @param {number} timeoutMs
 * @returns {Promise<import('./testReport.mjs').Counts>} A run that broke off, or failed without a
 *   failed test, counts as one failure.
 */
export async function runVitest(config, timeoutMs) {
  const scratch = await mkdtemp(path.join(tmpdir(), 'hitlight-vitest-'));
  const file = path.join(scratch, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const vitest = path.resolve('node_modules/vitest/vitest.mjs');
    const args = [vitest, 'run', '--config', config, ...reporters];
    const code = await run(process.execPath, args, { timeoutMs });
    if (code === 124) console.error(`Vitest was ended after ${timeoutMs / 1000} s`);
    const counts = await readCounts(file);
    const failed = code !== 0 && counts.failed === 0 ? 1 : counts.failed;
    return { ...counts, failed };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** @param {string} file */
async function readCounts(file) {
  try {
    const report = JSON.parse(await readFile(file, 'utf8'));
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  } catch {
    // No report: the run ended before it could write one, and its exit code says so.
    return { passed: 0, failed: 0, skipped: 0 };
  }
}
