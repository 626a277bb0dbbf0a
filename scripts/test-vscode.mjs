/**
 * Runs test/vscode in the extension host of a real VS Code:
 *   node scripts/test-vscode.mjs [pattern]
 * HITLIGHT_VSCODE=desktop or =hosted decides which VS Code; without it, a desktop one where it can be
 * had, else the npm-hosted one.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildExtensionTests } from './lib/extensionTests.mjs';
import { desktopVscode, runInDesktop } from './lib/desktopVscode.mjs';
import { runInHosted } from './lib/hostedTestRun.mjs';
import { writeCounts } from './lib/counts.mjs';

const extension = fileURLToPath(new URL('..', import.meta.url));
const tests = await buildExtensionTests();
const scratch = await mkdtemp(path.join(tmpdir(), 'hitlight-test-'));
try {
  // Tests edit files: never the samples themselves.
  const workspace = path.join(scratch, 'samples');
  await cp(path.join(extension, 'samples'), workspace, { recursive: true });
  const report = path.join(scratch, 'report.jsonl');
  const env = {
    HITLIGHT_TEST_REPORT: report,
    ...(process.argv[2] ? { HITLIGHT_TEST_GREP: process.argv[2] } : {}),
  };
  const desktop = await desktopVscode();
  const counts = desktop
    ? await runInDesktop(desktop, { extension, tests, workspace, report, env })
    : await runInHosted({ extension, tests, workspace, report, env });
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  await writeCounts('extension host', counts);
  process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await rm(scratch, { recursive: true, force: true });
}
// Whatever a browser or server left open must not keep a finished run alive.
process.exit();
