import { appendFile } from 'node:fs/promises';

/**
 * Add a suite's counts to the file that HITLIGHT_TEST_COUNTS names, for a run over all suites.
 * @param {string} suite
 * @param {{ passed: number, failed: number, skipped: number }} counts
 */
export async function writeCounts(suite, counts) {
  const file = process.env.HITLIGHT_TEST_COUNTS;
  if (file) await appendFile(file, `${JSON.stringify({ suite, ...counts })}\n`);
}
