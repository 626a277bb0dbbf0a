import { appendFileSync } from 'node:fs';

/** Put a measured value into the report of the run. */
export function note(title: string): void {
  const report = process.env.HITLIGHT_TEST_REPORT;
  if (report) appendFileSync(report, `${JSON.stringify({ kind: 'note', title })}\n`);
}
