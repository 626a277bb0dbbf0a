import { launchChromium } from './chromium.mjs';
import { followReport } from './testReport.mjs';
import { startWorkbenchServer, testsAddress } from './workbenchServer.mjs';

/** Longer than the longest test may take (test/vscode/index.ts), and a first page load. */
const SILENCE_MS = 240_000;

/**
 * @typedef {object} TestRun
 * @property {string} extension Folder of the extension under test.
 * @property {string} tests Module whose run() the extension host calls.
 * @property {string} workspace Folder to open.
 * @property {string} report File that the tests append events to.
 * @property {Record<string, string>} env
 */

/**
 * Run tests in the extension host of the npm-hosted VS Code.
 * @param {TestRun} testRun
 */
export async function runInHosted({ extension, tests, workspace, report, env }) {
  console.log('In the npm-hosted VS Code:');
  const server = await startWorkbenchServer({ env });
  const browser = await launchChromium().catch(async (error) => {
    await server.stop();
    throw error;
  });
  try {
    let broken = /** @type {string | undefined} */ (undefined);
    void server.exited.then((code) => (broken ??= `the server ended with code ${code}`));
    const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
    // Without these the extension API's clipboard waits for a person to allow it.
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await context.newPage();
    page.on('crash', () => (broken ??= 'the workbench page crashed'));
    if (process.env.HITLIGHT_TEST_VERBOSE) page.on('console', (line) => console.log(line.text()));
    await page.goto(testsAddress(server.authority, { workspace, extension, tests }));
    return await followReport(report, { silenceMs: SILENCE_MS, broken: () => broken });
  } finally {
    await browser.close();
    await server.stop();
  }
}
