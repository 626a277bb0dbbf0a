import { existsSync, readFileSync } from 'node:fs';

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ kind: 'passed' | 'failed' | 'skipped' | 'note' | 'ended' | 'crashed', title?: string, message?: string, ms?: number }} TestEvent
 */

const POLL_MS = 200;

/**
 * Print the events that the extension host appends to a report file, until the run ends.
 * @param {string} file
 * @param {object} limits
 * @param {number} limits.silenceMs Give up when nothing was reported for this long.
 * @param {() => string | undefined} limits.broken Asked often: why no more events can come.
 * @returns {Promise<Counts>} A run that was cut off counts as one more failure.
 */
export async function followReport(file, { silenceMs, broken }) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  let seen = 0;
  let lastEvent = Date.now();
  for (;;) {
    const events = readEvents(file);
    for (const event of events.slice(seen)) {
      lastEvent = Date.now();
      show(event);
      if (event.kind === 'ended') return counts;
      if (event.kind === 'crashed') return { ...counts, failed: counts.failed + 1 };
      if (event.kind !== 'note') counts[event.kind] += 1;
    }
    seen = events.length;
    const silent =
      Date.now() - lastEvent > silenceMs ? `silent for ${silenceMs / 1000} s` : undefined;
    const why = broken() ?? silent;
    if (why) {
      console.error(`The extension host stopped reporting: ${why}`);
      return { ...counts, failed: counts.failed + 1 };
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** @param {string} file @returns {TestEvent[]} Whole lines only: the last one may still be written. */
function readEvents(file) {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

/** @param {TestEvent} event */
function show({ kind, title, message, ms }) {
  if (kind === 'passed') console.log(`  ✓ ${title} (${ms} ms)`);
  if (kind === 'skipped') console.log(`  - ${title}`);
  if (kind === 'note') console.log(`      ${title}`);
  if (kind === 'failed') console.log(`  ✗ ${title}\n${indent(message ?? '')}`);
  if (kind === 'crashed') console.log(`  The test run failed:\n${indent(message ?? '')}`);
}

/** @param {string} text */
function indent(text) {
  return text.replace(/^/gm, '      ');
}
